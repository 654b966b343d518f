import type { Account } from '../accounts/account.ts'
import { formatMinor } from '../money.ts'
import type { Payments } from '../purchases/payments.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Preview } from './preview.ts'

/**
 * Refuses terms of which no period could ever be charged: too little or too much for whoever moves the money. With a good
 * card they would be declined at the renewal, and end it.
 */
export function checkPrice(
  { renewal_minor, currency }: Pick<Preview, 'renewal_minor' | 'currency'>,
  { pays_with }: Pick<Account, 'pays_with'>,
  payments: Pick<Payments, 'least' | 'most'>,
): Refusal | null {
  if (pays_with === 'commitment' || renewal_minor === 0n) return null
  const [least, most] = [payments.least(currency), payments.most(currency)]
  const shown = (minor: bigint): string => `${formatMinor(minor, currency)} ${currency.toUpperCase()}`
  if (renewal_minor < least)
    return refuse(
      'amount_too_small',
      `A period of it costs ${shown(renewal_minor)}, and no less than ${shown(least)} can be charged.`,
    )
  if (renewal_minor > most)
    return refuse(
      'plan_not_offered',
      `A period of it costs ${shown(renewal_minor)}, and no more than ${shown(most)} can be charged at once.`,
    )
  return null
}
