import type { CreditType } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { scrip } from './client.ts'
import { keys } from './queries.ts'

/** The account that the address names. */
export const useAccountId = (): string => useParams({ strict: false }).account ?? ''

export const useAccount = (account: string) =>
  useQuery({
    queryKey: keys.account(account, 'itself'),
    queryFn: ({ signal }) => scrip.accounts.get(account, { signal }),
  })

export const useBalances = (account: string) =>
  useQuery({
    queryKey: keys.account(account, 'balances'),
    queryFn: ({ signal }) => scrip.balances.list(account, {}, { signal }).all(),
  })

export const useCreditTypes = () =>
  useQuery({
    queryKey: keys.creditTypes,
    queryFn: ({ signal }) => scrip.creditTypes.list({ signal }).all(),
    staleTime: 60_000,
  })

/** What a credit type is called; its id until that is known. */
export function useNameOf(): (creditType: string) => string {
  const types: readonly CreditType[] = useCreditTypes().data ?? []
  return (id) => types.find((type) => type.id === id)?.name ?? id
}
