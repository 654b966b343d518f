import { beforeAll, describe, expect, test } from 'vitest'
import { addMember } from '../../../src/core/accounts/add-member.ts'
import { MICRO } from '../../../src/core/credits.ts'
import { beginnings } from '../../../src/core/purchases/buy.ts'
import { checkPayments } from '../../../src/core/purchases/check-payments.ts'
import { customerOf } from '../../../src/core/purchases/customer.ts'
import { drive } from '../../../src/core/purchases/drive.ts'
import { newPurchase } from '../../../src/core/purchases/new-purchase.ts'
import { OutcomeUnknown } from '../../../src/core/purchases/payments.ts'
import { planPurchase } from '../../../src/core/purchases/plan-purchase.ts'
import type { Purchase } from '../../../src/core/purchases/purchase.ts'
import { reconcile } from '../../../src/core/purchases/reconcile.ts'
import { whyNot } from '../../../src/core/purchases/why-not.ts'
import { isRefusal, orRefuse } from '../../../src/core/refusal.ts'
import { subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import type { Collection } from '../../../src/core/subscriptions/subscription.ts'
import { openTill, type Till } from '../../harness/till.ts'

const MINUTE = 60_000
const DAY = 86_400_000

let till: Till
let began = 0
beforeAll(async () => {
  till = await openTill({ timeout_ms: 1_000 })
  await till.creditType('gateway')
  began = Date.now()
  await till.store.once(null, began, (registry) =>
    registry.insertPlan({
      id: 'plan_team',
      name: 'Team',
      credit_type: 'gateway',
      currency: 'usd',
      gives_to: 'seats',
      pricing: { by: 'size', sizes: [{ credits_micro: 100n * MICRO, month_minor: 2000n, year_minor: null }] },
      bonus_micro: 0n,
      days_until_due: 30,
      created_at: 0,
      archived_at: null,
    }),
  )
})

/** An account whose admin can be sent an invoice. */
async function team(account: string): Promise<string> {
  const whose = await till.account(account)
  const admin = `${account}_admin`
  const input = {
    account,
    id: admin,
    email: `${account}@example.com`,
    role: 'admin',
    status: 'active',
  } as const
  await till.store.once(null, Date.now(), async (registry) =>
    orRefuse(await addMember(registry, input, Date.now(), till.buying.ids)),
  )
  await customerOf(till.buying, whose, admin, Date.now())
  return admin
}

async function subscribed(account: string, collection: Collection) {
  const member = await team(account)
  if (collection === 'charge_automatically') await till.card(account)
  const done = await subscribe(
    till.buying,
    {
      account,
      member,
      dialect: 'native',
      plan: 'plan_team',
      terms: { seats: 1, credits_micro: 100n * MICRO, interval: 'month' },
      collection,
      paying: { payment_method: null, by_page: true, success_url: null, cancel_url: null, source: null },
      expected_minor: null,
      once: null,
    },
    Date.now(),
  )
  if (isRefusal(done) || !done.purchase) throw new Error('it was not billed')
  return { ...done, purchase: done.purchase }
}

async function found(account: string, heal: boolean, now = Date.now()) {
  const { healed, differences } = await reconcile(till.buying, { since: began - 1000, heal }, now)
  const kinds = (of: typeof healed) => of.filter((one) => one.account === account).map(({ kind }) => kind)
  return { healed: kinds(healed), differences: kinds(differences) }
}

describe('a subscription’s bill', () => {
  test('that is paid grants nothing, and nothing is missing', async () => {
    const { purchase } = await subscribed('charged', 'charge_automatically')
    expect(purchase).toMatchObject({ state: 'paid', granted_at: null })
    expect(await found('charged', true)).toEqual({ healed: [], differences: [] })
  })

  test('that is paid and was not settled is found by the comparison', async () => {
    const { purchase, subscription } = await subscribed('untold', 'send_invoice')
    expect(purchase).toMatchObject({ state: 'awaiting_checkout' })
    expect(whyNot(purchase)).toBeNull()
    await till.pay(purchase.facts.page_url)
    const none = { healed: [], differences: [] }
    expect(await found('untold', false, Date.now() + DAY)).toEqual({
      ...none,
      differences: ['paid_not_granted'],
    })
    expect(await found('untold', true)).toEqual({ ...none, healed: ['paid_not_granted'] })
    const { registry } = till.store
    expect(await registry.subscription('untold', subscription.id)).toMatchObject({ status: 'active' })
    expect(await found('untold', true)).toEqual(none)
    expect(await till.available('untold')).toBe(100n)
  })

  test('that is sent is looked at, and not given up, however long it waits', async () => {
    const { purchase } = await subscribed('patient', 'send_invoice')
    for (const days of [1, 2, 20]) await checkPayments(till.buying, purchase.created_at + days * DAY)
    const waiting = await till.purchase(purchase)
    expect(waiting).toMatchObject({ state: 'awaiting_checkout' })
    expect(waiting.check_at).toBeGreaterThan(purchase.created_at + 20 * DAY)
    await till.pay(purchase.facts.page_url)
    await checkPayments(till.buying, purchase.created_at + 21 * DAY)
    expect(await till.purchase(purchase)).toMatchObject({ state: 'paid' })
  })
})

describe('a server that dies over a bill that is to be sent', () => {
  const written = async (account: string): Promise<Purchase> => {
    await team(account)
    const { registry } = till.store
    const whose = await registry.account(account)
    if (!whose) throw new Error('there is no account')
    const now = Date.now()
    const like = orRefuse(await planPurchase(till.buying, whose, till.request(account), now))
    const bill = newPurchase(till.buying.ids, { ...like, paying_by: 'invoice', days_until_due: 30 }, now)
    await registry.insertPurchase(bill, beginnings(bill))
    return bill
  }
  const invoices = async (account: string) => {
    const customer = String(await till.store.registry.customer(account))
    return (await till.stripe.invoices.list({ customer })).data.map(({ status }) => status)
  }
  const cutOff = async (bill: Purchase, path: string) => {
    await till.fault({ kind: 'lose_answer', path, method: 'POST', times: 2 })
    await till.fault({ kind: 'reset', method: 'GET', times: 100 })
    await expect(drive(till.buying, bill, 'test', Date.now())).rejects.toThrow(OutcomeUnknown)
    await till.noFaults()
  }

  test('before it is sent: the job sends it, once', async () => {
    const bill = await written('dead')
    const both = [till.buying, till.server()]
    await Promise.all(both.map((server) => checkPayments(server, Date.now() + MINUTE)))
    expect(await till.purchase(bill)).toMatchObject({ state: 'awaiting_checkout' })
    expect(await invoices('dead')).toEqual(['open'])
  })

  test('before it is sent, for a quarter of an hour: it never is', async () => {
    const bill = await written('late')
    await cutOff(bill, '/v1/invoiceitems')
    await checkPayments(till.buying, bill.created_at + 16 * MINUTE)
    expect(await till.purchase(bill)).toMatchObject({ state: 'expired', check_at: null })
    expect(await invoices('late')).toEqual([])
    expect(whyNot(await till.purchase(bill))?.detail).toContain('invoice')
  })

  test('after it was sent: it can be paid, however late that is known', async () => {
    const bill = await written('sent')
    await cutOff(bill, '/v1/payment_intents/*')
    await checkPayments(till.buying, bill.created_at + 16 * MINUTE)
    expect(await till.purchase(bill)).toMatchObject({ state: 'awaiting_checkout' })
    expect(await invoices('sent')).toEqual(['open'])
  })
})
