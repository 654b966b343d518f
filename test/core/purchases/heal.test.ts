import { beforeAll, describe, expect, test } from 'vitest'
import { catchUp } from '../../../src/core/purchases/catch-up.ts'
import { checkPayments } from '../../../src/core/purchases/check-payments.ts'
import { drive } from '../../../src/core/purchases/drive.ts'
import { handleEvent } from '../../../src/core/purchases/handle-event.ts'
import { lookAgain } from '../../../src/core/purchases/look-again.ts'
import { OutcomeUnknown, type PaymentEvent } from '../../../src/core/purchases/payments.ts'
import { planPurchase } from '../../../src/core/purchases/plan-purchase.ts'
import type { Purchase } from '../../../src/core/purchases/purchase.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { Unavailable } from '../../../src/core/unavailable.ts'
import { openTill, type Till } from '../../harness/till.ts'

const MINUTE = 60_000

let till: Till
beforeAll(async () => {
  till = await openTill({ timeout_ms: 1_000 })
  await till.creditType('gateway')
})

const paidOnce = async (account: string) => {
  expect(await till.purchases(account)).toMatchObject([{ state: 'paid' }])
  expect(await till.charges(account)).toHaveLength(1)
  expect(await till.available(account)).toBe(25n)
}

describe('an answer that is lost', () => {
  const pay = '/v1/invoices/*/pay'
  test.each([
    { kind: 'lose_answer', path: '/v1/invoices' },
    { kind: 'lose_answer', path: '/v1/invoiceitems' },
    { kind: 'lose_answer', path: '/v1/invoices/*/finalize' },
    { kind: 'lose_answer', path: pay },
    { kind: 'reset', path: pay },
    { kind: 'error', path: pay },
    { kind: 'hang', ms: 5_000, path: pay },
  ])('$kind at $path', async ({ path, ...fault }) => {
    const account = `lost_${fault.kind}_${path.replace(/\W/g, '')}`
    await till.card(account)
    await till.fault({ ...fault, path, method: 'POST', times: 2 })
    const { purchase } = await till.buys(account)
    await till.noFaults()
    if (purchase.state !== 'paid') await checkPayments(till.buying, Date.now() + MINUTE)
    await paidOnce(account)
  })

  test('for longer than a caller waits: it is told so, and a job finishes it', async () => {
    await till.card('away')
    await till.fault({ kind: 'error', path: '/v1/invoices/*/finalize', method: 'POST', times: 100 })
    const { purchase } = await till.buys('away', { attempt: 'away' })
    expect(['pending', 'charging']).toContain(purchase.state)
    await expect(checkPayments(till.buying, Date.now() + MINUTE)).rejects.toThrow('could not be checked')
    await till.noFaults()
    await checkPayments(till.buying, Date.now() + 2 * MINUTE)
    await paidOnce('away')
  })

  test('while no refund can be made, purchases are looked at all the same', async () => {
    await till.card('waiting')
    await till.fault({ kind: 'error', path: '/v1/invoices/*/finalize', method: 'POST', times: 100 })
    await till.buys('waiting', { attempt: 'waiting' })
    await till.noFaults()
    await till.card('stuck')
    const { purchase } = await till.buys('stuck')
    const asked = { account: 'stuck', purchase: purchase.id, amount_minor: 1n, reason: null }
    for (let i = 0; i < 20; i += 1)
      await till.store.registry.insertRefund({ ...asked, id: `ref_stuck_${i}`, created_at: Date.now() })
    await till.fault({ kind: 'error', path: '/v1/refunds', times: 1_000 })
    await expect(checkPayments(till.buying, Date.now() + MINUTE)).rejects.toThrow('20 payments')
    await paidOnce('waiting')
    await till.noFaults()
    await checkPayments(till.buying, Date.now() + 2 * MINUTE)
  })

  test('where nobody answers before anything was written, nothing is', async () => {
    await till.card('unreachable')
    await till.fault({ kind: 'error', path: '/v1/payment_methods', method: 'GET', times: 100 })
    await expect(till.buys('unreachable')).rejects.toThrow(Unavailable)
    await till.noFaults()
    expect(await till.purchases('unreachable')).toEqual([])
  })

  test('of the page: the same page is found again', async () => {
    await till.account('page')
    await till.fault({ kind: 'lose_answer', path: '/v1/checkout/sessions', method: 'POST', times: 2 })
    const { purchase } = await till.buys('page')
    expect(purchase.state).toBe('awaiting_checkout')
    const customer = (await till.store.registry.customer('page')) ?? ''
    expect((await till.stripe.checkout.sessions.list({ customer })).data).toHaveLength(1)
  })
})

describe('a server that dies', () => {
  /** All it did was to write the purchase down. */
  const written = async (account: string): Promise<Purchase> => {
    await till.card(account)
    const { registry } = till.store
    const whose = await registry.account(account)
    if (!whose) throw new Error('there is no account')
    const planned = orRefuse(await planPurchase(till.buying, whose, till.request(account), Date.now()))
    await registry.insertPurchase(planned, [
      { account, purchase: planned.id, seq: 1, from: null, to: planned.state, cause: 'buy', at: Date.now() },
    ])
    return planned
  }

  test('before the charge: the job charges, once', async () => {
    await written('dead')
    const both = [till.buying, till.server()]
    await Promise.all(both.map((server) => checkPayments(server, Date.now() + MINUTE)))
    await paidOnce('dead')
  })

  test('before the charge: the same attempt goes on with it', async () => {
    const { attempt } = await written('again')
    const again = await till.buys('again', { attempt: attempt ?? '' })
    expect(again).toMatchObject({ replayed: true, purchase: { state: 'paid' } })
    await paidOnce('again')
  })

  test('for a quarter of an hour: nobody charges the card any more', async () => {
    const purchase = await written('late')
    await till.fault({ kind: 'error', path: '/v1/invoices/*/pay', method: 'POST', times: 100 })
    await expect(drive(till.buying, purchase, 'test', Date.now())).rejects.toThrow(OutcomeUnknown)
    await till.noFaults()
    await checkPayments(till.buying, purchase.created_at + 16 * MINUTE)
    expect(await till.purchase(purchase)).toMatchObject({
      state: 'failed',
      check_at: null,
      facts: { failure: { code: 'abandoned' } },
    })
    expect(await till.charges('late')).toEqual([])
    const customer = (await till.store.registry.customer('late')) ?? ''
    const { data } = await till.stripe.invoices.list({ customer })
    expect(data.map(({ status }) => status)).toEqual(['void'])
  })
})

describe('a page', () => {
  const opened = async (account: string) => {
    await till.account(account)
    return (await till.buys(account)).purchase
  }

  test('that the buyer never returns from is granted by the job', async () => {
    const purchase = await opened('no_return')
    await till.pay(purchase.facts.page_url)
    await checkPayments(till.buying, Date.now() + MINUTE)
    await paidOnce('no_return')
  })

  test('that two browsers pay at once is paid and granted once', async () => {
    const purchase = await opened('two_browsers')
    await Promise.all([till.pay(purchase.facts.page_url), till.pay(purchase.facts.page_url)])
    await Promise.all([1, 2, 3].map(() => lookAgain(till.buying, purchase, 'return_page', Date.now())))
    await paidOnce('two_browsers')
  })

  test('that is left expires, and grants nothing', async () => {
    const purchase = await opened('left')
    await till.stripe.checkout.sessions.expire(purchase.facts.checkout_session ?? '')
    await checkPayments(till.buying, Date.now() + MINUTE)
    expect(await till.purchase(purchase)).toMatchObject({ state: 'expired', check_at: null })
    expect(await till.available('left')).toBe(0n)
  })

  test('of a card that wants its owner is closed after a day', async () => {
    await till.card('unconfirmed', 'pm_card_authenticationRequired')
    const { purchase } = await till.buys('unconfirmed')
    await checkPayments(till.buying, purchase.created_at + 26 * 60 * MINUTE)
    expect((await till.purchase(purchase)).state).toBe('expired')
  })
})

describe('events', () => {
  /** Everything that was told of one purchase, oldest first. */
  const eventsOf = async ({ id }: Purchase): Promise<PaymentEvent[]> => {
    const events: PaymentEvent[] = []
    for await (const event of till.buying.payments.eventsSince(Date.now() - MINUTE))
      if (event.about?.purchase === id) events.push(event)
    return events
  }

  test('settle a purchase in any order, however often each comes', async () => {
    for (const [round, times] of [1, 2, 5].entries()) {
      const account = `events_${round}`
      await till.account(account)
      const { purchase } = await till.buys(account)
      await till.pay(purchase.facts.page_url)
      const events = await eventsOf(purchase)
      expect(events.length).toBeGreaterThan(1)
      const sent = Array.from({ length: times }, () => events).flat()
      const order =
        round === 0
          ? sent
          : sent
              .map((event) => ({ event, at: Math.random() }))
              .sort((a, b) => a.at - b.at)
              .map(({ event }) => event)
      const handled = await Promise.all(order.map((event) => handleEvent(till.buying, event, Date.now())))
      expect(handled.every((one) => one === 'settled' || one === 'seen')).toBe(true)
      await paidOnce(account)
      const causes = (await till.store.registry.transitions(account, purchase.id)).map(({ to }) => to)
      expect(causes).toEqual(['pending', 'awaiting_checkout', 'paid'])
    }
  })

  test('that were settled are not asked about again', async () => {
    await till.card('seen')
    const { purchase } = await till.buys('seen')
    const [event] = await eventsOf(purchase)
    if (!event) throw new Error('nothing was told')
    expect(await handleEvent(till.buying, event, Date.now())).toBe('settled')
    expect(await handleEvent(till.buying, event, Date.now())).toBe('seen')
    expect(await till.store.registry.forgetEvents(Date.now() + 1)).toBeGreaterThan(0)
    expect(await handleEvent(till.buying, event, Date.now())).toBe('settled')
  })

  test('of nothing of ours are ignored, and of an unknown account or purchase refused', async () => {
    const event = { id: 'evt_x', type: 'invoice.paid', created_at: 0 }
    expect(
      await handleEvent(
        till.buying,
        { ...event, about: null, payment_only: true, card_of: null },
        Date.now(),
      ),
    ).toBe('ignored')
    const about = { account: 'nobody', purchase: 'pur_nothing' }
    expect(
      await handleEvent(till.buying, { ...event, about, payment_only: true, card_of: null }, Date.now()),
    ).toMatchObject({
      refused: 'purchase_not_found',
    })
    expect(await till.store.registry.notedEvents(['evt_x'])).toEqual(new Set())
  })

  test('that never came are caught up with', async () => {
    await till.account('no_webhook')
    const { purchase } = await till.buys('no_webhook')
    await till.pay(purchase.facts.page_url)
    expect(await catchUp(till.buying, Date.now())).toBeGreaterThan(0)
    await paidOnce('no_webhook')
    expect(await catchUp(till.buying, Date.now())).toBe(0)
  })

  test('are not passed over where a look fails', async () => {
    await till.account('look_fails')
    const { purchase } = await till.buys('look_fails')
    await till.pay(purchase.facts.page_url)
    await till.fault({ kind: 'error', method: 'GET', path: '/v1/checkout/sessions/*', times: 100 })
    await expect(catchUp(till.buying, Date.now())).rejects.toThrow(Unavailable)
    await till.noFaults()
    await catchUp(till.buying, Date.now())
    await paidOnce('look_fails')
  })
})
