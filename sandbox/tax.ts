import { share } from './amounts.ts'
import type { InvoiceLine } from './wire.ts'
import type { Work } from './work.ts'

export type TaxBehavior = 'exclusive' | 'inclusive' | 'unspecified'
export type LineTax = NonNullable<InvoiceLine['taxes']>[number]

/** The tax on an amount, once somebody has switched a rate on; none without. */
export function taxOn({ settings }: Work, amount: number, behavior: TaxBehavior = 'unspecified'): LineTax[] {
  const { tax } = settings.get()
  if (tax === null || amount === 0) return []
  const inclusive = behavior === 'unspecified' ? tax.inclusive : behavior === 'inclusive'
  const part = share(amount, tax.rate_bps, inclusive ? 10_000 + tax.rate_bps : 10_000)
  return [
    {
      amount: part,
      tax_behavior: inclusive ? 'inclusive' : 'exclusive',
      tax_rate_details: { tax_rate: `txr_sandbox${tax.country}${tax.rate_bps}` },
      taxability_reason: 'standard_rated',
      taxable_amount: inclusive ? amount - part : amount,
      type: 'tax_rate_details',
    },
  ]
}

/** What is put on top of the amounts, and what is contained in them. */
export function sumOf(taxes: readonly LineTax[]): { added: number; contained: number } {
  let added = 0
  let contained = 0
  for (const { amount, tax_behavior } of taxes)
    if (tax_behavior === 'inclusive') contained += amount
    else added += amount
  return { added, contained }
}
