import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { answerBank, entry, failure, submit, useWorld } from './world.ts'

const world = useWorld()

describe('an invoice', () => {
  test('is paid off-session with the card that is named', async () => {
    const { customer, method } = await world.customerWith()
    const open = await world.invoice(customer.id, 4200, {
      metadata: { purchase: 'pur_2' },
      auto_advance: false,
    })
    expect(open).toMatchObject({
      status: 'open',
      amount_due: 4200,
      attempt_count: 0,
      metadata: { purchase: 'pur_2' },
    })
    const paid = await world.stripe.invoices.pay(open.id, {
      payment_method: method.id,
      off_session: true,
      expand: ['payments'],
    })
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 4200, amount_remaining: 0, attempt_count: 1 })
    const intent = String(paid.payments?.data[0]?.payment.payment_intent)
    const { data } = await world.stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intent },
    })
    expect(data).toMatchObject([{ invoice: open.id, status: 'paid', amount_paid: 4200 }])
    expect(await failure(world.stripe.invoices.pay(open.id))).toMatchObject({
      message: 'Invoice is already paid.',
    })
    await world.taken('invoice.paid', 'invoice_payment.paid')
    expect(world.events.filter(({ type }) => type === 'invoice.paid')).toHaveLength(1)
  })

  test('is paid in parts by other intents, and its own asks for what is left', async () => {
    const { customer, method } = await world.customerWith()
    const open = await world.invoice(customer.id, 4200)
    const part = async (amount: number) => {
      const { id } = await world.stripe.paymentIntents.create({
        amount,
        currency: 'usd',
        customer: customer.id,
        payment_method: method.id,
        allowed_payment_method_types: ['card'],
        confirm: true,
      })
      return world.stripe.invoices.attachPayment(open.id, { payment_intent: id })
    }
    expect(await part(1200)).toMatchObject({ status: 'open', amount_paid: 1200, amount_remaining: 3000 })
    expect(await failure(part(3001))).toMatchObject({ message: expect.stringContaining('amount_remaining') })
    expect(await failure(world.stripe.invoices.voidInvoice(open.id))).toMatchObject({
      message: expect.stringContaining('paid payments'),
    })
    await world.stripe.invoices.pay(open.id, { payment_method: method.id })
    const { data } = await world.stripe.invoicePayments.list({ invoice: open.id })
    expect(data).toMatchObject([
      { is_default: false, status: 'paid', amount_paid: 1200 },
      { is_default: true, status: 'paid', amount_paid: 3000 },
    ])
    const whole = await world.stripe.invoices.retrieve(open.id)
    expect(whole).toMatchObject({ status: 'paid', amount_paid: 4200, amount_remaining: 0 })
  })

  test('is paid with the customer’s default card, and needs one', async () => {
    const { customer } = await world.customerWith('pm_card_mastercard')
    const open = await world.invoice(customer.id, 1000)
    expect((await world.stripe.invoices.pay(open.id)).status).toBe('paid')
    const bare = await world.stripe.customers.create({})
    const second = await world.invoice(bare.id, 1000)
    expect(await failure(world.stripe.invoices.pay(second.id))).toBeInstanceOf(
      Stripe.errors.StripeInvalidRequestError,
    )
  })

  test('stays open when the card is declined', async () => {
    const { customer, method } = await world.customerWith('pm_card_chargeCustomerFail')
    const open = await world.invoice(customer.id, 900)
    const error = await failure(world.stripe.invoices.pay(open.id, { payment_method: method.id }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError)
    expect(error).toMatchObject({ code: 'card_declined', decline_code: 'generic_decline', statusCode: 402 })
    expect(error.payment_intent).toMatchObject({ status: 'requires_payment_method' })
    expect(await world.stripe.invoices.retrieve(open.id)).toMatchObject({
      status: 'open',
      attempt_count: 1,
      attempted: true,
    })
    expect(await world.taken('invoice.payment_failed')).toContain('invoice.payment_failed')
  })

  test('that needs 3-D Secure ends on its hosted page', async () => {
    const { customer, method } = await world.customerWith('pm_card_authenticationRequired')
    const open = await world.invoice(customer.id, 900)
    const error = await failure(world.stripe.invoices.pay(open.id, { payment_method: method.id }))
    expect(error).toMatchObject({ code: 'invoice_payment_intent_requires_action', statusCode: 402 })
    expect(error.payment_intent).toMatchObject({ status: 'requires_action' })
    const page = await (await fetch(open.hosted_invoice_url ?? '')).text()
    expect(page).toContain('Your bank wants you to confirm this payment.')
    const bank = await submit(open.hosted_invoice_url, { answer: 'confirm' })
    const back = await answerBank(bank.headers.get('location'), 'confirm')
    expect(back).toContain(open.hosted_invoice_url)
    expect(await world.stripe.invoices.retrieve(open.id)).toMatchObject({ status: 'paid', amount_paid: 900 })
  })

  test('can be paid on its hosted page, after a decline there', async () => {
    const customer = await world.stripe.customers.create({ email: 'payer@example.com' })
    const open = await world.invoice(customer.id, 12_345)
    const refused = await submit(open.hosted_invoice_url, entry('4000000000009995'))
    expect(await refused.text()).toContain('insufficient funds')
    expect((await submit(open.hosted_invoice_url, entry('4242424242424242'))).status).toBe(303)
    expect(await (await fetch(open.hosted_invoice_url ?? '')).text()).toContain('Paid on')
    expect((await fetch(`${open.hosted_invoice_url}x`)).status).toBe(404)
  })

  test('has a PDF', async () => {
    const customer = await world.stripe.customers.create({ name: 'Zoë (Ltd)', email: 'z@example.com' })
    const open = await world.invoice(customer.id, 500)
    const response = await fetch(open.invoice_pdf ?? '')
    expect(response.headers.get('content-type')).toBe('application/pdf')
    const text = Buffer.from(await response.arrayBuffer()).toString('latin1')
    expect(text.slice(0, 8)).toBe('%PDF-1.4')
    expect(text).toContain('(Zo\xeb \\(Ltd\\), z@example.com)')
    expect(text).toContain(`(${open.number})`)
    // The table of offsets is what a reader goes by.
    const start = Number(/startxref\n(\d+)/.exec(text)?.[1])
    expect(text.slice(start, start + 4)).toBe('xref')
    const offsets = [...text.slice(start).matchAll(/(\d{10}) 00000 n/g)].map(([, at]) => Number(at))
    offsets.forEach((at, index) => {
      expect(text.slice(at, at + 8)).toContain(`${index + 1} 0 obj`)
    })
  })

  test('adds its items up exactly, and taxes them', async () => {
    const customer = await world.stripe.customers.create({ address: { country: 'DE' } })
    const product = await world.stripe.products.create({ name: 'Credits' })
    const draft = await world.stripe.invoices.create({
      customer: customer.id,
      automatic_tax: { enabled: true },
    })
    const add = (unit: string, quantity: number) =>
      world.stripe.invoiceItems.create({
        customer: customer.id,
        invoice: draft.id,
        price_data: { currency: 'usd', product: product.id, unit_amount_decimal: Stripe.Decimal.from(unit) },
        quantity,
      })
    await add('0.5', 1)
    await add('1.25', 30)
    await add('499.999999', 100)
    await world.tell('PUT', '/tax', { rate_bps: 825 })
    const open = await world.stripe.invoices.finalizeInvoice(draft.id)
    await world.tell('DELETE', '/tax')
    expect(open.lines.data.map(({ amount }) => amount)).toEqual([1, 38, 50_000])
    expect(open).toMatchObject({ subtotal: 50_039, total: 54_167, total_excluding_tax: 50_039 })
    expect(open.lines.data[2]?.pricing?.unit_amount_decimal?.toString()).toBe('499.999999')
  })

  test('takes something off by an item below zero, and taxes what is left', async () => {
    const customer = await world.stripe.customers.create({ address: { country: 'DE' } })
    const draft = await world.stripe.invoices.create({
      customer: customer.id,
      automatic_tax: { enabled: true },
    })
    await world.tell('PUT', '/tax', { rate_bps: 1900 })
    for (const amount of [10_000, -4000])
      await world.stripe.invoiceItems.create({
        customer: customer.id,
        invoice: draft.id,
        amount,
        currency: 'usd',
        tax_behavior: 'exclusive',
      })
    const open = await world.stripe.invoices.finalizeInvoice(draft.id)
    await world.tell('DELETE', '/tax')
    expect(open).toMatchObject({ subtotal: 6000, total: 7140, amount_due: 7140 })
    const page = await (await fetch(open.hosted_invoice_url ?? '')).text()
    for (const text of ['-$40.00', 'Pay $71.40']) expect(page).toContain(text)
  })

  test('is sent, which finalizes it, and is paid on its page', async () => {
    const { customer } = await world.customerWith()
    const sending = { collection_method: 'send_invoice', days_until_due: 30 } as const
    const draft = await world.stripe.invoices.create({ customer: customer.id, ...sending })
    const item = { customer: customer.id, invoice: draft.id, amount: 1500, currency: 'usd' }
    await world.stripe.invoiceItems.create(item)
    const sent = await world.stripe.invoices.sendInvoice(draft.id, { expand: ['payments'] })
    expect(sent).toMatchObject({ status: 'open', amount_due: 1500, auto_advance: false })
    expect(sent.payments?.data).toHaveLength(1)
    expect(await world.taken('invoice.sent')).toContain('invoice.sent')
    // Again: a reminder.
    expect(await world.stripe.invoices.sendInvoice(draft.id)).toMatchObject({ status: 'open' })
    expect((await submit(sent.hosted_invoice_url, entry('4242424242424242'))).status).toBe(303)
    expect(await world.stripe.invoices.retrieve(draft.id)).toMatchObject({
      status: 'paid',
      amount_paid: 1500,
    })
  })

  test('is sent only to somebody who has an address, where it is to be sent', async () => {
    const { customer } = await world.customerWith()
    const charged = await world.invoice(customer.id, 800)
    expect(await failure(world.stripe.invoices.sendInvoice(charged.id))).toMatchObject({ statusCode: 400 })
    const nobody = await world.stripe.customers.create({})
    const sending = { collection_method: 'send_invoice', days_until_due: 30 } as const
    const refused = await failure(world.stripe.invoices.create({ customer: nobody.id, ...sending }))
    expect(refused.message).toContain('Missing email')
    const open = await world.invoice(customer.id, 800, sending)
    await world.stripe.invoices.voidInvoice(open.id)
    expect(await failure(world.stripe.invoices.sendInvoice(open.id))).toMatchObject({ statusCode: 400 })
  })

  test('is voided, and then can’t be paid', async () => {
    const { customer } = await world.customerWith()
    const open = await world.invoice(customer.id, 800)
    const voided = await world.stripe.invoices.voidInvoice(open.id, {
      expand: ['payments.data.payment.payment_intent'],
    })
    expect(voided.status).toBe('void')
    expect(voided.payments?.data[0]?.payment.payment_intent).toMatchObject({ status: 'canceled' })
    expect((await failure(world.stripe.invoices.pay(open.id))).statusCode).toBe(400)
    expect((await failure(world.stripe.invoices.voidInvoice(open.id))).statusCode).toBe(400)
  })

  test('is finalized and collected by itself an hour later, if it is to be', async () => {
    const { customer } = await world.customerWith()
    const draft = await world.stripe.invoices.create({ customer: customer.id, auto_advance: true })
    await world.stripe.invoiceItems.create({
      customer: customer.id,
      invoice: draft.id,
      amount: 600,
      currency: 'usd',
    })
    await world.tell('POST', '/clock', { advance_seconds: 3700 })
    expect(await world.stripe.invoices.retrieve(draft.id)).toMatchObject({ status: 'paid', amount_paid: 600 })
  })

  test('can be edited and deleted only as a draft', async () => {
    const { customer } = await world.customerWith()
    const draft = await world.stripe.invoices.create({ customer: customer.id })
    const item = await world.stripe.invoiceItems.create({
      customer: customer.id,
      invoice: draft.id,
      amount: 600,
      currency: 'usd',
    })
    await world.stripe.invoiceItems.update(item.id, { amount: 700 })
    expect((await world.stripe.invoices.retrieve(draft.id)).total).toBe(700)
    await world.stripe.invoiceItems.del(item.id)
    expect((await world.stripe.invoices.retrieve(draft.id)).total).toBe(0)
    expect(await world.stripe.invoices.del(draft.id)).toMatchObject({ deleted: true })
    expect(await failure(world.stripe.invoices.retrieve(draft.id))).toMatchObject({
      code: 'resource_missing',
      statusCode: 404,
    })
    const open = await world.invoice(customer.id, 800)
    expect(await failure(world.stripe.invoices.del(open.id))).toMatchObject({ code: 'invoice_not_editable' })
    const late = world.stripe.invoiceItems.create({
      customer: customer.id,
      invoice: open.id,
      amount: 1,
      currency: 'usd',
    })
    expect(await failure(late)).toMatchObject({ code: 'invoice_not_editable' })
    // What is only said about it can be said later too.
    expect(await world.stripe.invoices.update(open.id, { metadata: { a: 'b' } })).toMatchObject({
      metadata: { a: 'b' },
    })
  })
})
