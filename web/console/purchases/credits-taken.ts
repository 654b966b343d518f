import type { Grant, Purchase } from '@scrip/sdk'
import { type Decimal, microOf, textOf } from '../../ui/decimal.ts'

type Bought = Pick<Purchase, 'subscription' | 'amount' | 'total' | 'subtotal' | 'refunded' | 'revoked'>

/**
 * What a refund takes of the credits, as the server will: in proportion to all the money that is gone then, rounded half
 * up, less what refunds took before, and no more than its grant still has to be taken, since some may have been taken
 * by hand.
 */
export function creditsTaken(
  purchase: Bought,
  refund: Decimal,
  grant: Pick<Grant, 'amount' | 'revoked'> | null,
): Decimal {
  const { subscription, amount, total, subtotal, refunded, revoked } = purchase
  if (subscription !== null || grant === null) return '0'
  const whole = microOf(total ?? subtotal)
  const gone = microOf(refunded) + microOf(refund)
  const credits = microOf(amount)
  const due = gone >= whole ? credits : (2n * credits * gone + whole) / (2n * whole)
  const more = due - microOf(revoked)
  const left = microOf(grant.amount) - microOf(grant.revoked)
  const taken = more < left ? more : left
  return textOf(taken > 0n ? taken : 0n)
}
