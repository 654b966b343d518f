import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Order, OutcomeUnknown, PaymentRefused } from '../../src/core/purchases/payments.ts'
import { Unavailable } from '../../src/core/unavailable.ts'
import { permissionIn } from '../../src/payments/stripe/errors.ts'
import {
  cardOrder,
  customerWith,
  refundOf,
  type Subject,
  sandboxSubject,
  settled,
  thrownBy,
} from './subject.ts'

/** What a restricted key may not do, because it was not told that it may. */

let subject: Subject
beforeAll(async () => {
  subject = await sandboxSubject()
})
afterEach(() => subject.sandbox?.tell('DELETE', '/faults'))
afterAll(() => subject.close())

const forbid = (method: string, path: string, more: object = {}) =>
  subject.sandbox?.tell('POST', '/faults', {
    kind: 'error',
    status: 403,
    times: 1000,
    method,
    path,
    ...more,
  })

const invoicesOf = async ({ customer }: Order) => (await subject.stripe.invoices.list({ customer })).data

const WRITES = [
  ['/v1/invoices', 'rak_invoice_write'],
  ['/v1/invoiceitems', 'rak_invoiceitem_write'],
  ['/v1/invoices/*/finalize', 'rak_invoice_write'],
  ['/v1/payment_intents/*', 'rak_payment_intent_write'],
  ['/v1/invoices/*/pay', 'rak_invoice_write'],
] as const

describe('what the key may not do', () => {
  test.each(WRITES)('is refused, and leaves nothing that can be paid: %s', async (path, permission) => {
    const lines: string[] = []
    const log = { warn() {}, error: (_details: object, line: string) => void lines.push(line) }
    const order = await cardOrder(subject)
    await forbid('POST', path)
    const error = await thrownBy(subject.another({ log }).charge(order))
    expect(error).toBeInstanceOf(PaymentRefused)
    expect(error).toMatchObject({
      code: 'purchase_refused',
      message: expect.stringContaining('does not let this server'),
    })
    expect(lines).toEqual([expect.stringContaining(permission)])
    expect(lines.join()).not.toMatch(/rk_|sk_/)
    expect((await invoicesOf(order)).filter(({ status }) => status !== 'void')).toEqual([])
  })

  test('is no decline of a subscription’s bill: that is gone on with once the key may', async () => {
    for (const [path] of WRITES) {
      const order = await cardOrder(subject, undefined, { subscription: 'sub_1' })
      await forbid('POST', path)
      const error = await thrownBy(subject.payments.charge(order))
      expect(error, path).toBeInstanceOf(OutcomeUnknown)
      expect(error.message).toContain('STRIPE_SECRET_KEY')
      await subject.sandbox?.tell('DELETE', '/faults')
      expect(await subject.payments.charge(order), path).toMatchObject({ payment: 'paid' })
      expect(await invoicesOf(order)).toHaveLength(1)
    }
  })

  test('says nothing of what was charged before, whoever may not look', async () => {
    const order = await cardOrder(subject)
    await subject.sandbox?.tell('POST', '/faults', {
      kind: 'lose_answer',
      times: 2,
      path: '/v1/invoices/*/pay',
    })
    await forbid('GET', '/v1/invoice_payments')
    expect(await thrownBy(subject.payments.charge(order))).toBeInstanceOf(OutcomeUnknown)
    expect(await thrownBy(subject.payments.charge(order))).toBeInstanceOf(OutcomeUnknown)
    expect(await thrownBy(subject.payments.look(order))).toBeInstanceOf(OutcomeUnknown)
    await subject.sandbox?.tell('DELETE', '/faults')
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'paid' })
  })

  test('is refused only once what was begun is gone', async () => {
    const order = await cardOrder(subject)
    await forbid('POST', '/v1/invoiceitems')
    await forbid('DELETE', '/v1/invoices/*')
    expect(await thrownBy(subject.payments.charge(order))).toBeInstanceOf(OutcomeUnknown)
    await subject.sandbox?.tell('DELETE', '/faults')
    await subject.payments.abandon(order)
    expect(await invoicesOf(order)).toEqual([])
  })

  test('is a refund that was not made', async () => {
    const made = await cardOrder(subject)
    const order = settled(made, await subject.payments.charge(made))
    await forbid('POST', '/v1/refunds')
    const error = await thrownBy(subject.payments.refund(order, refundOf(order, 100n)))
    expect(error).toMatchObject({ code: 'refund_refused' })
    expect(error.message).not.toContain('rk_')
  })

  test('is said once a minute, of a key that nobody knows as well', async () => {
    const lines: string[] = []
    const log = { warn() {}, error: (_details: object, line: string) => void lines.push(line) }
    const payments = subject.another({ log })
    const { customer } = await customerWith(subject)
    await forbid('GET', '/v1/customers/*', { status: 401 })
    for (let times = 0; times < 3; times++)
      expect(await thrownBy(payments.defaultCard(customer))).toBeInstanceOf(Unavailable)
    expect(lines).toEqual([expect.stringContaining('does not know STRIPE_SECRET_KEY')])
    subject.advance(61_000)
    await thrownBy(payments.defaultCard(customer))
    expect(lines).toHaveLength(2)
  })
})

test('Stripe’s newer words for a missing permission are understood', () => {
  expect(
    permissionIn(
      `The provided key 'rk_live_***j4va7j' does not have the required permissions for this endpoint on account 'acct_123'. Enabling "Prices Read" ('plan_read') permissions on this key would allow this request to continue.`,
    ),
  ).toBe('Prices Read (plan_read)')
  expect(permissionIn("The provided key 'rk_live_***j4va7j' may do nothing.")).toBeNull()
})
