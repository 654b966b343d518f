import pg from 'pg'
import Stripe from 'stripe'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { faultsOf, fillSubscriptions, makeDue, progressOf } from '../../bench/preload/due-subscriptions.ts'
import { attachEmbedded } from '../../src/store/embedded/attach.ts'
import { auditLedger } from '../harness/audit.ts'
import { demoIn } from '../harness/demo.ts'
import { childrenOf, killAtOnce, postmasterOf } from '../harness/processes.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { startServer } from '../harness/server.ts'
import { Shop } from '../harness/shop.ts'
import { until } from '../harness/until.ts'
import { must, operatorKey, wireTo } from '../harness/wire.ts'
import { charging, done, Subscribers } from './subscribers.ts'

const { events, bills } = done.renewal

let shop: Shop
let subscribers: Subscribers
beforeAll(async () => {
  shop = await Shop.open({ keep: true })
  subscribers = await Subscribers.at(shop)
})
beforeEach(() => shop.calm())

test('a server that was down catches up: what has passed is not granted, nor charged by a renewal', async () => {
  for (const id of ['one', 'three']) await subscribers.subscribed(id)
  for (const id of ['months', 'years']) await subscribers.subscribed(id, 'year')
  await shop.kill()
  await subscribers.passes(['one'], 1)
  await subscribers.passes(['three'], 3, '10 days')
  await subscribers.passes(['months'], 5, '10 days')
  await subscribers.passes(['years'], 14, '10 days')
  await shop.start()
  await subscribers.allCome(['one'], done.renewal)
  // The third renewal is the one that is paid, and its month is given.
  await subscribers.allCome(['three'], { ...done.renewal, month: 3 })
  const begun = { status: 'active', bills: ['paid'], charged: [10_000 * 2], given: 400 }
  await subscribers.allCome(['months'], {
    ...begun,
    month: 5,
    events: ['created', 'started', 'month_granted'],
  })
  await subscribers.allCome(['years'], {
    ...begun,
    month: 14,
    events,
    bills,
    // Ten of its twelve months are still to come.
    charged: [20_000, 16_667],
  })
  await shop.audit()
})

test('a renewal whose answers are lost is charged once; one that is declined, not at all', {
  timeout: minutes(20, 2),
}, async () => {
  for (let round = 1; round <= rounds(20, 1); round += 1) {
    const accounts = charging.map((_, i) => `lost_${round}_${i}`)
    for (const id of accounts) await subscribers.subscribed(id)
    const declined = `declined_${round}`
    await subscribers.subscribed(declined)
    const good = (await shop.charges(declined))[0]?.payment_method as string
    await shop.card(declined, 'pm_card_chargeCustomerFail')
    await shop.kill()
    await subscribers.passes([...accounts, declined])
    // The decline is known there, and nobody hears of it.
    const voiding = { kind: 'hang', path: '/v1/invoices/*/void', method: 'POST', ms: 60_000 }
    const lost = charging.map((path) => ({ kind: 'lose_answer', path, method: 'POST', times: 2 }))
    await subscribers.meet([...lost, voiding], () => shop.start())
    await shop.kill()
    await shop.start()
    await subscribers.allCome(accounts, done.renewal)
    const failed = {
      status: 'past_due',
      month: 0,
      events: ['created', 'started', 'renewal_billed', 'payment_failed'],
      bills: ['paid', 'failed'],
      given: 200,
      charged: [2000],
    }
    await subscribers.allCome([declined], failed)
    const customer = await shop.customerOf(declined)
    await shop.stripe.customers.update(customer, { invoice_settings: { default_payment_method: good } })
    await subscribers.allCome([declined], {
      ...done.renewal,
      events: [...failed.events, 'renewal_billed', 'renewed'],
      bills: ['paid', 'failed', 'paid'],
    })
  }
  await shop.audit()
})

// The short round has two servers, and a PostgreSQL that is killed, in its tests of purchases and debits.
test.runIf(rounds(true, false))(
  'two servers on one database renew each subscription once, whoever looks at it meanwhile',
  {
    timeout: minutes(5, 2),
  },
  async () => {
    const accounts = Array.from({ length: rounds(100, 12) }, (_, i) => `team_${i}`)
    for (const id of accounts) await subscribers.subscribed(id)
    await shop.kill()
    await subscribers.passes(accounts)
    const second = await startServer({
      database: shop.database.url,
      dataDir: shop.server.dataDir,
      env: {
        STRIPE_SECRET_KEY: shop.sandbox.secretKey,
        STRIPE_WEBHOOK_SECRET: 'whsec_for_the_shop',
        STRIPE_API_URL: shop.sandbox.url,
      },
    })
    await shop.start()
    const other = wireTo(second.port, operatorKey(second.dataDir))
    const looked = accounts.flatMap((id) =>
      [shop.operator, other].map((wire) => wire('GET', `/v1/accounts/${id}/subscriptions`)),
    )
    for (const { status } of await Promise.all(looked)) expect(status).toBe(200)
    await subscribers.allCome(accounts, done.renewal)
    await until('the last bill', async () => (await shop.calls('POST', /\/pay$/)).length >= accounts.length)
    const paid = await shop.calls('POST', /\/pay$/)
    // One for the start and one for the renewal.
    expect(paid.filter(({ replayed }) => !replayed)).toHaveLength(2 * accounts.length)
    await shop.audit()
  },
)

test.runIf(rounds(true, false))(
  'kill -9 of PostgreSQL in the middle of many renewals: each is charged once and granted once',
  {
    timeout: minutes(10, 2),
  },
  async () => {
    const server = await startServer()
    const [count, seats] = [rounds(200, 60), 2]
    const { sandbox_url } = demoIn(server.dataDir)
    const { hostname: host, port } = new URL(sandbox_url)
    const stripe = new Stripe('sk_test_sandbox', { host, port, protocol: 'http' })
    const operator = wireTo(server.port, operatorKey(server.dataDir))
    const type = { id: 'seats', name: 'Seats', unit_price: '1', currency: 'usd', expiry: { policy: 'never' } }
    await must(operator('POST', '/v1/credit-types', type))
    const pricing = { by: 'size', sizes: [{ credits: '100', month_price: '10' }] }
    await must(
      operator('POST', '/v1/plans', { id: 'plan_seats', name: 'Seats', credit_type: 'seats', pricing }),
    )
    const owner = await attachEmbedded(server.dataDir)
    if (!owner) throw new Error('PostgreSQL does not run')
    const asked = async <A>(work: (client: pg.Client) => Promise<A>): Promise<A> => {
      const client = new pg.Client(owner)
      client.on('error', () => {})
      await client.connect()
      try {
        return await work(client)
      } finally {
        await client.end().catch(() => {})
      }
    }
    const subscribers = { count, seats, plan: 'plan_seats', credit_type: 'seats' }
    await asked((client) => fillSubscriptions(client, stripe, subscribers, Date.now()))
    await asked(makeDue)
    const KILLS = rounds(5, 1)
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const some = Math.ceil((count * kill) / (KILLS + 1))
      await until(`${some} renewals`, async () => (await asked(progressOf)).renewed >= some, 60_000)
      const postmaster = postmasterOf(server.dataDir)
      killAtOnce([postmaster, ...childrenOf(postmaster)])
      await until('PostgreSQL', () => asked(async () => true).catch(() => false))
    }
    await until(
      'the last of them',
      async () => {
        const { renewed, open } = await asked(progressOf)
        return renewed === count && open === 0
      },
      90_000,
    )
    expect(await asked((client) => faultsOf(client, stripe, seats))).toEqual([])
    await auditLedger(owner)
  },
)
