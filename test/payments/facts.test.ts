import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { factsOf } from '../../src/payments/stripe/facts.ts'
import { NOTHING, payingOf, type Seen } from '../../src/payments/stripe/seen.ts'
import { orderFor, settled } from './subject.ts'

/** What the local Stripe never answers, and Stripe does. The objects carry no more than is looked at. */

const order = orderFor('cus_1', 'acc_1')
const asked = settled(order, { ...order.purchase.facts, asked_at: Date.now(), payment: 'action' })

const facts = (seen: Partial<Record<keyof Seen, unknown>>, of = order) =>
  factsOf({ ...NOTHING, ...seen } as Seen, of, 1)

const intent = (more: object = {}) => ({
  id: 'pi_1',
  status: 'requires_payment_method',
  last_payment_error: null,
  latest_charge: null,
  ...more,
})

const invoice = (status: string, more: object = {}) => ({
  id: 'in_1',
  status,
  number: 'A-1',
  total: 2500,
  amount_due: 2500,
  total_taxes: [],
  starting_balance: 0,
  ending_balance: 0,
  status_transitions: { paid_at: null },
  ...more,
})

describe('an invoice', () => {
  test('that is only owed is not paid, though Stripe calls it so', () => {
    const owed = invoice('paid', { ending_balance: 30 })
    expect(facts({ invoice: owed })).toMatchObject({
      payment: 'failed',
      failure: { code: 'amount_too_small' },
    })
    expect(facts({ invoice: invoice('paid', { starting_balance: -2500 }) })).toMatchObject({
      payment: 'paid',
    })
  })

  test.each([
    ['draft', 'open', null],
    ['void', 'failed', 'abandoned'],
    ['uncollectible', 'failed', 'abandoned'],
  ])('that is %s is %s', (status, payment, code) => {
    const seen = facts({ invoice: invoice(status), intent: intent() })
    expect(seen.payment).toBe(payment)
    expect(seen.failure?.code ?? null).toBe(code)
  })

  test.each([
    ['draft', 'none', null],
    ['open', 'open', 'https://pay.test/i'],
    ['void', 'expired', null],
    ['uncollectible', 'expired', null],
  ])('that was sent and is %s is %s', (status, payment, page_url) => {
    const sent = invoice(status, {
      collection_method: 'send_invoice',
      hosted_invoice_url: 'https://pay.test/i',
    })
    // Whoever pays it there may be asked by a bank, and the page stays what it is.
    for (const one of [intent(), intent({ status: 'requires_action' })])
      expect(facts({ invoice: sent, intent: one })).toMatchObject({ payment, page_url })
  })

  test('is paid as soon as its intent is, processing while the bank thinks', () => {
    const open = invoice('open')
    const all = intent({ status: 'succeeded', amount_received: 2500 })
    expect(facts({ invoice: open, intent: all }).payment).toBe('paid')
    expect(facts({ invoice: open, intent: intent({ status: 'processing' }) }).payment).toBe('processing')
  })

  test('is not paid by an intent that paid a part of it', () => {
    const part = intent({ status: 'succeeded', amount_received: 2499 })
    const sent = { collection_method: 'send_invoice', hosted_invoice_url: 'https://pay.test/i' }
    const open = facts({ invoice: invoice('open', sent), intent: part })
    expect(open).toMatchObject({
      payment: 'open',
      failure: null,
      page_url: 'https://pay.test/i',
      paid_at: null,
    })
    const asking = facts({ invoice: invoice('open', sent), intent: part }, asked)
    expect(asking.payment).toBe('open')
    expect(facts({ invoice: invoice('open'), intent: part }, asked).payment).toBe('action')
    expect(facts({ invoice: invoice('uncollectible', sent), intent: part }).payment).toBe('expired')
    const more = invoice('open', { amount_due: 3000 })
    const total = intent({ status: 'succeeded', amount_received: 2500 })
    expect(facts({ invoice: more, intent: total }).payment).toBe('open')
    expect(facts({ invoice: invoice('paid'), intent: part }).payment).toBe('paid')
  })

  test('that waits is paid by what was made with it, one that is paid by what paid the most', () => {
    const payment = (id: string, status: string, amount_paid: number | null, is_default = false) =>
      ({ status, amount_paid, is_default, payment: { payment_intent: id } }) as Stripe.InvoicePayment
    const parts = [payment('pi_part', 'paid', 700), payment('pi_usual', 'open', null, true)]
    const by = (payments: Stripe.InvoicePayment[], status: string) =>
      payingOf(payments, invoice(status) as unknown as Stripe.Invoice)?.payment.payment_intent
    expect(by(parts, 'open')).toBe('pi_usual')
    expect(by([...parts, payment('pi_more', 'paid', 1800)], 'paid')).toBe('pi_more')
    expect(by([payment('pi_usual', 'canceled', null, true)], 'void')).toBe('pi_usual')
  })

  test('that wants the card’s owner waits, however the bank says so', () => {
    const last_payment_error = { code: 'card_declined', decline_code: 'authentication_required' }
    expect(facts({ invoice: invoice('open'), intent: intent({ last_payment_error }) }).payment).toBe('action')
    expect(facts({ invoice: invoice('void'), intent: intent({ status: 'canceled' }) }, asked).payment).toBe(
      'expired',
    )
  })
})

describe('a decline', () => {
  const after = (failure_code: string, outcome: object) =>
    facts({
      invoice: invoice('void'),
      intent: intent({
        status: 'canceled',
        latest_charge: { id: 'ch_1', status: 'failed', failure_code, failure_message: 'No.', outcome },
      }),
    }).failure

  test('is remembered by the charge where the intent forgot it', () => {
    const bank = (reason: string) => after('card_declined', { type: 'issuer_declined', reason })
    expect(bank('insufficient_funds')).toEqual({ code: 'insufficient_funds', message: 'No.' })
    expect(bank('stolen_card')).toEqual({ code: 'card_declined', message: 'The card was declined.' })
    expect(after('expired_card', { type: 'issuer_declined', reason: 'expired_card' })?.code).toBe(
      'expired_card',
    )
    expect(after('card_declined', { type: 'blocked', reason: 'highest_risk_level' })?.code).toBe(
      'card_declined',
    )
  })
})

test.each([
  ['succeeded', 'succeeded'],
  ['pending', 'pending'],
  ['requires_action', 'pending'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
])('a refund that is %s is %s', (status, told) => {
  const refunds = [{ id: 're_1', amount: 5, created: 1, metadata: null, reason: null, status }]
  expect(facts({ refunds }).refunds).toMatchObject([{ status: told, refund: null, amount_minor: 5n }])
})

describe('a dispute', () => {
  const dispute = (status: string, more: Partial<Stripe.Dispute> = {}) => ({
    id: `du_${status}`,
    amount: 5,
    currency: 'usd',
    reason: 'fraudulent',
    created: 1,
    balance_transactions: [],
    status,
    ...more,
  })
  const told = (...disputes: object[]) => facts({ disputes }).dispute?.status ?? null
  const withdrawn = [{ amount: -5 }] as Stripe.BalanceTransaction[]

  test.each([
    ['needs_response', 'open'],
    ['under_review', 'open'],
    ['appeal_under_review', 'open'],
    ['won', 'won'],
    ['lost', 'lost'],
    ['charge_refunded', 'won'],
    ['prevented', 'won'],
    ['warning_needs_response', null],
    ['warning_under_review', null],
    ['warning_closed', null],
  ])('that is %s is %s', (status, expected) => {
    expect(told(dispute(status))).toBe(expected)
  })

  test('that was prevented is lost where the money went', () => {
    expect(told(dispute('prevented', { balance_transactions: withdrawn }))).toBe('lost')
  })

  test('that is open counts before one that is over, and the last before the others', () => {
    expect(told(dispute('won', { created: 9 }), dispute('needs_response'))).toBe('open')
    expect(told(dispute('won', { created: 1 }), dispute('lost', { created: 2 }))).toBe('lost')
  })
})
