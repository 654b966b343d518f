import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Order } from '../../src/core/purchases/payments.ts'
import { answerBank, entry, submit } from '../sandbox/world.ts'
import { LINES } from './bills.ts'
import {
  cardOrder,
  customerWith,
  orderFor,
  refundOf,
  type Subject,
  sandboxSubject,
  settled,
  unique,
} from './subject.ts'

/** What a buyer does on the hosted pages, which only the local Stripe lets a test do by HTTP. */

let subject: Subject
beforeAll(async () => {
  subject = await sandboxSubject()
})
afterAll(() => subject.close())

async function checkout(by: Subject = subject): Promise<Order> {
  const account = unique('acc')
  const customer = await by.payments.customer({ account, name: 'Ada', email: 'ada@example.com' })
  return orderFor(customer, account, { paying_by: 'checkout' })
}

const tell = (...told: Parameters<NonNullable<Subject['sandbox']>['tell']>) => subject.sandbox?.tell(...told)

describe('a first purchase', () => {
  test('is paid on the page, has an invoice, and saves the card for the next one', async () => {
    const order = await checkout()
    const { account, id } = order.purchase
    const open = await subject.payments.openCheckout(order)
    const done = await submit(open.page_url, entry('4242 4242 4242 4242'))
    expect(done.headers.get('location')).toBe(`http://scrip.test/checkout/${account}/${id}`)

    const paid = await subject.payments.look(settled(order, open))
    expect(paid).toMatchObject({
      payment: 'paid',
      checkout_session: open.checkout_session,
      subtotal_minor: 2500n,
      tax_minor: 0n,
      total_minor: 2500n,
      page_url: null,
      card: { brand: 'visa', last4: '4242' },
    })
    expect(paid.invoice?.pdf).toMatch(/^http/)
    const metadata = { scrip_account: account, scrip_purchase: id }
    const { data } = await subject.stripe.charges.list({ customer: order.customer })
    expect(data).toMatchObject([{ metadata, payment_intent: paid.payment_intent }])
    expect(await subject.stripe.invoices.retrieve(String(paid.invoice?.id))).toMatchObject({ metadata })

    // The card is the default now, and is charged without the buyer.
    const owner = await subject.stripe.customers.retrieve(order.customer)
    expect(owner).toMatchObject({ invoice_settings: { default_payment_method: paid.card?.id } })
    const [card] = await subject.payments.paymentMethods(order.customer)
    expect(card).toMatchObject({ id: paid.card?.id, is_default: true })
    const next = orderFor(order.customer, account, { payment_method: card?.id ?? null })
    expect(await subject.payments.charge(next)).toMatchObject({ payment: 'paid', checkout_session: null })
    const refunded = settled(order, paid)
    expect((await subject.payments.refund(refunded, refundOf(refunded, 500n))).refunds).toHaveLength(1)
  })

  test('is found without its id, and the default that was chosen stays', async () => {
    const order = await checkout()
    const open = await subject.payments.openCheckout(order)
    const { id } = await subject.stripe.paymentMethods.attach('pm_card_mastercard', {
      customer: order.customer,
    })
    await subject.payments.setDefault(order.customer, id)
    await submit(open.page_url, entry('4242424242424242'))
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'paid', card: { brand: 'visa' } })
    const methods = await subject.payments.paymentMethods(order.customer)
    expect(methods.map(({ brand, is_default }) => [brand, is_default])).toEqual([
      ['visa', false],
      ['mastercard', true],
    ])
  })

  test('stays open after a decline, and until the bank has confirmed', async () => {
    const order = await checkout()
    const { page_url } = await subject.payments.openCheckout(order)
    await submit(page_url, entry('4000000000000002'))
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'open', page_url })
    const sent = await submit(page_url, entry('4000000000003220'))
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'open', page_url })
    await answerBank(sent.headers.get('location'), 'confirm')
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'paid' })
  })

  test('that was paid can’t be abandoned', async () => {
    const order = await checkout()
    const open = await subject.payments.openCheckout(order)
    await submit(open.page_url, entry('4242424242424242'))
    expect(await subject.payments.abandon(settled(order, open))).toMatchObject({ payment: 'paid' })
  })

  test('expires by itself', async () => {
    const own = await sandboxSubject()
    const order = await checkout(own)
    const open = await own.payments.openCheckout(order)
    await own.sandbox?.tell('POST', '/clock', { advance_seconds: 25 * 3600 })
    expect(await own.payments.look(settled(order, open))).toMatchObject({
      payment: 'expired',
      page_url: null,
    })
    await own.close()
  })
})

describe('the test cards, saved and then charged', () => {
  test.each([
    ['pm_card_visa', 'paid', null],
    ['pm_card_mastercard', 'paid', null],
    ['pm_card_amex', 'paid', null],
    ['pm_card_chargeCustomerFail', 'failed', 'card_declined'],
    ['pm_card_authenticationRequired', 'action', null],
    ['pm_card_authenticationRequiredOnSetup', 'action', null],
    ['pm_card_createDispute', 'paid', null],
  ])('%s is %s', async (card, payment, code) => {
    const facts = await subject.payments.charge(await cardOrder(subject, card))
    expect(facts.payment).toBe(payment)
    expect(facts.failure?.code ?? null).toBe(code)
  })

  test.each([
    ['generic_decline', 'card_declined'],
    ['insufficient_funds', 'insufficient_funds'],
    ['expired_card', 'expired_card'],
    ['incorrect_cvc', 'incorrect_cvc'],
    ['processing_error', 'processing_error'],
    // Whoever holds it must not learn that it was reported.
    ['stolen_card', 'card_declined'],
    ['lost_card', 'card_declined'],
  ])('a bank that says %s is told as %s', async (decline_code, code) => {
    const order = await cardOrder(subject)
    await tell('POST', '/faults', { kind: 'decline', decline_code })
    const facts = await subject.payments.charge(order)
    expect(facts).toMatchObject({ payment: 'failed', failure: { code } })
    expect(JSON.stringify(facts.failure)).not.toMatch(/stolen|lost/)
    const { data } = await subject.stripe.charges.list({ customer: order.customer })
    expect(data.map(({ status }) => status)).toEqual(['failed'])
  })
})

describe('a card that wants its owner', () => {
  const asked = async () => {
    const order = await cardOrder(subject, 'pm_card_authenticationRequired')
    const facts = await subject.payments.charge(order)
    return settled(order, facts)
  }
  const toBank = async (order: Order) =>
    (await submit(order.purchase.facts.page_url, { answer: 'confirm' })).headers.get('location')

  test('is paid once the owner confirmed', async () => {
    const order = await asked()
    await answerBank(await toBank(order), 'confirm')
    const facts = await subject.payments.look(order)
    expect(facts).toMatchObject({ payment: 'paid', page_url: null, failure: null })
    expect(await subject.payments.charge(order)).toMatchObject({ payment: 'paid' })
    const { data } = await subject.stripe.charges.list({ customer: order.customer })
    expect(data).toMatchObject([{ paid: true, metadata: { scrip_purchase: order.purchase.id } }])
  })

  test('can still be paid after the owner refused, or tried a card that declines', async () => {
    const order = await asked()
    await answerBank(await toBank(order), 'refuse')
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'action' })
    await submit(order.purchase.facts.page_url, entry('4000000000000002'))
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'action' })
    expect(await subject.payments.charge(order)).toMatchObject({ payment: 'action' })
    await submit(order.purchase.facts.page_url, entry('5555555555554444'))
    expect(await subject.payments.look(order)).toMatchObject({
      payment: 'paid',
      card: { brand: 'mastercard' },
    })
  })
})

describe('with Stripe Tax switched on', () => {
  let taxed: Subject
  beforeAll(async () => {
    taxed = await sandboxSubject({ automatic_tax: true })
    await taxed.sandbox?.tell('PUT', '/tax', { rate_bps: 1900, country: 'DE' })
  })
  afterAll(() => taxed.close())

  const sums = { subtotal_minor: 2500n, tax_minor: 475n, total_minor: 2975n }

  test('a checkout’s sums are known once the buyer said where they are, and the next charge knows it', async () => {
    expect(taxed.payments.taxes).toBe(true)
    const order = await checkout(taxed)
    const open = await taxed.payments.openCheckout(order)
    expect(open).toMatchObject({ payment: 'open', subtotal_minor: null, tax_minor: null, total_minor: null })
    await submit(open.page_url, entry('4242424242424242', { country: 'DE', postal_code: '10115' }))
    const paid = await taxed.payments.look(settled(order, open))
    expect(paid).toMatchObject({ payment: 'paid', ...sums })
    const next = orderFor(order.customer, order.purchase.account, { payment_method: paid.card?.id ?? null })
    expect(await taxed.payments.charge(next)).toMatchObject({ payment: 'paid', ...sums })
    const { items } = await taxed.payments.invoices(order.customer, 10, null)
    expect(items).toMatchObject([sums, sums])
  })

  test.each(['card', 'invoice'] as const)(
    'a bill of several lines is taxed as a whole by %s',
    async (paying_by) => {
      const { account, card, customer } = await customerWith(taxed)
      await taxed.stripe.customers.update(customer, { address: { country: 'DE', postal_code: '10115' } })
      const more = paying_by === 'card' ? { payment_method: card } : { days_until_due: 14 }
      const facts = await taxed.payments.charge(
        orderFor(customer, account, { paying_by, lines: LINES, ...more }),
      )
      expect(facts).toMatchObject({ payment: paying_by === 'card' ? 'paid' : 'open', ...sums })
    },
  )

  test('a charge of somebody who is nowhere is refused, and leaves nothing behind', async () => {
    const { account, card, customer } = await customerWith(taxed)
    const order = orderFor(customer, account, { payment_method: card })
    await expect(taxed.payments.charge(order)).rejects.toMatchObject({ code: 'purchase_refused' })
    expect((await taxed.payments.invoices(customer, 10, null)).items).toEqual([])
  })
})

describe('a dispute that the bank decides', () => {
  test.each(['won', 'lost'] as const)('is %s', async (status) => {
    const made = await cardOrder(subject)
    const order = settled(made, await subject.payments.charge(made))
    const { payment_intent } = order.purchase.facts
    const dispute = (await tell('POST', '/disputes', { payment_intent, amount: 400 })) as { id: string }
    const open = await subject.payments.look(order)
    expect(open.dispute).toMatchObject({ id: dispute.id, status: 'open', amount_minor: 400n })
    await tell('POST', `/disputes/${dispute.id}/close`, { status })
    expect((await subject.payments.look(settled(order, open))).dispute).toMatchObject({ status })
  })
})
