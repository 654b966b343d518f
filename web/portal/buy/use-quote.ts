import { isRefusal, type Quote } from '@scrip/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Decimal } from '../../ui/decimal.ts'
import { useSettled } from '../../ui/use-settled.ts'
import { usePortal } from '../data/portal.ts'

export interface Quoted {
  /** Of the amount as it stands now, or null while that is asked for. */
  readonly quote: Quote | null
  /** What is wrong with the amount. */
  readonly fault: string | null
  /** What is wrong otherwise. */
  readonly error: unknown
  /** To be shown while another one comes. */
  readonly last: Quote | null
}

const OF_AMOUNT = ['not_a_whole_pack', 'amount_too_small', 'credits_out_of_range', 'invalid_request'] as const

export function useQuote(credit_type: string | null, price: string | null, amount: Decimal | null): Quoted {
  const { scrip, account } = usePortal()
  const wished = useSettled(amount)
  const asked = useQuery({
    queryKey: ['quote', credit_type, price, wished],
    queryFn: ({ signal }) =>
      scrip.quotes.create(
        account,
        { credit_type: credit_type ?? '', amount: wished ?? '', ...(price !== null && { price }) },
        { signal },
      ),
    enabled: credit_type !== null && wished !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const isCurrent = wished === amount && amount !== null && !asked.isPlaceholderData
  const refused = isCurrent && asked.isError && isRefusal(asked.error, ...OF_AMOUNT) ? asked.error : null
  return {
    quote: isCurrent && asked.isSuccess ? asked.data : null,
    fault: refused?.detail ?? null,
    error: isCurrent && asked.isError && !refused ? asked.error : null,
    last: amount === null ? null : (asked.data ?? null),
  }
}
