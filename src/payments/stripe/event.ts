import type Stripe from 'stripe'
import type { Instant } from '../../core/instant.ts'
import { BadSignature, type PaymentEvent, type PurchaseRef } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { harmless, orNull } from './errors.ts'
import { idOf, instantOf, secondsOf } from './expanded.ts'
import { type Metadata, refOf } from './names.ts'

/**
 * The events after which something may be true that wasn't. An endpoint needs these and no others; a list takes no
 * more than twenty.
 */
export const EVENT_TYPES = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice.voided',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'refund.created',
  'refund.updated',
  'refund.failed',
] as const satisfies readonly Stripe.Event.Type[]

const CONCERNS: ReadonlySet<string> = new Set(EVENT_TYPES)

/** How old a signature may be. */
const TOLERANCE_SECONDS = 300

export async function event(
  desk: Desk,
  body: Buffer,
  signature: string,
  now: Instant,
): Promise<PaymentEvent> {
  return harmless(eventOf(desk, verified(desk, body, signature, now)))
}

function verified(
  { stripe, webhookSecret }: Desk,
  body: Buffer,
  signature: string,
  now: Instant,
): Stripe.Event {
  try {
    return stripe.webhooks.constructEvent(body, signature, webhookSecret, TOLERANCE_SECONDS, undefined, now)
  } catch {
    throw new BadSignature('The signature is not of this endpoint, or older than five minutes.')
  }
}

/** What happened since. Stripe lists the newest first, so all of it is read before the oldest can be told. */
export async function* eventsSince(desk: Desk, since: Instant): AsyncGenerator<PaymentEvent> {
  const params = { types: [...EVENT_TYPES], created: { gte: secondsOf(since) }, limit: 100 }
  const found: PaymentEvent[] = []
  const all = (async () => {
    for await (const one of desk.stripe.events.list(params)) found.push(await eventOf(desk, one))
  })()
  await harmless(all)
  yield* found.reverse()
}

async function eventOf(desk: Desk, { created, data, id, type }: Stripe.Event): Promise<PaymentEvent> {
  const about = CONCERNS.has(type) ? await aboutOf(desk, data.object as Told) : null
  return { id, type, created_at: instantOf(created), about }
}

interface Told {
  readonly object: string
  readonly metadata?: Metadata
  readonly payment_intent?: string | { readonly id: string } | null
}

/** What is made in the dashboard, or by a bank, carries no name of ours. The payment that it is about does. */
async function aboutOf(
  { stripe }: Desk,
  { metadata, object, payment_intent }: Told,
): Promise<PurchaseRef | null> {
  const named = refOf(metadata)
  if (named !== null) return named
  const intent = idOf(payment_intent)
  if (intent === null || !['charge', 'dispute', 'refund'].includes(object)) return null
  return refOf((await orNull(stripe.paymentIntents.retrieve(intent)))?.metadata)
}
