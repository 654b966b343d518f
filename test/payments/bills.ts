import { describe, expect, test } from 'vitest'
import type { Order } from '../../src/core/purchases/payments.ts'
import type { BillLine, Purchase } from '../../src/core/purchases/purchase.ts'
import { all, cardOrder, orderFor, type Subject, settled, thrownBy, unique } from './subject.ts'

export const LINES: readonly BillLine[] = [
  { text: 'Team: 5 seats', amount_minor: 5000n },
  { text: 'Unused: Team: 3 seats', amount_minor: -2600n },
  { text: 'Rounding', amount_minor: 100n },
]

/** A bill that its customer is sent. */
export async function sentOrder(
  { payments }: Pick<Subject, 'payments'>,
  more: Partial<Purchase> = {},
  email: string | null = 'ada@example.com',
): Promise<Order> {
  const account = unique('acc')
  const customer = await payments.customer({ account, name: 'Ada', email })
  return orderFor(customer, account, { paying_by: 'invoice', days_until_due: 14, ...more })
}

/** What any implementation must do with the bills of subscriptions. */
export function billsContract(of: () => Subject): void {
  const invoicesOf = async (customer: string) => (await of().stripe.invoices.list({ customer })).data
  const linesOf = async (id: string | undefined) => {
    const { lines } = await of().stripe.invoices.retrieve(String(id))
    return lines.data.map(({ amount, description }) => [description, amount]).sort()
  }
  const wanted = LINES.map(({ amount_minor, text }) => [text, Number(amount_minor)]).sort()

  describe('a bill of several lines', () => {
    test('shows each, takes off what is below zero, and is one charge', async () => {
      const { payments, stripe } = of()
      const order = await cardOrder(of(), undefined, { lines: LINES })
      const facts = await payments.charge(order)
      expect(facts).toMatchObject({ payment: 'paid', subtotal_minor: 2500n, total_minor: 2500n })
      expect(await linesOf(facts.invoice?.id)).toEqual(wanted)
      expect(await payments.charge(settled(order, facts))).toMatchObject({ payment: 'paid' })
      const { data } = await stripe.charges.list({ customer: order.customer })
      expect(data.map(({ amount }) => amount)).toEqual([2500])
    })

    test('says what its only line says', async () => {
      const order = await cardOrder(of(), undefined, { lines: [{ text: 'A seat', amount_minor: 2500n }] })
      const facts = await of().payments.charge(order)
      expect(await linesOf(facts.invoice?.id)).toEqual([['A seat', 2500]])
    })

    test('is one sum on a hosted page, which takes nothing off', async () => {
      const { payments, stripe } = of()
      const order = await sentOrder(of(), { paying_by: 'checkout', lines: LINES })
      const facts = await payments.openCheckout(order)
      expect(facts).toMatchObject({ payment: 'open', total_minor: 2500n })
      const { data } = await stripe.checkout.sessions.listLineItems(String(facts.checkout_session))
      expect(data).toMatchObject([{ description: '25 Gateway credits', amount_total: 2500 }])
    })
  })

  describe('a bill that is sent', () => {
    test('waits on its page, is due some days later, and bears the purchase’s name', async () => {
      const { payments, stripe } = of()
      const order = await sentOrder(of(), { lines: LINES })
      const facts = await payments.charge(order)
      expect(facts).toMatchObject({ payment: 'open', failure: null, total_minor: 2500n, paid_at: null })
      expect(facts.page_url).toMatch(/^https?:/)
      expect(facts.page_url).toBe(facts.invoice?.url)
      const metadata = { scrip_account: order.purchase.account, scrip_purchase: order.purchase.id }
      const expand = ['payments.data.payment.payment_intent']
      const invoice = await stripe.invoices.retrieve(String(facts.invoice?.id), { expand })
      expect(invoice).toMatchObject({ status: 'open', collection_method: 'send_invoice', metadata })
      expect(Number(invoice.due_date) - invoice.created).toBeGreaterThan(13 * 86_400)
      expect(Number(invoice.due_date) - invoice.created).toBeLessThan(15 * 86_400)
      expect(invoice.payments?.data[0]?.payment.payment_intent).toMatchObject({ metadata })
      expect(await linesOf(invoice.id)).toEqual(wanted)
      await expect
        .poll(
          async () =>
            (await stripe.events.list({ type: 'invoice.sent', limit: 100 })).data.filter(
              ({ data }) => (data.object as { id: string }).id === invoice.id,
            ).length,
        )
        .toBe(1)
    })

    test('is the same however often it is asked for', async () => {
      const { payments } = of()
      const order = await sentOrder(of())
      const once = await payments.charge(order)
      for (const again of [
        await payments.charge(order),
        await payments.charge(settled(order, once)),
        await payments.look(order),
      ])
        expect({ ...again, asked_at: 0 }).toEqual({ ...once, asked_at: 0 })
      expect(await invoicesOf(order.customer)).toHaveLength(1)
    })

    test('is one though five ask for it at once', async () => {
      const order = await sentOrder(of())
      const calls = Array.from({ length: 5 }, () => of().another().charge(order))
      const pages = (await Promise.all(calls)).map(({ page_url }) => page_url)
      expect(new Set(pages).size).toBe(1)
      expect(await invoicesOf(order.customer)).toHaveLength(1)
    })

    test('that is paid elsewhere is paid, and an event tells of it', async () => {
      const { payments, stripe } = of()
      const since = Date.now() - 2000
      const order = await sentOrder(of())
      const open = await payments.charge(order)
      await stripe.invoices.pay(String(open.invoice?.id), { paid_out_of_band: true })
      expect(await payments.look(settled(order, open))).toMatchObject({ payment: 'paid', failure: null })
      const told = async () =>
        (await all(payments.eventsSince(since)))
          .filter(({ about }) => about?.purchase === order.purchase.id)
          .map(({ type }) => type)
      await expect.poll(told).toContain('invoice.paid')
    })

    const inPart = async () => {
      const { payments, stripe } = of()
      const made = await sentOrder(of())
      const order = settled(made, await payments.charge(made))
      const { id: payment_method } = await stripe.paymentMethods.attach('pm_card_visa', {
        customer: made.customer,
      })
      const pay = async (amount: number) => {
        const { id } = await stripe.paymentIntents.create({
          amount,
          currency: 'usd',
          customer: made.customer,
          payment_method,
          allowed_payment_method_types: ['card'],
          confirm: true,
        })
        await stripe.invoices.attachPayment(String(order.purchase.facts.invoice?.id), { payment_intent: id })
        return id
      }
      return { order, pay }
    }

    test('that is paid in part waits for the rest', async () => {
      const { payments } = of()
      const { order, pay } = await inPart()
      const { page_url } = order.purchase.facts
      await pay(700)
      for (const facts of [await payments.look(order), await payments.charge(order)])
        expect(facts).toMatchObject({ payment: 'open', failure: null, page_url, paid_at: null })
      await pay(1800)
      expect(await payments.look(order)).toMatchObject({ payment: 'paid', total_minor: 2500n })
    })

    test('that is paid in parts knows what became of each of them', async () => {
      const { payments, stripe } = of()
      const since = Date.now() - 2000
      const { order, pay } = await inPart()
      const parts = [await pay(700), await pay(1800)]
      const paid = settled(order, await payments.look(order))
      for (const payment_intent of parts) await stripe.refunds.create({ payment_intent, amount: 100 })
      expect((await payments.look(paid)).refunds.map(({ amount_minor }) => amount_minor)).toEqual([
        100n,
        100n,
      ])
      const told = async () =>
        (await all(payments.eventsSince(since))).filter(
          ({ about, type }) => type === 'charge.refunded' && about?.purchase === order.purchase.id,
        ).length
      await expect.poll(told).toBe(2)
    })

    test('that is given up after a part was paid is asked for no more', async () => {
      const { payments } = of()
      const { order, pay } = await inPart()
      await pay(700)
      expect(await payments.abandon(order)).toMatchObject({ payment: 'expired', page_url: null })
      expect(await payments.abandon(order)).toMatchObject({ payment: 'expired' })
      expect(await invoicesOf(order.customer)).toMatchObject([{ status: 'uncollectible' }])
    })

    test('that is given up is void', async () => {
      const { payments } = of()
      const order = await sentOrder(of())
      const later = settled(order, await payments.charge(order))
      expect(await payments.abandon(later)).toMatchObject({ payment: 'expired', page_url: null })
      expect(await payments.abandon(later)).toMatchObject({ payment: 'expired' })
      expect(await payments.charge(later)).toMatchObject({ payment: 'expired' })
      expect(await invoicesOf(order.customer)).toMatchObject([{ status: 'void' }])
      expect(await payments.abandon(await sentOrder(of()))).toMatchObject({ payment: 'expired' })
    })

    test('needs an address to send it to', async () => {
      const order = await sentOrder(of(), {}, null)
      const error = await thrownBy(of().payments.charge(order))
      expect(error).toMatchObject({ code: 'purchase_refused', message: expect.stringContaining('email') })
      expect(await invoicesOf(order.customer)).toEqual([])
    })
  })
}
