import { chargeFee, newTransaction } from '../balance/transaction.ts'
import type { Decline } from '../cards/declines.ts'
import { missing } from '../errors.ts'
import { newId, random } from '../ids.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../wire.ts'
import type { Work } from '../work.ts'

export interface ChargeAttempt {
  method: PaymentMethod
  decline?: Decline | undefined
  authenticated: boolean
  captured: boolean
}

/** One attempt to take money, whether it succeeds or is declined. */
export function newCharge(work: Work, intent: PaymentIntent, attempt: ChargeAttempt): Charge {
  const { decline, method, captured } = attempt
  const { amount, currency } = intent
  const paid = decline === undefined
  const id = newId('ch')
  const charge: Charge = {
    id,
    object: 'charge',
    amount,
    amount_captured: paid && captured ? amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: structuredClone(method.billing_details),
    calculated_statement_descriptor: 'SCRIP SANDBOX',
    captured: paid && captured,
    created: work.now,
    currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: outcomeOf(decline),
    paid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { card: cardDetails(intent, attempt), type: 'card' },
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: paid ? `${work.url}/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: paid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  }
  if (charge.captured) charge.balance_transaction = collected(work, charge)
  return work.objects.add(charge)
}

/** Enters what was taken into the balance. */
export function collected(work: Work, charge: Charge): string {
  const amount = charge.amount_captured
  const { currency, id: source, description } = charge
  const movement = {
    type: 'charge',
    reporting_category: 'charge',
    amount,
    currency,
    source,
    description,
  } as const
  return newTransaction(work, { ...movement, fee: chargeFee(amount) }).id
}

function outcomeOf(decline: Decline | undefined): Charge['outcome'] {
  const common = { network_advice_code: null, risk_level: 'normal', risk_score: 32 }
  if (decline === undefined)
    return {
      ...common,
      advice_code: null,
      network_decline_code: null,
      network_status: 'approved_by_network',
      reason: null,
      seller_message: 'Payment complete.',
      type: 'authorized',
    }
  return {
    ...common,
    advice_code: decline.advice_code ?? null,
    network_decline_code: decline.network_decline_code ?? null,
    network_status: 'declined_by_network',
    reason: decline.decline_code ?? decline.code,
    seller_message: `The bank declined the payment: ${decline.decline_code ?? decline.code}.`,
    type: 'issuer_declined',
  }
}

type CardDetails = NonNullable<NonNullable<Charge['payment_method_details']>['card']>

function cardDetails(intent: PaymentIntent, { method, authenticated, decline }: ChargeAttempt): CardDetails {
  const card = method.card
  if (card === undefined) throw new Error(`${method.id} is no card`)
  return {
    amount_authorized: decline === undefined ? intent.amount : null,
    authorization_code: decline === undefined ? '123456' : null,
    brand: card.brand,
    checks:
      card.checks === null
        ? null
        : { ...card.checks, ...(card.checks.cvc_check ? { cvc_check: 'pass' } : {}) },
    country: card.country,
    electronic_commerce_indicator: authenticated ? '05' : null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    extended_authorization: { status: 'disabled' },
    fingerprint: card.fingerprint ?? null,
    funding: card.funding,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: decline === undefined ? random(15).toUpperCase() : null,
    overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
    regulated_status: card.regulated_status,
    three_d_secure: authenticated
      ? {
          authentication_flow: 'challenge',
          electronic_commerce_indicator: '05',
          exemption_indicator: null,
          result: 'authenticated',
          result_reason: null,
          transaction_id: random(24),
          version: '2.2.0',
        }
      : null,
    transaction_link_id: null,
    wallet: null,
  }
}

export function chargeOf({ objects }: Work, id: string, param = 'charge'): Charge {
  const charge = objects.find('charge', id)
  if (charge === undefined) throw missing('charge', id, param, param === 'id' ? 404 : 400)
  return charge
}
