import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { sqlAt } from '../harness/audit.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { Shop } from '../harness/shop.ts'
import { until } from '../harness/until.ts'
import { entry, submit } from '../sandbox/world.ts'

/** Every call that a charge makes, and whether the server dies before the work of it is done or after. */
const steps = [
  '/v1/invoices',
  '/v1/invoiceitems',
  '/v1/invoices/*/finalize',
  '/v1/payment_intents/*',
  '/v1/invoices/*/pay',
]
const boundaries = steps.flatMap((path) => [
  { path, kind: 'slow', ms: 1_500 },
  { path, kind: 'hang', ms: 60_000 },
])

let shop: Shop
beforeAll(async () => {
  shop = await Shop.open({ keep: true })
  await shop.creditType('gateway')
})
beforeEach(() => shop.calm())

const written = (account: string) =>
  sqlAt(shop.database.owner, 'select purchase_id from purchases where account_id = $1', [account])

const KILLS = rounds(100, 1)

test(`kill -9 at every step of a charge, ${KILLS} times: each purchase is charged once and granted once`, {
  timeout: minutes(60, 5),
}, async () => {
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const accounts = boundaries.map((_, i) => `team_a_${kill}_${i}`)
    for (const account of accounts) {
      await shop.account(account)
      await shop.card(account)
    }
    await shop.tell('DELETE', '/calls')
    for (const [i, boundary] of boundaries.entries()) {
      await shop.tell('POST', '/faults', { ...boundary, method: 'POST' })
      // Every second buyer has a key and will ask again; the others never come back.
      const headers: Record<string, string> = i % 2 === 0 ? { 'Idempotency-Key': `a-buy-${kill}-${i}` } : {}
      shop.buy(accounts[i] as string, '25', headers).catch(() => {})
      await until(`call ${i} to meet its fault`, async () => {
        // On a slow machine another one's second try may meet it, and who was not heard of is not finished by anybody.
        if ((await written(accounts[i] as string)).length === 0) return false
        const { data } = await shop.tell<{ data: { faults: string[] }[] }>('GET', '/calls')
        return data.filter(({ faults }) => faults.length > 0).length > i
      })
    }
    await shop.kill()
    await shop.start()
    const again = accounts.flatMap((account, i) =>
      i % 2 === 0 ? [shop.buy(account, '25', { 'Idempotency-Key': `a-buy-${kill}-${i}` })] : [],
    )
    for (const { status } of await Promise.all(again)) expect(status).toBeLessThan(500)
    for (const account of accounts) {
      await shop.has(account, '25')
      expect(await shop.purchases(account)).toMatchObject([{ state: 'paid' }])
      expect(await shop.charges(account)).toMatchObject([{ amount: 2500 }])
    }
    await shop.audit()
  }
})

/** Killed after the call's work is done, with the answer on its way, and in the long round before that, too. */
const edges = [
  { kind: 'hang', ms: 60_000 },
  { kind: 'slow', ms: 1_500 },
].slice(0, rounds(2, 1))

/** The server dies at the call that meets the fault, and comes back. */
async function killedAt(shop: Shop, fault: object, work: () => Promise<unknown>): Promise<void> {
  await shop.tell('DELETE', '/calls')
  await shop.tell('POST', '/faults', fault)
  work().catch(() => {})
  const hasMet = async () => {
    const { data } = await shop.tell<{ data: { faults: string[] }[] }>('GET', '/calls')
    return data.some(({ faults }) => faults.length > 0)
  }
  // Where nobody tells, a job finds it by itself, now and then.
  await until('the call to meet its fault', hasMet)
  await shop.kill()
  await shop.tell('DELETE', '/faults')
  await shop.start()
}

const EDGE_KILLS = rounds(20, 1)

test.runIf(rounds(true, false))(
  `kill -9 while a page is opened, ${EDGE_KILLS} times: it is one page, paid once and granted once`,
  {
    timeout: minutes(15, 1),
  },
  async () => {
    for (let kill = 1; kill <= EDGE_KILLS; kill += 1)
      for (const [i, edge] of edges.entries()) {
        const account = `team_b_${kill}_${i}`
        await shop.account(account)
        const buy = () =>
          shop.buy(
            account,
            '25',
            { 'Idempotency-Key': `b-page-${kill}-${i}` },
            { success_url: 'http://shop.test/' },
          )
        await killedAt(shop, { ...edge, path: '/v1/checkout/sessions', method: 'POST' }, buy)
        const { status, body } = await buy()
        expect([status, body.state]).toEqual([202, 'awaiting_checkout'])
        const customer = await shop.customerOf(account)
        expect((await shop.stripe.checkout.sessions.list({ customer })).data).toHaveLength(1)
        // The buyer pays, and the server dies as it looks at what the webhook tells of.
        const look = { ...edge, path: '/v1/checkout/sessions/*', method: 'GET' }
        await killedAt(shop, look, () => submit(body.checkout_url, entry('4242 4242 4242 4242')))
        await shop.has(account, '25')
        expect(await shop.charges(account)).toHaveLength(1)
      }
    await shop.audit()
  },
)

test(`kill -9 while the invoice of a declined card is voided, ${EDGE_KILLS} times: it can't be paid any more`, {
  timeout: minutes(15, 1),
}, async () => {
  for (let kill = 1; kill <= EDGE_KILLS; kill += 1)
    for (const [i, edge] of edges.entries()) {
      const account = `team_c_${kill}_${i}`
      await shop.account(account)
      await shop.card(account, 'pm_card_chargeCustomerFail')
      const buy = () => shop.buy(account, '25', { 'Idempotency-Key': `c-void-${kill}-${i}` })
      await killedAt(shop, { ...edge, path: '/v1/invoices/*/void', method: 'POST' }, buy)
      expect((await buy()).status).toBe(402)
      const customer = await shop.customerOf(account)
      const { data } = await shop.stripe.invoices.list({ customer })
      expect(data.map(({ status }) => status)).toEqual(['void'])
      // Asked again under its key, the bank is not.
      const tries = (await shop.calls('POST', /\/pay$/)).filter(({ replayed }) => !replayed)
      expect(tries).toHaveLength(1)
      expect(await shop.available(account)).toBe('0')
    }
  await shop.audit()
})

const RANDOM_KILLS = rounds(40, 1)

test(`kill -9 at any moment of many purchases, ${RANDOM_KILLS} times: charged once, granted once`, {
  timeout: minutes(20, 2),
}, async () => {
  const accounts = Array.from({ length: 6 }, (_, i) => `team_d_${i}`)
  for (const account of accounts) {
    await shop.account(account)
    await shop.card(account)
  }
  for (let kill = 1; kill <= RANDOM_KILLS; kill += 1) {
    const buying = accounts.map((account) =>
      shop.buy(account, '10', { 'Idempotency-Key': `d-random-${kill}-${account}` }).catch(() => null),
    )
    await sleep((kill * 37) % 300)
    await shop.kill()
    await Promise.all(buying)
    await shop.start()
    for (const account of accounts)
      expect(
        (await shop.buy(account, '10', { 'Idempotency-Key': `d-random-${kill}-${account}` })).status,
      ).toBeLessThan(500)
    for (const account of accounts) {
      await shop.has(account, String(kill * 10))
      expect(await shop.charges(account)).toHaveLength(kill)
    }
  }
  await shop.audit()
})

test('kill -9 while a refund is under way: it happens once, and takes its credits once', {
  timeout: minutes(5, 1),
}, async () => {
  for (const [i, kind] of (['slow', 'hang', 'lose_answer'] as const).entries()) {
    const account = `team_e_${i}`
    await shop.account(account)
    await shop.card(account)
    const { body } = await shop.buy(account, '100')
    const path = `/v1/accounts/${account}/purchases/${body.id}/refunds`
    const headers = { 'Idempotency-Key': `e-refund-${i}` }
    await shop.tell('POST', '/faults', {
      kind,
      path: '/v1/refunds',
      ms: 3_000,
      times: kind === 'lose_answer' ? 2 : 1,
    })
    await shop.tell('DELETE', '/calls')
    const asked = shop.operator('POST', path, { amount: '40.00' }, headers).catch(() => null)
    await until('the refund to meet its fault', async () => (await shop.calls('POST', /refunds/)).length > 0)
    await shop.kill()
    await asked
    await shop.start()
    expect((await shop.operator('POST', path, { amount: '40.00' }, headers)).status).toBeLessThan(500)
    await shop.has(account, '60')
    const [charge] = await shop.charges(account)
    expect(charge?.amount_refunded).toBe(4000)
  }
  await shop.audit()
})

test.runIf(rounds(true, false))(
  'kill -9 while a refund that failed is looked at: the credits are back, once',
  {
    timeout: minutes(5, 1),
  },
  async () => {
    for (const [i, edge] of edges.entries()) {
      const account = `team_f_${i}`
      await shop.account(account)
      await shop.card(account, 'pm_card_pendingRefund')
      const { body } = await shop.buy(account, '100')
      const refunds = `/v1/accounts/${account}/purchases/${body.id}/refunds`
      expect((await shop.operator('POST', refunds, {})).body.refund.status).toBe('pending')
      expect(await shop.available(account)).toBe('0')
      const [charge] = await shop.charges(account)
      const [refund] = (await shop.stripe.refunds.list({ charge: charge?.id as string })).data
      // In the long round nobody tells of it, and it is found all the same.
      await shop.tell('PUT', '/webhooks', { drop: rounds(true, false) })
      await killedAt(shop, { ...edge, path: '/v1/refunds', method: 'GET' }, () =>
        shop.tell('POST', `/refunds/${refund?.id}/close`, { status: 'failed' }),
      )
      await shop.has(account, '100')
      expect(await shop.purchase(account, body.id)).toMatchObject({
        state: 'paid',
        revoked: '0',
        refunded: '0.00',
      })
      await shop.tell('DELETE', '/webhooks')
    }
    await shop.audit()
  },
)
