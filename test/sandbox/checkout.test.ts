import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { answerBank, entry, failure, submit, useWorld } from './world.ts'

const world = useWorld()

const buying: Partial<Stripe.Checkout.SessionCreateParams> = {
  payment_intent_data: { setup_future_usage: 'off_session', metadata: { purchase: 'pur_1' } },
  invoice_creation: { enabled: true, invoice_data: { metadata: { purchase: 'pur_1' } } },
  metadata: { purchase: 'pur_1' },
}

const retrieve = (id: string) =>
  world.stripe.checkout.sessions.retrieve(id, {
    expand: [
      'payment_intent.payment_method',
      'payment_intent.latest_charge',
      'invoice.payments',
      'customer',
      'line_items',
    ],
  })

describe('a first purchase', () => {
  test('is paid on the hosted page, saves the card, and has an invoice', async () => {
    const customer = await world.stripe.customers.create({ email: 'first@example.com' })
    const session = await world.checkout({ ...buying, customer: customer.id })
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 5000,
      payment_intent: null,
    })
    expect(session.url).toContain(`${world.sandbox.url}/c/pay/${session.id}`)

    const page = await (await fetch(session.url ?? '')).text()
    expect(page).toContain('$50.00')
    expect(page).toContain('first@example.com')
    const done = await submit(session.url, entry('4242 4242 4242 4242'))
    expect(done.status).toBe(303)
    expect(done.headers.get('location')).toBe(`http://shop.test/done?session=${session.id}`)

    const paid = await retrieve(session.id)
    expect(paid).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      metadata: { purchase: 'pur_1' },
    })
    const intent = paid.payment_intent as Stripe.PaymentIntent
    expect(intent).toMatchObject({
      status: 'succeeded',
      amount_received: 5000,
      metadata: { purchase: 'pur_1' },
    })
    expect(intent.latest_charge).toMatchObject({ paid: true, amount: 5000, metadata: { purchase: 'pur_1' } })
    const invoice = paid.invoice as Stripe.Invoice
    expect(invoice).toMatchObject({
      status: 'paid',
      total: 5000,
      amount_due: 5000,
      metadata: { purchase: 'pur_1' },
    })
    expect(invoice.payments?.data[0]?.payment.payment_intent).toBe(intent.id)
    expect(paid.line_items?.data[0]).toMatchObject({
      quantity: 2,
      amount_total: 5000,
      description: 'Credits',
    })

    // Saved, and fit to be charged while the buyer is away.
    const saved = intent.payment_method as Stripe.PaymentMethod
    expect(saved.customer).toBe(customer.id)
    expect(await world.charge(700, customer.id, saved.id)).toMatchObject({ status: 'succeeded' })
  })

  test('makes a customer where there was none', async () => {
    const session = await world.checkout(buying)
    await submit(session.url, entry('5555555555554444', { email: 'new@example.com' }))
    const paid = await retrieve(session.id)
    expect(paid.customer).toMatchObject({ email: 'new@example.com' })
    expect(paid.customer_details).toMatchObject({ email: 'new@example.com', name: 'Ada Lovelace' })
  })

  test('happens once, however many browsers send the form', async () => {
    const session = await world.checkout(buying)
    const card = entry('4242424242424242')
    const all = await Promise.all([1, 2, 3].map(() => submit(session.url, card)))
    expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 303])
    const { payment_intent } = await retrieve(session.id)
    const charges = await world.stripe.charges.list({
      payment_intent: (payment_intent as Stripe.PaymentIntent).id,
    })
    expect(charges.data).toHaveLength(1)
  })
})

describe('the hosted page', () => {
  test.each([
    ['4000 0000 0000 0002', 'Your card was declined.'],
    ['4000 0000 0000 9995', 'Your card has insufficient funds.'],
    ['4000 0000 0000 0069', 'Your card has expired.'],
    ['4242 4242 4242 4241', 'Your card number is incorrect.'],
    ['4111 1111 1111 1111', 'takes only test cards'],
    ['', 'Enter your card number.'],
  ])('says what is wrong with %s, and can be tried again', async (card, text) => {
    const session = await world.checkout(buying)
    const refused = await submit(session.url, entry(card))
    expect(refused.status).toBe(402)
    expect((await refused.text()).replaceAll('&#39;', "'")).toContain(text)
    expect((await submit(session.url, entry('378282246310005'))).status).toBe(303)
    expect((await retrieve(session.id)).status).toBe('complete')
  })

  test('escapes what it shows', async () => {
    const session = await world.checkout({ customer_email: 'a@example.com' })
    const refused = await submit(session.url, entry('', { name: '"><script>alert(1)</script>' }))
    expect(await refused.text()).not.toContain('<script>alert(1)')
  })

  test('goes by way of the bank for 3-D Secure', async () => {
    const session = await world.checkout(buying)
    const sent = await submit(session.url, entry('4000 0025 0000 3155'))
    const bank = sent.headers.get('location') ?? ''
    expect(bank).toContain('/3ds/pi_')
    expect((await retrieve(session.id)).status).toBe('open')

    const refused = await fetch(await answerBank(bank, 'refuse'))
    expect(await refused.text()).toContain('unable to authenticate')
    const again = await submit(session.url, entry('4000 0000 0000 3220'))
    const back = await answerBank(again.headers.get('location'), 'confirm')
    expect(back).toContain('redirect_status=succeeded')
    expect(await retrieve(session.id)).toMatchObject({ status: 'complete', payment_status: 'paid' })
    // As after any other payment, the buyer is sent on.
    const gone = await fetch(back, { redirect: 'manual' })
    expect(gone.headers.get('location')).toBe(`http://shop.test/done?session=${session.id}`)
  })

  test('saves a card without charging it', async () => {
    const customer = await world.stripe.customers.create({ email: 'saver@example.com' })
    const session = await world.checkout({
      mode: 'setup',
      currency: 'usd',
      customer: customer.id,
      line_items: undefined as never,
    })
    const sent = await submit(session.url, entry('4000002500003155'))
    await answerBank(sent.headers.get('location'), 'confirm')
    const done = await world.stripe.checkout.sessions.retrieve(session.id, { expand: ['setup_intent'] })
    expect(done).toMatchObject({ status: 'complete', payment_status: 'no_payment_required' })
    expect(done.setup_intent).toMatchObject({ status: 'succeeded' })
    const { payment_method } = done.setup_intent as Stripe.SetupIntent
    // Set up, so the bank does not ask again.
    expect(await world.charge(500, customer.id, String(payment_method))).toMatchObject({
      status: 'succeeded',
    })
    expect(await world.stripe.charges.list({ customer: customer.id })).toMatchObject({
      data: [{ amount: 500 }],
    })
  })
})

describe('a session that is not completed', () => {
  test('expires by the API, and then takes no card', async () => {
    const session = await world.checkout(buying)
    expect(await world.stripe.checkout.sessions.expire(session.id)).toMatchObject({
      status: 'expired',
      url: null,
    })
    const late = await submit(session.url, entry('4242424242424242'))
    expect(await late.text()).toContain('has expired')
    expect((await retrieve(session.id)).payment_intent).toBeNull()
    expect(await failure(world.stripe.checkout.sessions.expire(session.id))).toMatchObject({
      statusCode: 400,
    })
  })

  test('expires when its time has come', async () => {
    const session = await world.checkout(buying)
    await submit(session.url, entry('4000000000000002'))
    await world.tell('POST', '/clock', { advance_seconds: 25 * 3600 })
    const expired = await retrieve(session.id)
    expect(expired.status).toBe('expired')
    expect(expired.payment_intent).toMatchObject({ status: 'canceled' })
    expect(await world.taken('checkout.session.expired')).toContain('checkout.session.expired')
  })
})

describe('automatic tax', () => {
  test('comes on top once a rate is switched on', async () => {
    const customer = await world.stripe.customers.create({
      email: 't@example.com',
      address: { country: 'DE' },
    })
    const taxed = { ...buying, customer: customer.id, automatic_tax: { enabled: true } }
    expect(await world.checkout(taxed)).toMatchObject({
      amount_total: 5000,
      total_details: { amount_tax: 0 },
    })
    await world.tell('PUT', '/tax', { rate_bps: 1900, country: 'DE' })
    const session = await world.checkout(taxed, 1999)
    expect(session).toMatchObject({
      amount_subtotal: 3998,
      amount_total: 4758,
      total_details: { amount_tax: 760 },
    })
    await submit(session.url, entry('4242424242424242'))
    const { invoice } = await retrieve(session.id)
    expect(invoice).toMatchObject({
      subtotal: 3998,
      total: 4758,
      amount_paid: 4758,
      total_excluding_tax: 3998,
    })
    expect((invoice as Stripe.Invoice).total_taxes).toMatchObject([{ amount: 760, taxable_amount: 3998 }])

    await world.tell('PUT', '/tax', { rate_bps: 1900, country: 'DE', inclusive: true })
    expect(await world.checkout(taxed)).toMatchObject({
      amount_total: 5000,
      total_details: { amount_tax: 798 },
    })
    const nowhere = await world.stripe.customers.create({})
    expect(await failure(world.checkout({ ...taxed, customer: nowhere.id }))).toMatchObject({
      code: 'customer_tax_location_invalid',
    })
    await world.tell('DELETE', '/tax')
  })
})
