import type { Usage } from '@scrip/sdk'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Portal } from '../data/portal.ts'

export interface UsageWish {
  readonly credit_type: string
  readonly from: string
  readonly to: string
  readonly by?: NonNullable<Usage['by']>
}

export const usageQuery = ({ scrip, account }: Portal, wish: UsageWish) =>
  queryOptions({
    queryKey: ['usage', wish],
    queryFn: (): Promise<Usage> => scrip.usage.get(account, wish),
    // What was there stays while another way to look at it comes.
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
