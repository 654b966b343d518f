import { stepOf } from '../amounts.ts'
import { malformed, missing, refuse } from '../errors.ts'
import { newId } from '../ids.ts'
import { secretOf } from '../payment-methods/method.ts'
import type { Metadata, PaymentIntent } from '../wire.ts'
import type { Work } from '../work.ts'

export interface IntentDetails {
  amount: number
  currency: string
  allowed_payment_method_types?: PaymentIntent['allowed_payment_method_types']
  customer?: string | null
  description?: string | null
  metadata?: Metadata
  payment_method?: string | null
  receipt_email?: string | null
  setup_future_usage?: 'off_session' | 'on_session' | null
  capture_method?: PaymentIntent['capture_method']
  confirmation_method?: PaymentIntent['confirmation_method']
  automatic_payment_methods?: PaymentIntent['automatic_payment_methods']
  statement_descriptor?: string | null
  statement_descriptor_suffix?: string | null
}

export function newIntent(work: Work, details: IntentDetails): PaymentIntent {
  checkAmount(details.amount, details.currency)
  const id = newId('pi')
  const intent: PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: details.allowed_payment_method_types ?? null,
    amount: details.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: details.automatic_payment_methods ?? null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: details.capture_method ?? 'automatic_async',
    client_secret: secretOf(id),
    confirmation_method: details.confirmation_method ?? 'automatic',
    created: work.now,
    currency: details.currency,
    customer: details.customer ?? null,
    customer_account: null,
    description: details.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: details.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: details.payment_method ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: details.receipt_email ?? null,
    review: null,
    setup_future_usage: details.setup_future_usage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: details.statement_descriptor ?? null,
    statement_descriptor_suffix: details.statement_descriptor_suffix ?? null,
    status: details.payment_method ? 'requires_confirmation' : 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  }
  work.objects.add(intent, { invoice: null, session: null, return_url: null, present: true })
  work.emit('payment_intent.created', intent)
  return intent
}

export function intentOf({ objects }: Work, id: string, param = 'payment_intent'): PaymentIntent {
  const intent = objects.find('payment_intent', id)
  if (intent === undefined) throw missing('payment_intent', id, param, param === 'id' ? 404 : 400)
  return intent
}

/** The least that can be charged, in the smallest unit. */
const LEAST: Record<string, number> = {
  usd: 50,
  eur: 50,
  gbp: 30,
  chf: 50,
  cad: 50,
  aud: 50,
  jpy: 50,
  inr: 50,
}
const MOST = 99_999_999

export function checkAmount(amount: number, currency: string): void {
  if (!/^[a-z]{3}$/.test(currency))
    throw malformed(`Invalid currency: ${currency}`, 'parameter_invalid', 'currency')
  const least = LEAST[currency] ?? 50
  const shown = (value: number) => `${(value / 100).toFixed(2)} ${currency}`
  if (amount < least) throw refuse(`Amount must be at least ${shown(least)}.`, 'amount_too_small', 'amount')
  if (amount > MOST) throw refuse(`Amount must be no more than ${shown(MOST)}.`, 'amount_too_large', 'amount')
  checkStep(amount, currency)
}

/** Nobody moves less than a whole step of a currency, neither there nor back. */
export function checkStep(amount: number, currency: string): void {
  const step = stepOf(currency)
  if (amount % step === 0) return
  const name = currency.toUpperCase()
  throw refuse(
    step === 100
      ? `Invalid amount. Currency ${name} has become effectively zero-decimal and charged amounts must be evenly divisible by 100. See https://stripe.com/docs/currencies#special-cases for more information.`
      : `Invalid amount. The last digit of an amount in ${name} must be 0. See https://stripe.com/docs/currencies#three-decimal for more information.`,
    step === 100 ? 'invalid_charge_amount_no_decimal_compatible' : 'invalid_charge_amount',
    'amount',
  )
}

export function unexpectedState(intent: PaymentIntent, deed: string): Error {
  const message = `You cannot ${deed} this PaymentIntent because it has a status of ${intent.status}.`
  return refuse(message, 'payment_intent_unexpected_state')
}
