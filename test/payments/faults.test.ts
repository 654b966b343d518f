import { describe, expect, test, vi } from 'vitest'
import { type Order, OutcomeUnknown, type Payments } from '../../src/core/purchases/payments.ts'
import { Unavailable } from '../../src/core/unavailable.ts'
import {
  cardOrder,
  customerWith,
  orderFor,
  refundOf,
  type Subject,
  sandboxSubject,
  settled,
  thrownBy,
  unique,
} from './subject.ts'

// Nearly all of it is waiting.
vi.setConfig({ maxConcurrency: 16 })

/** The calls of a charge, in their order. */
const STEPS = {
  invoice: ['POST', '/v1/invoices'],
  item: ['POST', '/v1/invoiceitems'],
  finalize: ['POST', '/v1/invoices/*/finalize'],
  name: ['POST', '/v1/payment_intents/*'],
  pay: ['POST', '/v1/invoices/*/pay'],
  look: ['GET', '/v1/invoice_payments'],
} as const

/** Each as the caller sees it: what the SDK mends by trying once more is made to fail twice. */
const FAULTS = {
  'the answer is lost': { kind: 'lose_answer', times: 2 },
  'the connection breaks': { kind: 'reset', times: 2 },
  'nothing is answered in time': { kind: 'hang', times: 2, ms: 5000 },
  'it is slow, and its key in use': { kind: 'slow', times: 1, ms: 900 },
  'it answers 500 and did nothing': { kind: 'error', when: 'before', times: 2 },
  'it answers 500 and did it': { kind: 'error', when: 'after', times: 2 },
  'it says that there are too many calls': { kind: 'rate_limit', times: 2 },
} as const

interface Call {
  method: string
  path: string
  idempotency_key: string | null
  params: Record<string, unknown>
}

const tell = <T>(subject: Subject, ...told: [method: string, path: string, body?: unknown]): Promise<T> => {
  if (subject.sandbox === null) throw new Error('only the local Stripe can be told')
  return subject.sandbox.tell<T>(...told)
}

/** As whoever resumes a purchase does: again, until its outcome is known. */
async function driven<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof OutcomeUnknown || error instanceof Unavailable) || tries === 9) throw error
    }
  }
}

type Fault = (typeof FAULTS)[keyof typeof FAULTS]

/** An adapter that meets the fault; one that is to meet a slow answer has little patience. */
const meeting = (subject: Subject, { kind }: Fault): Payments =>
  kind === 'hang' || kind === 'slow' ? subject.another({ timeout_ms: 600 }) : subject.payments

/** One charge, one bill with one line, all under the purchase's keys and name. */
async function isChargedOnce(subject: Subject, order: Order): Promise<void> {
  const { data: charges } = await subject.stripe.charges.list({ customer: order.customer })
  const names = { scrip_account: order.purchase.account, scrip_purchase: order.purchase.id }
  expect(charges).toMatchObject([{ paid: true, amount: 2500, metadata: names }])
  const { data: invoices } = await subject.stripe.invoices.list({ customer: order.customer })
  expect(invoices).toMatchObject([{ status: 'paid', total: 2500, metadata: names }])
  expect(invoices[0]?.lines.data).toHaveLength(1)
}

type Step = keyof typeof STEPS

/** Each step on a local Stripe of its own, side by side: most of the time they wait. */
async function atEach(
  steps: readonly Step[],
  work: (subject: Subject, step: Step) => Promise<void>,
): Promise<void> {
  const each = steps.map(async (step) => {
    const subject = await sandboxSubject()
    await work(subject, step)
    await subject.close()
  })
  await Promise.all(each)
}

/** By then Stripe has forgotten its keys. */
async function dayLater(subject: Subject): Promise<void> {
  await tell(subject, 'POST', '/clock', { advance_seconds: 25 * 3600 })
  subject.advance(25 * 3_600_000)
}

const ALL_STEPS = Object.keys(STEPS) as Step[]

describe.concurrent.each(Object.entries(FAULTS))('a charge while %s', (_name, fault) => {
  test('is one charge, whichever call it is', async () => {
    await atEach(ALL_STEPS, async (subject, step) => {
      const order = await cardOrder(subject)
      const [method, path] = STEPS[step]
      await tell(subject, 'POST', '/faults', { ...fault, method, path })
      const payments = meeting(subject, fault)
      expect(await driven(() => payments.charge(order)), step).toMatchObject({
        payment: 'paid',
        total_minor: 2500n,
      })
      await isChargedOnce(subject, order)
    })
  })
})

describe.concurrent('a charge that is cut off', () => {
  /** The call at the step is the last one that Stripe hears of; then the process is gone. */
  async function cutOff(subject: Subject, step: Step, card?: string): Promise<Order> {
    const order = await cardOrder(subject, card)
    const [method, path] = STEPS[step]
    await tell(subject, 'POST', '/faults', { kind: 'lose_answer', times: 2, method, path })
    await tell(subject, 'POST', '/faults', { kind: 'reset', times: 1000, method: 'GET' })
    expect(await thrownBy(subject.payments.charge(order)), step).toBeInstanceOf(OutcomeUnknown)
    await tell(subject, 'DELETE', '/faults')
    return order
  }

  test('at any step is gone on with by another process', () =>
    atEach(ALL_STEPS, async (subject, step) => {
      const order = await cutOff(subject, step)
      expect(await subject.another().charge(order), step).toMatchObject({ payment: 'paid' })
      await isChargedOnce(subject, order)
    }))

  test('is gone on with a day later, when Stripe has forgotten its keys', () =>
    atEach(ALL_STEPS, async (subject, step) => {
      const order = await cutOff(subject, step)
      await dayLater(subject)
      expect(await subject.payments.charge(order), step).toMatchObject({ payment: 'paid' })
      await isChargedOnce(subject, order)
    }))

  test.each([
    ['at once', async () => {}],
    ['a day later', dayLater],
  ])('after a decline doesn’t try the card again %s', (_when, wait) =>
    atEach(['pay'], async (subject, step) => {
      const order = await cutOff(subject, step, 'pm_card_chargeCustomerFail')
      const { customer } = order
      const failure = { code: 'card_declined' }
      // It is not said to be over while the bill could still be paid.
      expect(await subject.payments.look(order)).toMatchObject({ payment: 'open', failure })
      await wait(subject)
      expect(await subject.payments.charge(order)).toMatchObject({ payment: 'failed', failure })
      expect((await subject.stripe.charges.list({ customer })).data).toHaveLength(1)
      expect((await subject.stripe.invoices.list({ customer })).data).toMatchObject([{ status: 'void' }])
    }),
  )

  test('can be abandoned before it is paid, and is then charged no more', () =>
    atEach(['invoice', 'item', 'finalize', 'name'], async (subject, step) => {
      const order = await cutOff(subject, step)
      expect(await subject.payments.abandon(order), step).toMatchObject({ payment: 'failed' })
      // Whoever was asleep all the while and goes on now comes too late.
      const late = subject.another().charge(order)
      const said = await late.then(
        ({ payment }) => payment,
        (error: Error & { code?: string }) => error.code,
      )
      expect(['failed', 'purchase_refused'], step).toContain(said)
      expect((await subject.stripe.charges.list({ customer: order.customer })).data).toEqual([])
    }))

  test('can’t be abandoned once it is paid', () =>
    atEach(['pay'], async (subject, step) => {
      const order = await cutOff(subject, step)
      expect(await subject.payments.abandon(order)).toMatchObject({ payment: 'paid' })
    }))
})

describe.concurrent.each(Object.entries(FAULTS))('while %s', (_name, fault) => {
  async function faulty(work: (subject: Subject, payments: Payments) => Promise<void>): Promise<void> {
    const subject = await sandboxSubject()
    await work(subject, meeting(subject, fault))
    await subject.close()
  }

  /** Only the call that is made now meets the fault. */
  async function met<T>(subject: Subject, path: string, call: () => Promise<T>): Promise<T> {
    await tell(subject, 'POST', '/faults', { ...fault, method: 'POST', path })
    const answer = await driven(call)
    await tell(subject, 'DELETE', '/faults')
    return answer
  }

  test('one page is opened, and is closed', () =>
    faulty(async (subject, payments) => {
      const { account, customer } = await customerWith(subject)
      const order = orderFor(customer, account, { paying_by: 'checkout' })
      const open = await met(subject, '/v1/checkout/sessions', () => payments.openCheckout(order))
      expect(open).toMatchObject({ payment: 'open' })
      expect((await subject.stripe.checkout.sessions.list({ customer })).data).toHaveLength(1)
      const close = () => payments.abandon(settled(order, open))
      const closed = await met(subject, '/v1/checkout/sessions/*/expire', close)
      expect(closed).toMatchObject({ payment: 'expired' })
    }))

  test('one refund is made', () =>
    faulty(async (subject, payments) => {
      const made = await cardOrder(subject)
      const paid = settled(made, await subject.payments.charge(made))
      const refund = refundOf(paid, 700n)
      const facts = await met(subject, '/v1/refunds', () => payments.refund(paid, refund))
      expect(facts).toMatchObject({ refunds: [{ refund: refund.id, amount_minor: 700n }] })
    }))

  test('an unpaid bill is voided', () =>
    faulty(async (subject, payments) => {
      const order = await cardOrder(subject, 'pm_card_authenticationRequired')
      const waiting = settled(order, await subject.payments.charge(order))
      const voided = await met(subject, '/v1/invoices/*/void', () => payments.abandon(waiting))
      expect(voided).toMatchObject({ payment: 'expired' })
    }))

  test('one customer is made', () =>
    faulty(async (subject, payments) => {
      const input = { account: unique('acc'), name: 'Eve', email: null }
      const id = await met(subject, '/v1/customers', () => payments.customer(input))
      expect((await subject.stripe.customers.list()).data.map((one) => one.id)).toEqual([id])
    }))
})

describe('every call that makes something', () => {
  test('has a key of the purchase’s own, and its name', async () => {
    const subject = await sandboxSubject()
    const order = await cardOrder(subject)
    await tell(subject, 'DELETE', '/calls')
    const paid = settled(order, await subject.payments.charge(order))
    const refund = refundOf(paid, 100n)
    await subject.payments.refund(paid, refund)
    const checkout = orderFor(order.customer, order.purchase.account, { paying_by: 'checkout' })
    await subject.payments.openCheckout(checkout)
    const { data } = await tell<{ data: Call[] }>(subject, 'GET', '/calls?method=POST')
    const { id } = order.purchase
    const made = data.map(({ idempotency_key, path }) => [path.replace(/(in|pi)_\w+/, '…'), idempotency_key])
    expect(made.sort()).toEqual(
      [
        ['/v1/invoices', id],
        ['/v1/invoiceitems', `${id}:item`],
        ['/v1/invoices/…/finalize', `${id}:finalize`],
        ['/v1/payment_intents/…', `${id}:intent`],
        ['/v1/invoices/…/pay', `${id}:pay`],
        ['/v1/refunds', refund.id],
        ['/v1/checkout/sessions', checkout.purchase.id],
      ].sort(),
    )
    const named = data.filter(({ path }) => !/\/(finalize|pay)$/.test(path))
    for (const { params } of named)
      expect(params.metadata).toMatchObject({ scrip_account: order.purchase.account })
    await subject.close()
  })
})

test('a refund that is asked for again a day later is not made again', async () => {
  const subject = await sandboxSubject()
  const made = await cardOrder(subject)
  const paid = settled(made, await subject.payments.charge(made))
  const refund = refundOf(paid, 700n)
  await subject.payments.refund(paid, refund)
  await dayLater(subject)
  expect((await subject.payments.refund(paid, refund)).refunds).toMatchObject([{ refund: refund.id }])
  const { payment_intent } = paid.purchase.facts
  const { data } = await subject.stripe.refunds.list({ payment_intent: String(payment_intent) })
  expect(data).toHaveLength(1)
  await subject.close()
})

describe('while Stripe is away', () => {
  test('an outcome is not known, and what needs none can be asked for later; no secret is told', async () => {
    const subject = await sandboxSubject()
    const made = await cardOrder(subject)
    const paid = settled(made, await subject.payments.charge(made))
    const order = orderFor(made.customer, made.purchase.account, {
      payment_method: made.purchase.payment_method,
    })
    const page = orderFor(made.customer, made.purchase.account, { paying_by: 'checkout' })
    const { payments } = subject
    const cards = [
      () => payments.charge(order),
      () => payments.openCheckout(page),
      () => payments.look(paid),
      () => payments.abandon(order),
      () => payments.refund(paid, refundOf(paid, 100n)),
    ]
    const rest = [
      () => payments.customer({ account: unique('acc'), name: 'Eve', email: null }),
      () => payments.paymentMethods(made.customer),
      () => payments.invoices(made.customer, 10, null),
      () => payments.setDefault(made.customer, String(made.purchase.payment_method)),
      () =>
        payments.openSetup(made.customer, { key: 'k', success_url: 'http://shop.test', cancel_url: null }),
    ]
    await tell(subject, 'POST', '/faults', { kind: 'rate_limit', times: 1000 })
    const errors = await Promise.all([...cards, ...rest].map((call) => thrownBy(call())))
    for (const error of errors.slice(0, cards.length)) expect(error).toBeInstanceOf(OutcomeUnknown)
    for (const error of errors.slice(cards.length)) expect(error).toBeInstanceOf(Unavailable)
    await tell(subject, 'DELETE', '/faults')
    const stranger = subject.another({ secretKey: 'sk_live_not_to_be_told' })
    errors.push(
      await thrownBy(stranger.charge(order)),
      await thrownBy(stranger.paymentMethods(made.customer)),
    )
    expect(errors.at(-2)?.message).toContain('STRIPE_SECRET_KEY')
    for (const error of errors)
      expect(JSON.stringify([error, error.message, error.stack])).not.toMatch(/sk_(test|live)/)
    expect((await subject.stripe.charges.list({ customer: made.customer })).data).toHaveLength(1)
    await subject.close()
  })
})
