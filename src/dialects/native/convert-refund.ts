import Type, { type Static } from 'typebox'
import type { RefundFact } from '../../core/purchases/facts.ts'
import type { Purchase, Refund } from '../../core/purchases/purchase.ts'
import { instantText } from './convert.ts'
import { Money, moneyText } from './convert-money.ts'
import { InstantOut, NullableText } from './fields.ts'

export const RefundWire = Type.Object(
  {
    id: Type.String({ description: 'Ours, or where it was made in the dashboard, the one it has there.' }),
    purchase: Type.String(),
    amount: Money,
    currency: Type.String(),
    status: Type.Enum(['pending', 'succeeded', 'failed', 'canceled']),
    reason: NullableText,
    made_in: Type.Enum(['api', 'dashboard']),
    created_at: InstantOut,
  },
  { title: 'Refund' },
)
type RefundWire = Static<typeof RefundWire>

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
  reason: fact.reason,
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
