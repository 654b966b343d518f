import type Stripe from 'stripe'
import type { Failure } from '../../core/purchases/facts.ts'
import { chargeOf } from './seen.ts'

/** What the bank must not be heard to say: whoever holds a stolen card learns no more than that it was declined. */
const DISCREET = new Set([
  'fraudulent',
  'generic_decline',
  'lost_card',
  'merchant_blacklist',
  'pickup_card',
  'restricted_card',
  'security_violation',
  'stolen_card',
])

const SAID = 'The card was declined.'

/** The bank wants its customer to confirm, which can be done on a hosted page. */
const CONFIRMING = new Set(['authentication_required', 'payment_intent_authentication_failure'])

interface Said {
  readonly code?: string | null | undefined
  readonly decline_code?: string | null | undefined
  readonly message?: string | null | undefined
}

/** Why an intent is not paid; the charge remembers it where the intent forgot. */
function saidOf(intent: Stripe.PaymentIntent): Said | null {
  if (intent.last_payment_error) return intent.last_payment_error
  const charge = chargeOf(intent)
  if (charge?.status !== 'failed') return null
  const { failure_code: code, failure_message: message, outcome } = charge
  // Where it was no bank that declined, the reason is our own side's and nobody's business.
  return { code, message, decline_code: outcome?.type === 'issuer_declined' ? outcome.reason : null }
}

export const wantsOwner = (intent: Stripe.PaymentIntent): boolean => {
  const said = saidOf(intent)
  return CONFIRMING.has(said?.code ?? '') || CONFIRMING.has(said?.decline_code ?? '')
}

export function declineOf(intent: Stripe.PaymentIntent | null): Failure | null {
  const said = intent && saidOf(intent)
  if (!said) return null
  const { code, decline_code, message } = said
  if (DISCREET.has(decline_code ?? '')) return { code: 'card_declined', message: SAID }
  const told = code === 'card_declined' ? (decline_code ?? code) : code
  return { code: told ?? 'card_declined', message: message ?? SAID }
}
