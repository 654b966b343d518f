import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { sqlAt } from '../harness/audit.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { Shop } from '../harness/shop.ts'
import { until } from '../harness/until.ts'

const steps = ['/v1/invoices', '/v1/invoiceitems', '/v1/invoices/*/finalize', '/v1/invoices/*/pay']
/** A broken connection is tried once more by the SDK itself, so that its caller only sees the second one. */
const faults = [
  { kind: 'lose_answer', times: 2 },
  { kind: 'reset', times: 2 },
  { kind: 'hang', ms: 30_000 },
  { kind: 'error', status: 500, when: 'after' },
  { kind: 'error', status: 500, when: 'before' },
  { kind: 'rate_limit', times: 2 },
] as const

let shop: Shop
beforeAll(async () => {
  shop = await Shop.open({ keep: true })
  await shop.creditType('gateway')
})
beforeEach(() => shop.calm())

/** A hundred times in the long round: each round meets the fault at four steps. */
const ROUNDS = rounds(25, 1)
/** In the short round an answer that hangs is met at the charge alone, because each one costs a timeout. */
const stepsOf = ({ kind }: { kind: string }) => (kind === 'hang' ? steps.slice(rounds(0, 3)) : steps)

// The short round leaves the others to the adapter's own tests.
test.each(faults.slice(0, rounds(faults.length, 2)))(
  `%o at each step of a charge, ${ROUNDS} rounds: one charge, one grant`,
  {
    timeout: minutes(60, 2),
  },
  async (fault) => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const met = stepsOf(fault)
      const accounts = met.map((_, i) => `team_${faults.indexOf(fault)}_${round}_${i}`)
      await Promise.all(
        accounts.map(async (account) => {
          await shop.account(account)
          await shop.card(account)
        }),
      )
      for (const [i, path] of met.entries()) {
        const account = accounts[i] as string
        await shop.tell('POST', '/faults', { ...fault, path, method: 'POST' })
        // Never an answer that says that it failed when the money may have moved, and never one of ours that broke.
        const { status, body } = await shop.buy(account, '25')
        expect([status, body.code]).toSatisfy(
          ([s, code]: [number, string]) => s < 300 || code === 'payment_pending',
        )
        await shop.tell('DELETE', '/faults')
      }
      for (const account of accounts) {
        await shop.has(account, '25')
        expect(await shop.charges(account)).toHaveLength(1)
        expect(await shop.purchases(account)).toMatchObject([{ state: 'paid' }])
      }
    }
    await shop.audit()
  },
)

test('four identical purchases without a key while the outcome of the first is unknown: one charge', async () => {
  await shop.account('team_a')
  await shop.card('team_a')
  await shop.tell('POST', '/faults', { kind: 'hang', path: '/v1/invoices/*/pay', ms: 4_000 })
  const first = shop.buy('team_a', '25')
  await until('the charge', async () => (await shop.calls('POST', /\/pay$/)).length > 0)
  const all = await Promise.all([first, ...[2, 3, 4].map(() => shop.buy('team_a', '25'))])
  expect(new Set(all.map(({ body }) => body.id)).size).toBe(1)
  await shop.has('team_a', '25')
  expect(await shop.charges('team_a')).toHaveLength(1)

  // What is bought on purpose afterwards is another purchase.
  expect((await shop.buy('team_a', '25')).status).toBe(201)
  expect((await shop.buy('team_a', '25')).status).toBe(201)
  expect(await shop.charges('team_a')).toHaveLength(3)
  expect(await shop.available('team_a')).toBe('75')
})

test('four identical purchases without a key, one after the other while the answer hangs: one charge', async () => {
  await shop.account('team_b')
  await shop.card('team_b')
  // The webhook tells that it is paid long before the answer comes, or the first caller gives up.
  await shop.tell('POST', '/faults', { kind: 'hang', path: '/v1/invoices/*/pay', ms: 20_000 })
  const first = shop.buy('team_b', '25')
  await until('the charge', async () => (await shop.calls('POST', /\/pay$/)).length > 0)
  const second = shop.buy('team_b', '25')
  const all = await Promise.all([first, second])
  expect(all.map(({ status }) => status)).toEqual([201, 201])
  expect(new Set(all.map(({ body }) => body.id)).size).toBe(1)
  expect(await shop.charges('team_b')).toHaveLength(1)

  // Told as unknown, then paid: the same call again is told of that purchase, and only the next one is another.
  await shop.tell('PUT', '/webhooks', { drop: true })
  await shop.tell('POST', '/faults', { kind: 'slow', path: '/v1/invoices/*/pay', ms: 10_000 })
  const unknown = await shop.buy('team_b', '30')
  expect([unknown.status, unknown.body.state]).toEqual([202, 'charging'])
  await shop.has('team_b', '55')
  const told = await shop.buy('team_b', '30')
  expect([told.status, told.body.id]).toEqual([201, unknown.body.id])
  expect(await shop.charges('team_b')).toHaveLength(2)
  expect((await shop.buy('team_b', '30')).body.id).not.toBe(unknown.body.id)
  expect(await shop.charges('team_b')).toHaveLength(3)
})

test('fifty identical purchases with one key at once: one charge', async () => {
  const shop = await Shop.open({ processes: 2 })
  await shop.creditType('gateway')
  await shop.account('team_a')
  await shop.card('team_a')
  const all = await Promise.all(
    Array.from({ length: 50 }, () => shop.buy('team_a', '25', { 'Idempotency-Key': 'just-once' })),
  )
  expect(all.filter(({ status }) => status >= 500)).toEqual([])
  expect(await shop.charges('team_a')).toHaveLength(1)
  expect(await shop.available('team_a')).toBe('25')
})

test('a declining card is charged once for each attempt, and never by a machine', async () => {
  const tries = async () => {
    const customer = await shop.customerOf('team_d')
    const { data: invoices } = await shop.stripe.invoices.list({ customer })
    const calls = await shop.calls('POST', /\/pay$/)
    return calls.filter(({ path }) => invoices.some(({ id }) => path.includes(String(id))))
  }
  await shop.account('team_d')
  await shop.card('team_d', 'pm_card_chargeCustomerFail')
  const declined = await shop.buy('team_d', '25', { 'Idempotency-Key': 'a-declined-one' })
  expect(declined).toMatchObject({ status: 402, body: { code: 'card_declined' } })
  expect((await shop.buy('team_d', '25', { 'Idempotency-Key': 'a-declined-one' })).status).toBe(402)
  expect(await tries()).toHaveLength(1)
  // The job that looks after payments leaves it alone.
  if (rounds(true, false)) await sleep(50_000)
  await shop.jobsCome()
  const waiting = 'select purchase_id from purchases where account_id = $1 and check_at is not null'
  expect(await sqlAt(shop.database.owner, waiting, ['team_d'])).toEqual([])
  expect(await tries()).toHaveLength(1)
  expect(await shop.purchases('team_d')).toMatchObject([{ state: 'failed' }])
  expect((await shop.buy('team_d', '25')).status).toBe(402)
  expect(await tries()).toHaveLength(2)
})
