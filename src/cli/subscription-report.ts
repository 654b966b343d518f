import type { Change, Purchase, Subscription } from '../../sdk/src/index.ts'
import type { Call } from './command.ts'
import { facts, when } from './table.ts'

export function reportSubscription(one: Subscription): string[] {
  const { pending, bill } = one
  return facts([
    ['subscription', one.id],
    ['account', one.account],
    ['plan', one.plan],
    ['status', one.status],
    ['seats', `${one.seats}, ${one.credits_per_seat} ${one.credit_type} each a month`],
    ['renews', when(one.renews_at)],
    ['next charge', `${one.next_charge} ${one.currency} each ${one.interval}`],
    ['at renewal', pending && renewedAs(pending, one)],
    ['give up seats', pending?.demote.join(', ')],
    ['being paid', bill && `${bill.kind}: ${bill.purchase}`],
    ['tried again', when(one.next_attempt_at)],
    ['ends', when(one.ends_at)],
  ])
}

/** What there is from the renewal on; the plan is named where it is another. */
const renewedAs = (
  { plan, seats, credits_per_seat, interval }: NonNullable<Change['at_renewal']>,
  present: Pick<Change, 'plan'>,
): string => {
  const size = `${seats} seats, ${credits_per_seat} each, by ${interval}`
  return plan === present.plan ? size : `${size}, of ${plan}`
}

/** What a change would cost, or did. */
export function reportChange(change: Change): string[] {
  const { currency, lines } = change
  return [
    ...facts([
      ['would be', change.kind === 'none' ? 'no change' : change.kind.replaceAll('_', ' ')],
      ['plan', change.plan],
      ['seats', `${change.seats}, ${change.credits_per_seat} each a month, by ${change.interval}`],
      ['in force', change.immediate ? 'at once' : when(change.effective_at)],
      ['to pay now', `${change.amount_due} ${currency}, without taxes`],
      ['at renewal', change.at_renewal && renewedAs(change.at_renewal, change)],
      ['each renewal', `${change.renewal_amount} ${currency}`],
      ['credits now', change.credits],
    ]),
    ...lines.map(({ text, amount }) => `  ${amount} ${currency}  ${text}`),
  ]
}

/** The purchase that a subscription or its change is paid by: what there is to do, and what a script is told. */
export function reportPaying(purchase: Purchase | null, { unknown }: Pick<Call, 'unknown'>): string[] {
  if (purchase === null) return []
  const { id, state, checkout_url, paying_by } = purchase
  if (state === 'pending' || state === 'charging') unknown()
  const isToPay = state === 'awaiting_checkout'
  return [
    ...facts([
      ['purchase', `${id}, ${state}`],
      ['pay at', isToPay ? checkout_url : null],
    ]),
    ...(isToPay && paying_by !== 'invoice' ? ['Nothing is paid yet: pay on that page.'] : []),
  ]
}
