import { describe, expect, test, vi } from 'vitest'
import { type Order, OutcomeUnknown } from '../../src/core/purchases/payments.ts'
import { LINES, sentOrder } from './bills.ts'
import { cardOrder, type Subject, sandboxSubject, thrownBy } from './subject.ts'

// Nearly all of it is waiting.
vi.setConfig({ maxConcurrency: 8 })

/** After so many calls of the path one more is done and not answered; then the process is gone. */
type Step = readonly [path: string, skip: number]

const LINE_STEPS: readonly Step[] = [
  ['/v1/invoices', 0],
  ['/v1/invoiceitems', 0],
  ['/v1/invoiceitems', 1],
  ['/v1/invoiceitems', 2],
]
const CARD_STEPS: readonly Step[] = [...LINE_STEPS, ['/v1/invoices/*/finalize', 0]]
const SENT_STEPS: readonly Step[] = [...LINE_STEPS, ['/v1/invoices/*/send', 0], ['/v1/payment_intents/*', 0]]

async function cutOff(subject: Subject, order: Order, [path, skip]: Step): Promise<void> {
  const tell = (method: string, where: string, body?: unknown) => subject.sandbox?.tell(method, where, body)
  await tell('POST', '/faults', { kind: 'lose_answer', times: 2, skip, method: 'POST', path })
  await tell('POST', '/faults', { kind: 'reset', times: 1000, method: 'GET' })
  expect(await thrownBy(subject.payments.charge(order)), path).toBeInstanceOf(OutcomeUnknown)
  await tell('DELETE', '/faults')
}

/** By then Stripe has forgotten its keys. */
async function dayLater(subject: Subject): Promise<void> {
  await subject.sandbox?.tell('POST', '/clock', { advance_seconds: 25 * 3600 })
  subject.advance(25 * 3_600_000)
}

/** One invoice, each line of it once, and the payment under the purchase's name. */
async function isBilledOnce({ stripe }: Subject, { customer, purchase }: Order, lines = LINES) {
  const { data } = await stripe.invoices.list({ customer, expand: ['data.payments'] })
  expect(data).toHaveLength(1)
  const shown = await stripe.invoices.listLineItems(String(data[0]?.id), { limit: 100 })
  const sums = shown.data.map(({ amount, description }) => [description, amount]).sort()
  expect(sums).toEqual(lines.map(({ amount_minor, text }) => [text, Number(amount_minor)]).sort())
  const intent = String(data[0]?.payments?.data[0]?.payment.payment_intent)
  expect((await stripe.paymentIntents.retrieve(intent)).metadata.scrip_purchase).toBe(purchase.id)
}

async function atEach(steps: readonly Step[], work: (subject: Subject, step: Step) => Promise<void>) {
  const each = steps.map(async (step) => {
    const subject = await sandboxSubject()
    await work(subject, step)
    await subject.close()
  })
  await Promise.all(each)
}

describe.concurrent.each([
  ['at once', async () => {}],
  ['a day later', dayLater],
])('what is cut off is gone on with %s, where it was:', (_when, wait) => {
  test('a bill of several lines', () =>
    atEach(CARD_STEPS, async (subject, step) => {
      const order = await cardOrder(subject, undefined, { lines: LINES })
      await cutOff(subject, order, step)
      await wait(subject)
      expect(await subject.another().charge(order), `${step}`).toMatchObject({ payment: 'paid' })
      await isBilledOnce(subject, order)
    }))

  test('a bill that is sent', () =>
    atEach(SENT_STEPS, async (subject, step) => {
      const order = await sentOrder(subject, { lines: LINES })
      await cutOff(subject, order, step)
      await wait(subject)
      const facts = await subject.another().charge(order)
      expect(facts, `${step}`).toMatchObject({ payment: 'open', page_url: expect.stringMatching(/^http/) })
      await isBilledOnce(subject, order)
      const sent = await subject.stripe.events.list({ type: 'invoice.sent' })
      expect(sent.data).toHaveLength(1)
    }))
})

test('a bill of more lines than an invoice shows is gone on with a day later', async () => {
  const subject = await sandboxSubject()
  const lines = Array.from({ length: 13 }, (_, n) => ({ text: `Line ${n}`, amount_minor: 100n }))
  const order = await cardOrder(subject, undefined, { lines, price_minor: 1300n })
  await cutOff(subject, order, ['/v1/invoiceitems', 11])
  await dayLater(subject)
  expect(await subject.payments.charge(order)).toMatchObject({ payment: 'paid', total_minor: 1300n })
  await isBilledOnce(subject, order, lines)
  await subject.close()
})

test('a bill that was not yet sent is given up with nothing left of it', async () => {
  await atEach(LINE_STEPS, async (subject, step) => {
    const order = await sentOrder(subject, { lines: LINES })
    await cutOff(subject, order, step)
    // Nobody can pay it, so it is no bill yet.
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'none', page_url: null })
    expect(await subject.payments.abandon(order)).toMatchObject({ payment: 'expired' })
    expect((await subject.stripe.invoices.list({ customer: order.customer })).data).toEqual([])
  })
})
