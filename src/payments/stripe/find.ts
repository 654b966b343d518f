import type { Instant } from '../../core/instant.ts'
import type { Order } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { orNull } from './errors.ts'
import { secondsOf } from './expanded.ts'
import { isOf, type Metadata } from './names.ts'

const HOUR_MS = 3_600_000

/** Stripe's clock is not ours. */
const SKEW_MS = HOUR_MS

/** The earliest moment, by the real clock, at which what is dated so by the account's own clock may have been made. */
const earliest = (made_at: Instant, { ahead_ms }: Pick<Order, 'ahead_ms'>): Instant => made_at - ahead_ms

/**
 * Whether an idempotency key of what was made then certainly still answers for what was done under it. Stripe forgets
 * keys after a day, so what may be older is looked for before anything is made.
 */
export const isFresh = (made_at: Instant, order: Pick<Order, 'ahead_ms'>, now: Instant): boolean =>
  Math.abs(now - earliest(made_at, order)) < HOUR_MS

/** By its name in the customer's own list: lists show at once what was made, searches don't. */
export const findInvoice = ({ clock, stripe }: Desk, order: Order): Promise<string | null> =>
  named(order, stripe.invoices.list(where(order, clock.now())))

export const findSession = ({ clock, stripe }: Desk, order: Order): Promise<string | null> =>
  named(order, stripe.checkout.sessions.list(where(order, clock.now())))

function where(order: Order, now: Instant) {
  const { customer, purchase } = order
  const since = Math.min(earliest(purchase.created_at, order), now) - SKEW_MS
  return { customer, created: { gte: secondsOf(since) }, limit: 100 }
}

/** The oldest of that name, because an operator may have copied it. A customer that isn't there has nothing. */
async function named(
  order: Order,
  list: AsyncIterable<{ id: string; metadata: Metadata }>,
): Promise<string | null> {
  let found: string | null = null
  const search = async () => {
    for await (const { id, metadata } of list) if (isOf(metadata, order)) found = id
  }
  await orNull(search())
  return found
}
