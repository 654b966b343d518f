import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BadCursor } from '../../src/core/bad-cursor.ts'
import { BadSignature, type Order, PaymentRefused } from '../../src/core/purchases/payments.ts'
import { billsContract } from './bills.ts'
import {
  all,
  cardOrder,
  customerWith,
  orderFor,
  refundOf,
  type Subject,
  settled,
  thrownBy,
  unique,
  WEBHOOK_SECRET,
} from './subject.ts'

/** What any implementation of payments must do, with nothing going wrong but cards and buyers. */
export function paymentsContract(name: string, open: () => Promise<Subject>): void {
  describe(name, () => {
    let subject: Subject
    beforeAll(async () => {
      subject = await open()
    })
    afterAll(() => subject.close())

    const chargesOf = async (customer: string) => (await subject.stripe.charges.list({ customer })).data

    describe('a customer', () => {
      test('is made once for an account', async () => {
        const input = { account: unique('acc'), name: 'Ada', email: null }
        const id = await subject.payments.customer(input)
        expect(await subject.payments.customer(input)).toBe(id)
        // Its name may have changed before anybody kept the id.
        expect(await subject.payments.customer({ ...input, name: 'Ada Lovelace' })).toBe(id)
        expect(await subject.stripe.customers.retrieve(id)).toMatchObject({
          name: 'Ada',
          metadata: { scrip_account: input.account },
        })
      })

      test('has cards, of which one is the default', async () => {
        const { payments, stripe } = subject
        const { customer, card } = await customerWith(subject)
        expect(await payments.paymentMethods(customer)).toMatchObject([
          { id: card, brand: 'visa', last4: '4242', is_default: true },
        ])
        const { id } = await stripe.paymentMethods.attach('pm_card_mastercard', { customer })
        expect(await payments.setDefault(customer, card)).toBe(true)
        const defaults = async () => {
          const found = (await payments.paymentMethods(customer)).filter(({ is_default }) => is_default)
          expect(await payments.defaultCard(customer)).toEqual(found[0])
          return found.map((one) => one.id)
        }
        expect(await defaults()).toEqual([card])
        expect(await payments.setDefault(customer, id)).toBe(true)
        expect(await defaults()).toEqual([id])
        expect(await payments.detach(customer, id)).toBe(true)
        expect(await payments.detach(customer, id)).toBe(false)
        expect(await defaults()).toEqual([card])
      })

      test('has nothing to do with another one’s card', async () => {
        const [one, other] = [await customerWith(subject), await customerWith(subject)]
        expect(await subject.payments.setDefault(one.customer, other.card)).toBe(false)
        expect(await subject.payments.detach(one.customer, other.card)).toBe(false)
        expect(await subject.payments.detach(one.customer, 'pm_unknown')).toBe(false)
        expect(await subject.payments.paymentMethods(other.customer)).toHaveLength(1)
      })

      test('that isn’t there has no cards', async () => {
        expect(await subject.payments.paymentMethods('cus_unknown')).toEqual([])
        expect(await subject.payments.defaultCard('cus_unknown')).toBeNull()
      })
    })

    describe('a charge', () => {
      test('is paid with the saved card, with an invoice, under the purchase’s name', async () => {
        const order = await cardOrder(subject)
        const { purchase } = order
        const facts = await subject.payments.charge(order)
        expect(facts).toMatchObject({
          payment: 'paid',
          failure: null,
          subtotal_minor: 2500n,
          tax_minor: 0n,
          total_minor: 2500n,
          page_url: null,
          checkout_session: null,
          card: { id: purchase.payment_method, brand: 'visa', last4: '4242' },
          refunds: [],
          dispute: null,
        })
        expect(facts.invoice?.number).toBeTruthy()
        expect(facts.invoice?.url).toMatch(/^https?:/)
        expect(facts.invoice?.pdf).toMatch(/^https?:/)
        expect(Math.abs(Number(facts.paid_at) - Date.now())).toBeLessThan(60_000)
        const metadata = { scrip_account: purchase.account, scrip_purchase: purchase.id }
        const [charge, ...more] = await chargesOf(order.customer)
        expect(more).toEqual([])
        expect(charge).toMatchObject({ amount: 2500, payment_intent: facts.payment_intent, metadata })
        const invoice = await subject.stripe.invoices.retrieve(String(facts.invoice?.id))
        expect(invoice).toMatchObject({ status: 'paid', description: '25 Gateway credits', metadata })
        expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([2500])
      })

      test('is the same however often it is asked for, and a look says the same', async () => {
        const order = await cardOrder(subject)
        const once = await subject.payments.charge(order)
        const later = settled(order, once)
        for (const again of [
          await subject.payments.charge(order),
          await subject.payments.charge(later),
          await subject.payments.look(order),
          await subject.payments.look(later),
          await subject.payments.abandon(later),
        ])
          expect({ ...again, asked_at: 0 }).toEqual({ ...once, asked_at: 0 })
        expect(await chargesOf(order.customer)).toHaveLength(1)
      })

      test('is one though five ask for it at once', async () => {
        const order = await cardOrder(subject)
        const calls = Array.from({ length: 5 }, () => subject.another().charge(order))
        const states = (await Promise.all(calls)).map(({ payment }) => payment)
        expect(new Set(states)).toEqual(new Set(['paid']))
        expect(await chargesOf(order.customer)).toHaveLength(1)
      })

      test('that is declined is final: the card is not tried again, the bill can’t be paid', async () => {
        const order = await cardOrder(subject, 'pm_card_chargeCustomerFail')
        const facts = await subject.payments.charge(order)
        expect(facts).toMatchObject({ payment: 'failed', failure: { code: 'card_declined' }, paid_at: null })
        expect(facts.failure?.message).toContain('declined')
        expect(await subject.payments.charge(order)).toMatchObject({
          payment: 'failed',
          failure: facts.failure,
        })
        expect(await subject.payments.look(settled(order, facts))).toMatchObject({ payment: 'failed' })
        expect(await chargesOf(order.customer)).toMatchObject([{ status: 'failed' }])
        const invoice = await subject.stripe.invoices.retrieve(String(facts.invoice?.id))
        expect(invoice.status).toBe('void')
      })

      test('waits on a hosted page where the bank wants to see the buyer', async () => {
        const order = await cardOrder(subject, 'pm_card_authenticationRequired')
        const facts = await subject.payments.charge(order)
        expect(facts).toMatchObject({ payment: 'action', failure: null, paid_at: null, total_minor: 2500n })
        expect(facts.page_url).toBe(facts.invoice?.url)
        expect(await subject.payments.charge(settled(order, facts))).toMatchObject({ payment: 'action' })
        expect(await chargesOf(order.customer)).toEqual([])
      })

      test('of a card that is another one’s, or unknown, leaves nothing behind', async () => {
        const order = await cardOrder(subject)
        const other = await customerWith(subject)
        for (const payment_method of [other.card, 'pm_unknown']) {
          const { account } = order.purchase
          const wrong = orderFor(order.customer, account, { payment_method })
          const error = await thrownBy(subject.payments.charge(wrong))
          expect(error).toBeInstanceOf(PaymentRefused)
          expect(error.code).toBe('payment_method_not_found')
          expect(['none', 'failed']).toContain((await subject.payments.look(wrong)).payment)
        }
        const { data } = await subject.stripe.invoices.list({ customer: order.customer })
        expect(data.filter(({ status }) => status === 'open' || status === 'draft')).toEqual([])
        expect(await chargesOf(order.customer)).toEqual([])
      })

      test('of a customer that isn’t there is refused', async () => {
        for (const paying_by of ['card', 'checkout'] as const) {
          const order = orderFor('cus_unknown', unique('acc'), { paying_by })
          const { charge, openCheckout } = subject.payments
          const error = await thrownBy(paying_by === 'card' ? charge(order) : openCheckout(order))
          expect(error.code).toBe('purchase_refused')
        }
      })

      test('of too little is refused before anything is made', async () => {
        for (const [price_minor, currency] of [
          [49n, 'usd'],
          [29n, 'gbp'],
          [0n, 'usd'],
        ] as const) {
          const order = await cardOrder(subject, undefined, { price_minor, currency })
          expect((await thrownBy(subject.payments.charge(order))).code).toBe('amount_too_small')
          expect((await subject.payments.invoices(order.customer, 10, null)).items).toEqual([])
        }
      })
    })

    describe('a look', () => {
      test('finds nothing where nothing is', async () => {
        const order = await cardOrder(subject)
        expect(await subject.payments.look(order)).toMatchObject({ payment: 'none', invoice: null })
        const checkout = orderFor(order.customer, order.purchase.account, { paying_by: 'checkout' })
        expect(await subject.payments.look(checkout)).toMatchObject({
          payment: 'none',
          checkout_session: null,
        })
      })

      test('finds by its name what no id is known of, and no other one’s', async () => {
        const order = await cardOrder(subject)
        const other = orderFor(order.customer, order.purchase.account, {
          payment_method: order.purchase.payment_method,
        })
        const facts = await subject.payments.charge(order)
        await subject.payments.charge(other)
        expect(await subject.payments.look(order)).toMatchObject({ payment: 'paid', invoice: facts.invoice })
      })
    })

    describe('a hosted page', () => {
      const checkout = async (more = {}) => {
        const account = unique('acc')
        const customer = await subject.payments.customer({ account, name: 'Ada', email: 'ada@example.com' })
        return orderFor(customer, account, { paying_by: 'checkout', ...more })
      }

      test('is opened once, and sends the buyer back to us', async () => {
        const order = await checkout()
        const { account, id } = order.purchase
        const facts = await subject.payments.openCheckout(order)
        expect(facts).toMatchObject({ payment: 'open', total_minor: 2500n, invoice: null, paid_at: null })
        expect(facts.page_url).toMatch(/^https?:/)
        expect(await subject.payments.openCheckout(order)).toMatchObject({ page_url: facts.page_url })
        expect(await subject.payments.openCheckout(settled(order, facts))).toMatchObject({ payment: 'open' })
        const { data } = await subject.stripe.checkout.sessions.list({ customer: order.customer })
        expect(data).toHaveLength(1)
        expect(data[0]).toMatchObject({
          id: facts.checkout_session,
          client_reference_id: id,
          metadata: { scrip_account: account, scrip_purchase: id },
          success_url: `http://scrip.test/checkout/${account}/${id}`,
          cancel_url: `http://scrip.test/checkout/${account}/${id}/cancelled`,
        })
      })

      test('sends a buyer who turns back where the caller wants', async () => {
        const order = await checkout({ cancel_url: 'https://shop.test/cart' })
        const { checkout_session } = await subject.payments.openCheckout(order)
        const session = await subject.stripe.checkout.sessions.retrieve(String(checkout_session))
        expect(session.cancel_url).toBe('https://shop.test/cart')
      })

      test('that is abandoned takes nothing any more', async () => {
        const order = await checkout()
        const facts = await subject.payments.openCheckout(order)
        const later = settled(order, facts)
        expect(await subject.payments.abandon(later)).toMatchObject({ payment: 'expired', page_url: null })
        expect(await subject.payments.abandon(later)).toMatchObject({ payment: 'expired' })
        expect(await subject.payments.look(order)).toMatchObject({ payment: 'expired' })
        const never = await checkout()
        expect(await subject.payments.abandon(never)).toMatchObject({ payment: 'expired' })
      })

      test('of too little is refused', async () => {
        const error = await thrownBy(subject.payments.openCheckout(await checkout({ price_minor: 10n })))
        expect(error).toBeInstanceOf(PaymentRefused)
        expect(error.code).toBe('amount_too_small')
      })

      test('saves a card without a charge', async () => {
        const { customer } = await customerWith(subject)
        const request = { key: unique('setup'), success_url: 'http://shop.test/saved', cancel_url: null }
        const page = await subject.payments.openSetup(customer, request)
        expect(page.url).toMatch(/^https?:/)
        expect(await subject.payments.openSetup(customer, request)).toEqual(page)
      })
    })

    describe('an abandoned charge', () => {
      test('is void, and charged no more', async () => {
        const order = await cardOrder(subject, 'pm_card_authenticationRequired')
        const facts = await subject.payments.charge(order)
        const later = settled(order, facts)
        expect(await subject.payments.abandon(later)).toMatchObject({ payment: 'expired', page_url: null })
        expect(await subject.payments.charge(later)).toMatchObject({ payment: 'expired' })
        expect(await chargesOf(order.customer)).toEqual([])
      })

      test('that was never begun is failed', async () => {
        const order = await cardOrder(subject)
        expect(await subject.payments.abandon(order)).toMatchObject({
          payment: 'failed',
          failure: { code: 'abandoned' },
        })
      })
    })

    billsContract(() => subject)

    describe('a refund', () => {
      let order: Order
      beforeAll(async () => {
        const made = await cardOrder(subject)
        order = settled(made, await subject.payments.charge(made))
      })

      test('goes back in parts, each once, and never more than was paid', async () => {
        const [first, second] = [
          refundOf(order, 1000n, 'requested_by_customer'),
          refundOf(order, 1500n, 'goodwill'),
        ]
        expect(await subject.payments.refund(order, first)).toMatchObject({
          payment: 'paid',
          refunds: [{ refund: first.id, amount_minor: 1000n, reason: 'requested_by_customer' }],
        })
        expect((await subject.payments.refund(order, first)).refunds).toHaveLength(1)
        const error = await thrownBy(subject.payments.refund(order, refundOf(order, 1501n)))
        expect(error).toBeInstanceOf(PaymentRefused)
        expect(error.code).toBe('refund_refused')
        const facts = await subject.payments.refund(order, second)
        expect(facts.refunds.map(({ refund }) => refund).sort()).toEqual([first.id, second.id].sort())
        expect(facts.refunds.every(({ status }) => status === 'succeeded' || status === 'pending')).toBe(true)
      })

      test('of what was not paid is refused', async () => {
        const unpaid = await cardOrder(subject)
        expect((await thrownBy(subject.payments.refund(unpaid, refundOf(unpaid, 100n)))).code).toBe(
          'refund_refused',
        )
      })

      test('from the dashboard is seen, and isn’t ours', async () => {
        const made = await cardOrder(subject)
        const paid = settled(made, await subject.payments.charge(made))
        const payment_intent = String(paid.purchase.facts.payment_intent)
        const refund = await subject.stripe.refunds.create({ payment_intent, amount: 700 })
        expect((await subject.payments.look(paid)).refunds).toMatchObject([
          { id: refund.id, refund: null, amount_minor: 700n, reason: null },
        ])
      })
    })

    describe('a dispute', () => {
      const disputed = async (card = 'pm_card_createDispute') => {
        const made = await cardOrder(subject, card)
        return settled(made, await subject.payments.charge(made))
      }
      const close = async (order: Order, word: 'winning' | 'losing') => {
        const { data } = await subject.stripe.disputes.list({
          payment_intent: String(order.purchase.facts.payment_intent),
        })
        const evidence = { uncategorized_text: `${word}_evidence` }
        await subject.stripe.disputes.update(String(data[0]?.id), { evidence, submit: true })
      }
      const seen = async (order: Order, status: string) =>
        expect.poll(async () => (await subject.payments.look(order)).dispute?.status).toBe(status)

      test('is open, and is won', async () => {
        const order = await disputed()
        await seen(order, 'open')
        expect((await subject.payments.look(order)).dispute).toMatchObject({
          amount_minor: 2500n,
          currency: 'usd',
          reason: 'fraudulent',
        })
        await close(order, 'winning')
        await seen(order, 'won')
      })

      test('is lost', async () => {
        const order = await disputed()
        await seen(order, 'open')
        await close(order, 'losing')
        await seen(order, 'lost')
      })

      test('is none while the bank only asks', async () => {
        const order = await disputed('pm_card_createDisputeInquiry')
        await expect
          .poll(
            async () => (await subject.stripe.charges.list({ customer: order.customer })).data[0]?.disputed,
          )
          .toBe(true)
        expect((await subject.payments.look(order)).dispute).toBeNull()
      })
    })

    test('bills come newest first, page by page, and say whose they are', async () => {
      const order = await cardOrder(subject)
      const { account, payment_method } = order.purchase
      const ids = []
      for (const one of [order, orderFor(order.customer, account, { payment_method })]) {
        await subject.payments.charge(one)
        ids.unshift(one.purchase.id)
      }
      const first = await subject.payments.invoices(order.customer, 1, null)
      const second = await subject.payments.invoices(order.customer, 1, first.next)
      expect([...first.items, ...second.items].map(({ purchase }) => purchase)).toEqual(ids)
      expect(second.next).toBeNull()
      expect(first.items[0]).toMatchObject({
        description: '25 Gateway credits',
        currency: 'usd',
        total_minor: 2500n,
        tax_minor: 0n,
        subtotal_minor: 2500n,
        status: 'paid',
      })
      await expect(subject.payments.invoices(order.customer, 1, 'in_unknown')).rejects.toThrow(BadCursor)
    })

    describe('events', () => {
      const signed = (event: object, at = Date.now(), secret = WEBHOOK_SECRET) => {
        const payload = JSON.stringify(event)
        const timestamp = Math.floor(at / 1000)
        const header = subject.stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })
        return [Buffer.from(payload), header] as const
      }

      test('tell what they are about, oldest first', async () => {
        const since = Date.now() - 2000
        const made = await cardOrder(subject)
        const about = { account: made.purchase.account, purchase: made.purchase.id }
        const paid = settled(made, await subject.payments.charge(made))
        const intent = String(paid.purchase.facts.payment_intent)
        await subject.stripe.refunds.create({ payment_intent: intent, amount: 100 })
        const ours = async () =>
          (await all(subject.payments.eventsSince(since))).filter(
            (one) => one.about?.purchase === about.purchase,
          )
        const types = async () => (await ours()).map(({ type }) => type)
        // The refund that the dashboard made carries no name of ours, and is found by its payment.
        await expect.poll(types).toContain('refund.created')
        const events = await ours()
        expect(events.map((one) => one.about)).toEqual(events.map(() => about))
        expect((await types()).indexOf('refund.created')).toBeGreaterThan(
          (await types()).indexOf('invoice.paid'),
        )
        const times = events.map(({ created_at }) => created_at)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        expect(await all(subject.payments.eventsSince(Date.now() + 60_000))).toEqual([])

        const event = await subject.stripe.events.retrieve(String(events[0]?.id))
        const [body, header] = signed(event)
        expect(await subject.payments.event(body, header, Date.now())).toEqual(events[0])
      })

      test('of what isn’t ours, or doesn’t concern us, are about nothing', async () => {
        const read = (type: string, object: object) => {
          const [body, header] = signed({ id: 'evt_1', object: 'event', type, created: 1, data: { object } })
          return subject.payments.event(body, header, Date.now())
        }
        const metadata = { scrip_account: 'acc', scrip_purchase: 'pur' }
        expect(await read('invoice.paid', { object: 'invoice', metadata })).toEqual({
          id: 'evt_1',
          type: 'invoice.paid',
          created_at: 1000,
          payment_only: true,
          about: { account: 'acc', purchase: 'pur' },
          card_of: null,
        })
        expect((await read('invoice.paid', { object: 'invoice', metadata: {} })).about).toBeNull()
        expect((await read('customer.updated', { object: 'customer', metadata })).about).toBeNull()
        const foreign = { object: 'refund', metadata: {}, payment_intent: 'pi_unknown' }
        expect((await read('refund.created', foreign)).about).toBeNull()
      })

      test('tell whose cards changed, and nothing else of a customer', async () => {
        const since = Date.now() - 2000
        const { payments, stripe } = subject
        const { account, customer, card } = await customerWith(subject)
        await payments.setDefault(customer, card)
        await stripe.customers.update(customer, { name: 'Ada Lovelace' })
        const told = async () =>
          (await all(payments.eventsSince(since)))
            .filter(({ card_of }) => card_of === account)
            .map(({ about, type }) => [type, about])
        const wanted = [
          ['payment_method.attached', null],
          ['customer.updated', null],
        ]
        await expect.poll(told).toEqual(wanted)
        const read = async (type: string, object: object) => {
          const [body, header] = signed({ id: 'evt_1', object: 'event', type, created: 1, data: { object } })
          return (await payments.event(body, header, Date.now())).card_of
        }
        const session = { object: 'checkout.session', customer, metadata: {} }
        expect(await read('checkout.session.completed', { ...session, mode: 'setup' })).toBe(account)
        expect(await read('checkout.session.completed', { ...session, mode: 'payment' })).toBeNull()
        expect(await read('payment_method.attached', { object: 'payment_method', customer })).toBe(account)
        const stranger = await stripe.customers.create({})
        for (const id of [stranger.id, 'cus_unknown', null])
          expect(await read('payment_method.attached', { object: 'payment_method', customer: id })).toBeNull()
      })

      test('are refused when nobody signed them, somebody else did, or long ago', async () => {
        const event = { id: 'evt_1', object: 'event', type: 'invoice.paid', created: 1, data: { object: {} } }
        const now = Date.now()
        const read = ([body, header]: readonly [Buffer, string], at = now) =>
          subject.payments.event(body, header, at)
        const [body, header] = signed(event)
        await expect(read([body, header])).resolves.toBeDefined()
        await expect(read([body, ''])).rejects.toThrow(BadSignature)
        await expect(read(signed(event, now, 'whsec_another'))).rejects.toThrow(BadSignature)
        await expect(read([Buffer.concat([body, Buffer.from(' ')]), header])).rejects.toThrow(BadSignature)
        await expect(read(signed(event, now - 301_000))).rejects.toThrow(BadSignature)
        await expect(read(signed(event, now - 299_000))).resolves.toBeDefined()
        // It is the caller's clock that counts.
        await expect(read([body, header], now + 302_000)).rejects.toThrow(BadSignature)
      })
    })

    test('money that was taken is told, with what went back of it', async () => {
      const since = Date.now() - 2000
      const made = await cardOrder(subject)
      const paid = settled(made, await subject.payments.charge(made))
      await subject.payments.refund(paid, refundOf(paid, 300n))
      const declined = await cardOrder(subject, 'pm_card_chargeCustomerFail')
      await subject.payments.charge(declined)
      const taken = await all(subject.payments.takenSince(since))
      const { account, facts, id } = paid.purchase
      expect(taken.filter(({ about }) => about.purchase === id)).toMatchObject([
        {
          about: { account, purchase: id },
          payment_intent: facts.payment_intent,
          amount_minor: 2500n,
          refunded_minor: 300n,
          currency: 'usd',
        },
      ])
      expect(taken.some(({ about }) => about.purchase === declined.purchase.id)).toBe(false)
    })
  })
}
