import { formatMinor, type Minor, stepOf } from '../../core/money.ts'
import { MAX_PRICE_MINOR } from '../../core/pricing/quote.ts'
import { PaymentRefused } from '../../core/purchases/payments.ts'
import type { Purchase } from '../../core/purchases/purchase.ts'

/** The least that Stripe charges, where it isn't 50 minor units: docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const LEAST: Record<string, Minor> = {
  aed: 200n,
  czk: 1500n,
  dkk: 250n,
  gbp: 30n,
  hkd: 400n,
  huf: 17_500n,
  mxn: 1000n,
  myr: 200n,
  nok: 300n,
  pln: 200n,
  ron: 200n,
  sek: 300n,
  thb: 1000n,
}

/** A whole step at the least: what lacks to it is put on bills. */
export function leastOf(currency: string): Minor {
  const least = LEAST[currency] ?? 50n
  const step = stepOf(currency)
  return least % step === 0n ? least : least + step - (least % step)
}

/** Some currencies allow more than eight digits; none fewer. */
export const mostOf = (_currency: string): Minor => MAX_PRICE_MINOR

/**
 * Asked before an invoice is made, because one below the least is not refused: Stripe calls it paid, and adds it to
 * what the customer owes.
 */
export function checkLeast({ currency, price_minor }: Purchase): void {
  const least = leastOf(currency)
  if (price_minor >= least) return
  const shown = `${formatMinor(least, currency)} ${currency.toUpperCase()}`
  throw new PaymentRefused('amount_too_small', `The amount must be at least ${shown}.`)
}
