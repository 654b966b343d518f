import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { auditLedger, sqlAt } from '../harness/audit.ts'
import { freshDatabase, type TestDatabase } from '../harness/database.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { until } from '../harness/until.ts'
import { type Answer, furnish, must, operatorKey, type Wire, wireTo } from '../harness/wire.ts'

const ROUNDS = rounds(200, 5)
const AT_ONCE = 50
let database: TestDatabase
let servers: readonly TestServer[]
let key: string

beforeAll(async () => {
  database = await freshDatabase()
  servers = [
    await startServer({ database: database.url, keep: true }),
    await startServer({ database: database.url, keep: true }),
  ]
  key = operatorKey((servers[0] as TestServer).dataDir)
  return async () => {
    await Promise.all(servers.map((server) => server.kill('SIGTERM')))
  }
})

let worlds = 0

/** An account with credits, and a way to each of the servers. */
async function world(): Promise<{ account: string; wires: readonly Wire[] }> {
  const wires = servers.map(({ port }) => wireTo(port, key))
  const account = `acc${++worlds}`
  await furnish(wires[0] as Wire, { accounts: [account], credit_type: `neo${worlds}`, amount: 1_000_000 })
  return { account, wires }
}

/** The same request under the same key, 50 times at once over both servers. */
const atOnce = (wires: readonly Wire[], idempotencyKey: string, path: string, body: object) =>
  Promise.all(
    Array.from({ length: AT_ONCE }, (_, i) =>
      (wires[i % wires.length] as Wire)('POST', path, body, { 'idempotency-key': idempotencyKey }),
    ),
  )

/** All succeeded, with one and the same answer. */
function oneOf(answers: readonly Answer[]): Answer['body'] {
  const [first] = answers
  expect([200, 201]).toContain(first?.status)
  for (const { status, body } of answers)
    expect({ status, body }).toEqual({ status: first?.status, body: first?.body })
  return first?.body
}

const count = async (table: string, account: string) =>
  (
    await sqlAt<{ n: number }>(
      database.owner,
      `select count(*)::int as n from ${table} where account_id = $1`,
      [account],
    )
  )[0]?.n

const timeout = minutes(4, 0.5)

test(`debits: one effect, ${ROUNDS} times`, { timeout }, async () => {
  const { account, wires } = await world()
  const body = { credit_type: `neo${worlds}`, amount: 1 }
  for (let round = 0; round < ROUNDS; round += 1)
    oneOf(await atOnce(wires, `d${round}`, `/v1/accounts/${account}/debits`, body))
  expect(await count('debits', account)).toBe(ROUNDS)
  const wallet = await must((wires[0] as Wire)('GET', `/v1/accounts/${account}/balances/neo${worlds}`))
  expect(wallet.available).toBe(String(1_000_000 - ROUNDS))
})

test(`grants: one effect, ${ROUNDS} times`, { timeout }, async () => {
  const { account, wires } = await world()
  const body = { credit_type: `neo${worlds}`, amount: 1 }
  for (let round = 0; round < ROUNDS; round += 1)
    oneOf(await atOnce(wires, `g${round}`, `/v1/accounts/${account}/grants`, body))
  expect(await count('grants', account)).toBe(ROUNDS + 1)
})

test(`holds, then their captures: one effect each, ${ROUNDS} times`, { timeout: timeout * 2 }, async () => {
  const { account, wires } = await world()
  const body = { credit_type: `neo${worlds}`, amount: 3, ttl_seconds: 600 }
  for (let round = 0; round < ROUNDS; round += 1) {
    const hold = oneOf(await atOnce(wires, `h${round}`, `/v1/accounts/${account}/holds`, body))
    const path = `/v1/accounts/${account}/holds/${hold.id}/capture`
    oneOf(await atOnce(wires, `c${round}`, path, { amount: 2 }))
  }
  expect(await count('holds', account)).toBe(ROUNDS)
  expect(await count('debits', account)).toBe(ROUNDS)
})

test(`captures of one hold under keys of their own: one effect, ${ROUNDS} times`, { timeout }, async () => {
  const { account, wires } = await world()
  for (let round = 0; round < ROUNDS; round += 1) {
    const asked = { credit_type: `neo${worlds}`, amount: 3, ttl_seconds: 600 }
    const hold = await must((wires[0] as Wire)('POST', `/v1/accounts/${account}/holds`, asked))
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, i) =>
        (wires[i % 2] as Wire)('POST', `/v1/accounts/${account}/holds/${hold.id}/capture`, {}),
      ),
    )
    const told = answers.map(({ status, body }) => (status === 200 ? 'captured' : body.code)).sort()
    expect(told).toEqual(['captured', ...new Array(AT_ONCE - 1).fill('hold_already_captured')])
  }
  expect(await count('debits', account)).toBe(ROUNDS)
})

/** How many sessions wait for a lock. */
const waiting = async () =>
  (
    await sqlAt<{ n: number }>(
      database.owner,
      `select count(*)::int as n from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'`,
      [database.name],
    )
  )[0]?.n ?? 0

test('a debit and another call under one key, in two wallets, from two servers: one of them', async () => {
  const { account, wires } = await world()
  const [one, other] = wires as [Wire, Wire]
  await must(one('POST', '/v1/credit-types', { id: 'beside', name: 'Beside' }))
  await must(one('POST', `/v1/accounts/${account}/grants`, { credit_type: 'beside', amount: 1 }))
  const path = `/v1/accounts/${account}`
  const headers = { 'idempotency-key': 'both' }
  // While the debit can not be written it has looked at its key, and the other call can not know of it.
  const owner = new pg.Client(database.owner)
  await owner.connect()
  await owner.query('begin')
  await owner.query('lock table debits in share mode')
  const debit = one('POST', `${path}/debits`, { credit_type: `neo${worlds}`, amount: 1 }, headers)
  await until('the debit to wait', async () => (await waiting()) === 1)
  let isAnswered = false
  const grant = other('POST', `${path}/grants`, { credit_type: 'beside', amount: 1 }, headers)
  void grant.then(() => {
    isAnswered = true
  })
  await until('the grant to wait, or not', async () => isAnswered || (await waiting()) === 2)
  await owner.query('commit')
  await owner.end()
  expect((await debit).status).toBe(201)
  expect(await grant).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
})

test(`accounts, which are no ledger commands: one effect, ${ROUNDS} times`, { timeout }, async () => {
  const { wires } = await world()
  const made = new Set<string>()
  for (let round = 0; round < ROUNDS; round += 1) {
    const body = { kind: 'user', name: `same ${round}` }
    made.add(oneOf(await atOnce(wires, `account ${round}`, '/v1/accounts', body)).id)
  }
  const [found] = await sqlAt(
    database.owner,
    "select count(*)::int as n from accounts where starts_with(name, 'same ')",
  )
  expect([made.size, found?.n]).toEqual([ROUNDS, ROUNDS])
  await auditLedger(database.owner)
})
