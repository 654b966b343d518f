import Type, { type Static } from 'typebox'
import { isGone, type RefundFact } from '../../../core/purchases/facts.ts'
import type { Purchase, Refund } from '../../../core/purchases/purchase.ts'
import { instantText } from '../convert.ts'
import { Money, moneyText } from '../convert-money.ts'
import { InstantOut, NullableText } from '../fields.ts'

export const RefundWire = Type.Object(
  {
    id: Type.String({ description: 'Ours, or where it was made in the dashboard, the one it has there.' }),
    purchase: Type.String(),
    amount: Money,
    currency: Type.String(),
    status: Type.Enum(['pending', 'succeeded', 'failed', 'canceled']),
    reason: Type.Unsafe<string | null>({ ...NullableText, description: 'Why it was made.' }),
    failure: Type.Unsafe<string | null>({
      ...NullableText,
      description:
        'Why it failed, in the words of whoever refused it or, where the bank sent it back, by its code: ' +
        '`expired_or_canceled_card`, `lost_or_stolen_card`, … What it took of the credits is back then.',
    }),
    made_in: Type.Enum(['api', 'dashboard']),
    created_at: InstantOut,
  },
  { title: 'Refund' },
)
type RefundWire = Static<typeof RefundWire>

/** Of one that failed it is told why, and no longer why it was made. */
const failureOf = (fact: RefundFact): string | null => (isGone(fact) ? null : fact.reason)

/** One that was asked for here. What is not known of it yet is pending. */
export function refundWire({ id, currency, facts }: Purchase, refund: Refund): RefundWire {
  const fact = facts.refunds.find((one) => one.refund === refund.id)
  return {
    id: refund.id,
    purchase: id,
    amount: moneyText(refund.amount_minor, currency),
    currency,
    status: fact?.status ?? 'pending',
    reason: refund.reason,
    failure: fact ? failureOf(fact) : null,
    made_in: 'api',
    created_at: instantText(refund.created_at),
  }
}

const dashboardRefundWire = ({ id, currency }: Purchase, fact: RefundFact): RefundWire => ({
  id: fact.id,
  purchase: id,
  amount: moneyText(fact.amount_minor, currency),
  currency,
  status: fact.status,
  reason: isGone(fact) ? fact.reason : null,
  failure: failureOf(fact),
  made_in: 'dashboard',
  created_at: instantText(fact.created_at),
})

/** All of a purchase: those that were asked for here, and those that are known from the payment's side alone. */
export function refundsWire(purchase: Purchase, asked: readonly Refund[]): RefundWire[] {
  const ours = new Set(asked.map(({ id }) => id))
  const others = purchase.facts.refunds.filter(({ refund }) => refund === null || !ours.has(refund))
  const all = [
    ...asked.map((refund) => refundWire(purchase, refund)),
    ...others.map((fact) => dashboardRefundWire(purchase, fact)),
  ]
  return all.sort((a, b) => (a.created_at < b.created_at ? -1 : 1))
}
