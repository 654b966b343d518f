import type { Facts } from '../../src/core/purchases/facts.ts'
import type { Purchase } from '../../src/core/purchases/purchase.ts'

/** A purchase of the model: what is known of its payment, and what became of it. */
export interface ModelPurchase {
  readonly purchase: Purchase
  known: Facts
  state: string
  granted_at: number | null
  revoked: bigint
  before: bigint | null
  after: bigint | null
}

export const boughtNow = (purchase: Purchase): ModelPurchase => ({
  purchase,
  known: purchase.facts,
  state: purchase.state,
  granted_at: null,
  revoked: 0n,
  before: null,
  after: null,
})

const refunded = ({ refunds }: Facts): bigint =>
  refunds.reduce((all, { amount_minor, status }) => (status === 'failed' ? all : all + amount_minor), 0n)

function stateOf({ purchase, known, state }: ModelPurchase): string {
  const { payment, dispute } = known
  if (payment === 'none') return state
  if (payment === 'failed' || payment === 'expired') return payment
  if (payment === 'action') return 'awaiting_checkout'
  if (payment === 'open' && ['checkout', 'invoice'].includes(purchase.paying_by)) return 'awaiting_checkout'
  if (payment !== 'paid') return 'charging'
  if (dispute?.status === 'open') return 'disputed'
  if (dispute?.status === 'lost') return 'lost'
  if (refunded(known) === known.total_minor) return 'refunded'
  if (refunded(known) > 0n) return 'partially_refunded'
  return dispute ? 'won' : 'paid'
}

/** The states that it goes through: none is left out that must have been. */
export function statesTo(one: ModelPurchase): string[] {
  const to = stateOf(one)
  if (to === one.state) return []
  const wasUnpaid = ['pending', 'awaiting_checkout', 'charging', 'failed', 'expired'].includes(one.state)
  const paid = one.known.payment === 'paid' && wasUnpaid && to !== 'paid' ? ['paid'] : []
  const disputed = (to === 'won' || to === 'lost') && one.state !== 'disputed' ? ['disputed'] : []
  return [...paid, ...disputed, to]
}

/** In proportion to the money that is gone, rounded half up, and never more than was bought. */
export function takenBack({ purchase, known }: ModelPurchase): bigint {
  const lost = known.dispute?.status === 'lost' ? known.dispute.amount_minor : 0n
  const gone = refunded(known) + lost
  const total = known.total_minor ?? purchase.price_minor
  if (gone >= total) return purchase.credits_micro
  const exact = purchase.credits_micro * gone
  return exact / total + ((exact % total) * 2n >= total ? 1n : 0n)
}

/** What was paid for too late still gives its credits, for a moment. */
export function lateExpiry({ purchase }: ModelPurchase, at: number): number | null | undefined {
  const { expires_at } = purchase
  return expires_at != null && expires_at <= at ? at + 1 : expires_at
}
