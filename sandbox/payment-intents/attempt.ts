import { decideCharge } from '../cards/decision.ts'
import { DECLINES, type Decline } from '../cards/declines.ts'
import { newCharge } from '../charges/charge.ts'
import { openDispute } from '../disputes/dispute.ts'
import type { ErrorBody } from '../errors.ts'
import { keep } from '../payment-methods/attach.ts'
import { cardOf, checkUsable } from '../payment-methods/method.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../wire.ts'
import type { Work } from '../work.ts'

export interface AttemptOptions {
  /** Whether the buyer is there. */
  present: boolean
  authenticated?: boolean
  return_url?: string | null
  /** What to do where the bank wants to see the buyer: ask, or take it for a decline. */
  onAuthentication?: 'ask' | 'decline'
}

export type Attempted =
  | { outcome: 'succeeded' | 'requires_capture'; charge: Charge }
  | { outcome: 'requires_action' }
  | { outcome: 'declined'; error: ErrorBody }

/** Tries to take an intent's amount from a card. It is the one place where money moves towards the seller. */
export function attempt(
  work: Work,
  intent: PaymentIntent,
  method: PaymentMethod,
  options: AttemptOptions,
): Attempted {
  checkUsable(work, method, intent.customer)
  const { present, authenticated = false } = options
  const set_up = Boolean(work.objects.hidden(method.id).set_up)
  const decision = work.decline() ?? decideCharge(cardOf(work, method), { present, authenticated, set_up })
  intent.payment_method = method.id
  intent.next_action = null
  if (decision.outcome === 'approved') return succeed(work, intent, method, authenticated)
  if (decision.outcome === 'declined') return fail(work, intent, method, decision.decline, authenticated)
  if ((options.onAuthentication ?? (present ? 'ask' : 'decline')) === 'decline')
    return fail(work, intent, method, DECLINES.authentication_required, false)
  return ask(work, intent, options)
}

function succeed(
  work: Work,
  intent: PaymentIntent,
  method: PaymentMethod,
  authenticated: boolean,
): Attempted {
  const captured = intent.capture_method !== 'manual'
  if (intent.setup_future_usage !== null && intent.customer !== null) {
    keep(work, method, intent.customer)
    work.objects.hide(method.id, { set_up: true })
  } else if (method.customer === null) work.objects.hide(method.id, { spent: true })
  const charge = newCharge(work, intent, { method, authenticated, captured })
  intent.latest_charge = charge.id
  intent.last_payment_error = null
  intent.status = captured ? 'succeeded' : 'requires_capture'
  intent.amount_received = captured ? intent.amount : 0
  intent.amount_capturable = captured ? 0 : intent.amount
  work.objects.save(intent)
  work.emit('charge.succeeded', charge)
  work.emit(captured ? 'payment_intent.succeeded' : 'payment_intent.amount_capturable_updated', intent)
  const { disputed } = cardOf(work, method)
  if (captured && disputed !== undefined) openDispute(work, charge, { reason: disputed })
  return { outcome: captured ? 'succeeded' : 'requires_capture', charge }
}

function fail(
  work: Work,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline,
  authenticated: boolean,
): Attempted {
  const charge = newCharge(work, intent, { method, authenticated, captured: false, decline })
  const error = {
    type: 'card_error',
    charge: charge.id,
    ...decline,
    payment_method: structuredClone(method),
  } as const
  intent.latest_charge = charge.id
  refused(work, intent, error)
  work.emit('charge.failed', charge)
  work.emit('payment_intent.payment_failed', intent)
  return { outcome: 'declined', error: { ...error, payment_intent: intent } }
}

/** The intent waits for another card, and remembers what was wrong with this one. */
export function refused(work: Work, intent: PaymentIntent, error: Omit<ErrorBody, 'type'>): void {
  intent.last_payment_error = { ...error, type: 'card_error' } as PaymentIntent['last_payment_error']
  intent.payment_method = null
  intent.next_action = null
  intent.status = 'requires_payment_method'
  work.objects.save(intent)
}

function ask(work: Work, intent: PaymentIntent, { return_url, present }: AttemptOptions): Attempted {
  const url = `${work.url}/3ds/${intent.id}?client_secret=${intent.client_secret}`
  intent.status = 'requires_action'
  intent.next_action = return_url
    ? { type: 'redirect_to_url', redirect_to_url: { url, return_url } }
    : { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } }
  work.objects.hide(intent.id, { return_url: return_url ?? null, present })
  work.objects.save(intent)
  work.emit('payment_intent.requires_action', intent)
  return { outcome: 'requires_action' }
}
