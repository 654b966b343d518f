import type Stripe from 'stripe'
import type { Facts } from '../../core/purchases/facts.ts'
import type { Order } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { failingOf, unknownOutcome } from './errors.ts'
import { ABANDONED } from './facts.ts'
import { knownOf } from './look.ts'
import type { Seen } from './seen.ts'
import { surely } from './surely.ts'

/** Closes what can still be paid. What was paid meanwhile stays paid, and is what it answers. */
export async function abandon(desk: Desk, order: Order): Promise<Facts> {
  const facts = await surely(desk, order, {
    fresh: false,
    async go(seen) {
      await close(desk, seen)
      return seen.session?.id ?? seen.invoice?.id ?? knownOf(order)
    },
    isDone: ({ facts: { payment }, seen }) =>
      payment !== 'open' && payment !== 'action' && seen.invoice?.status !== 'draft',
    // A payment that is under way can't be closed; it is asked about again.
    refused: async (error) => unknownOutcome(error),
  })
  if (facts.payment !== 'none') return facts
  const charged = order.purchase.paying_by === 'card'
  return { ...facts, payment: charged ? 'failed' : 'expired', failure: charged ? ABANDONED : null }
}

/**
 * Without a key of the purchase's: doing it twice is doing it once, and a key would answer for a day with a refusal
 * that is true no more.
 */
async function close({ stripe }: Desk, { invoice, session }: Seen): Promise<void> {
  if (session?.status === 'open') await stripe.checkout.sessions.expire(session.id)
  if (invoice?.status === 'draft') await stripe.invoices.del(invoice.id)
  if (invoice?.status === 'open') await closeOpen(stripe, invoice.id)
}

/** Stripe voids no invoice that was paid in part. Written off, it is asked for no more. */
export async function closeOpen(stripe: Stripe, invoice: string): Promise<void> {
  try {
    await stripe.invoices.voidInvoice(invoice)
  } catch (error) {
    if (failingOf(error) !== 'refused') throw error
    const { data } = await stripe.invoicePayments.list({ invoice, status: 'paid', limit: 1 })
    if (data.length === 0) throw error
    await stripe.invoices.markUncollectible(invoice)
  }
}

/** Closes what a refused purchase left behind. It is refused only once nothing of it can be paid. */
export async function giveUp(desk: Desk, seen: Seen): Promise<void> {
  try {
    await close(desk, seen)
  } catch (error) {
    failingOf(error)
    throw unknownOutcome(error)
  }
}
