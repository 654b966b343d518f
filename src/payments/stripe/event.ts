import type Stripe from 'stripe'
import type { Instant } from '../../core/instant.ts'
import { BadSignature, type PaymentEvent, type PurchaseRef } from '../../core/purchases/payments.ts'
import { ownerOf } from './customer.ts'
import type { Desk } from './desk.ts'
import { harmless, orNull } from './errors.ts'
import { idOf, instantOf, secondsOf, wholeOf } from './expanded.ts'
import { accountOf, type Metadata, refOf } from './names.ts'

/**
 * The events after which something may be true of a purchase that wasn't; what its page or its bill tells, the payment
 * behind them need not tell once more. A list takes no more than twenty.
 */
const OF_PURCHASES = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice.voided',
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

/** Those after which an account may be charged with another card. */
const OF_CARDS = [
  'customer.updated',
  'payment_method.attached',
] as const satisfies readonly Stripe.Event.Type[]

/** An endpoint needs these and no others. */
export const EVENT_TYPES = [...OF_PURCHASES, ...OF_CARDS] as const

const CONCERNS: ReadonlySet<string> = new Set(OF_PURCHASES)

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
  const found: PaymentEvent[] = []
  const listed = async (types: Stripe.Event.Type[]) => {
    const params = { types, created: { gte: secondsOf(since) }, limit: 100 }
    for await (const one of desk.stripe.events.list(params)) found.push(await eventOf(desk, one))
  }
  for (const types of [OF_PURCHASES, OF_CARDS]) await harmless(listed([...types]))
  yield* found.reverse().sort((a, b) => a.created_at - b.created_at)
}

async function eventOf(desk: Desk, told: Stripe.Event): Promise<PaymentEvent> {
  const { created, data, id, type } = told
  const about = CONCERNS.has(type) ? await aboutOf(desk, data.object as Told) : null
  const payment_only = !/^(charge|refund)\./.test(type)
  return { id, type, created_at: instantOf(created), payment_only, about, card_of: await cardOf(desk, told) }
}

/** Whose cards it tells of. Only the customer itself carries the account's name. */
async function cardOf(desk: Desk, { data, type }: Stripe.Event): Promise<string | null> {
  const { customer, metadata, mode } = data.object as Told
  if (type === 'customer.updated')
    return data.previous_attributes && 'invoice_settings' in data.previous_attributes
      ? accountOf(metadata)
      : null
  if (type !== 'payment_method.attached' && !(type === 'checkout.session.completed' && mode === 'setup'))
    return null
  const id = idOf(customer)
  return id === null ? null : ownerOf(desk, id)
}

interface Told {
  readonly object: string
  readonly metadata?: Metadata
  readonly payment_intent?: string | { readonly id: string } | null
  readonly customer?: string | { readonly id: string } | null
  readonly mode?: string
}

/**
 * What is made in the dashboard, or by a bank, carries no name of ours. The payment that it is about does; or, where that
 * was made in the dashboard as well, the invoice that it pays.
 */
async function aboutOf(desk: Desk, { metadata, object, payment_intent }: Told): Promise<PurchaseRef | null> {
  const named = refOf(metadata)
  if (named !== null) return named
  const intent = idOf(payment_intent)
  if (intent === null || !['charge', 'dispute', 'refund'].includes(object)) return null
  const found = await orNull(desk.stripe.paymentIntents.retrieve(intent))
  return found && (refOf(found.metadata) ?? billedBy(desk, intent))
}

async function billedBy({ stripe }: Desk, payment_intent: string): Promise<PurchaseRef | null> {
  const payment = { type: 'payment_intent', payment_intent } as const
  const all = await orNull(stripe.invoicePayments.list({ payment, expand: ['data.invoice'], limit: 100 }))
  for (const { invoice } of all?.data ?? []) {
    const named = refOf(wholeOf(invoice)?.metadata)
    if (named !== null) return named
  }
  return null
}
