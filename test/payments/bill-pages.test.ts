import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Order } from '../../src/core/purchases/payments.ts'
import { answerBank, entry, submit } from '../sandbox/world.ts'
import { LINES, sentOrder } from './bills.ts'
import { type Subject, sandboxSubject, settled } from './subject.ts'

/** What whoever was sent a bill does on its page. */

let subject: Subject
beforeAll(async () => {
  subject = await sandboxSubject()
})
afterAll(() => subject.close())

const tell = (...told: Parameters<NonNullable<Subject['sandbox']>['tell']>) => subject.sandbox?.tell(...told)

describe('a bill that is sent', () => {
  const sent = async () => {
    const order = await sentOrder(subject, { lines: LINES })
    return settled(order, await subject.payments.charge(order))
  }

  test('is paid on its page, by whatever card is paid with in the end', async () => {
    const order = await sent()
    const { page_url } = order.purchase.facts
    const shown = await (await fetch(String(page_url))).text()
    for (const text of ['Unused: Team: 3 seats', '-$26.00', 'Pay $25.00']) expect(shown).toContain(text)
    await submit(page_url, entry('4000000000000002'))
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'open', page_url })
    const asked = await submit(page_url, entry('4000000000003220'))
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'open', page_url })
    await answerBank(asked.headers.get('location'), 'confirm')
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'paid', failure: null })
    const { data } = await subject.stripe.charges.list({ customer: order.customer })
    const metadata = { scrip_purchase: order.purchase.id }
    expect(data.filter(({ paid }) => paid)).toMatchObject([{ amount: 2500, metadata }])
    expect(await subject.payments.abandon(order)).toMatchObject({ payment: 'paid' })
  })

  test('takes nothing any more once it was given up', async () => {
    const order = await sent()
    await subject.payments.abandon(order)
    await submit(order.purchase.facts.page_url, entry('4242424242424242'))
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'expired', page_url: null })
    expect((await subject.stripe.charges.list({ customer: order.customer })).data).toEqual([])
  })

  test('is asked for its refunds once it is paid, though it grants nothing', async () => {
    const made = await sent()
    await submit(made.purchase.facts.page_url, entry('4242424242424242'))
    const paid = settled(made, await subject.payments.look(made))
    const asks = async (order: Order) => {
      await tell('DELETE', '/calls')
      await subject.payments.look(order)
      const { data } = (await tell('GET', '/calls?path=/v1/refunds')) as { data: unknown[] }
      return data.length
    }
    expect(await asks(made)).toBe(0)
    // One that failed shows in nothing but the list.
    expect(await asks({ ...paid, purchase: { ...paid.purchase, granted_at: null } })).toBe(1)
  })
})
