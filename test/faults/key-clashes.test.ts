import pg from 'pg'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { keyLock } from '../../src/store/ledger/kept.ts'
import { auditLedger, sqlAt } from '../harness/audit.ts'
import { freshDatabase, type TestDatabase } from '../harness/database.ts'
import { poll } from '../harness/poll.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { until } from '../harness/until.ts'
import { type Answer, furnish, must, operatorKey, type Wire, wireTo } from '../harness/wire.ts'

const ROUNDS = rounds(100, 10)
/** PostgreSQL looks for circles of locks after a second. */
const NO_CIRCLE_MS = 800
let database: TestDatabase
let servers: readonly TestServer[]
let wires: readonly [Wire, Wire]

beforeAll(async () => {
  database = await freshDatabase()
  servers = [
    await startServer({ database: database.url, keep: true }),
    await startServer({ database: database.url, keep: true }),
  ]
  const [one, other] = servers as [TestServer, TestServer]
  const key = operatorKey(one.dataDir)
  wires = [wireTo(one.port, key, { keep: true }), wireTo(other.port, key, { keep: true })]
  await furnish(wires[0], { accounts: ['a', 'b'], credit_type: 'burned', amount: 1_000_000 })
  return async () => {
    await Promise.all(servers.map((server) => server.kill('SIGTERM')))
    await auditLedger(database.owner)
  }
})

/** Calls of account `a`, each of another kind and under a key; `n` is a number of its own. */
const calls: Record<string, (wire: Wire, key: string, n: string) => Promise<Answer>> = {
  debit: (wire, key) =>
    wire('POST', '/v1/accounts/a/debits', { credit_type: 'burned', amount: 1 }, { 'idempotency-key': key }),
  item: async (wire, key) => {
    const item = { key, account: 'a', credit_type: 'burned', amount: 1 }
    const answer = await wire('POST', '/v1/debits', { debits: [item] })
    const [{ status, code }] = answer.body.results
    return { ...answer, status: status === 'ok' ? 201 : 422, body: { code } }
  },
  member: (wire, key, n) =>
    wire('POST', '/v1/accounts/a/members', { id: `m${n}`, role: 'developer' }, { 'idempotency-key': key }),
  cap: (wire, key) =>
    wire(
      'PUT',
      '/v1/accounts/a/caps/project/p',
      { limit: 5_000_000, unit: 'credits', period: 'day' },
      { 'idempotency-key': key },
    ),
  hold: (wire, key) =>
    wire(
      'POST',
      '/v1/accounts/a/holds',
      { credit_type: 'burned', amount: 1, ttl_seconds: 60 },
      { 'idempotency-key': key },
    ),
  grant: (wire, key) =>
    wire('POST', '/v1/accounts/a/grants', { credit_type: 'burned', amount: 1 }, { 'idempotency-key': key }),
}

const done = ({ status }: Answer) => status < 300

test.each([
  ['debit', 'member'],
  ['item', 'member'],
  ['debit', 'cap'],
  ['debit', 'hold'],
  ['cap', 'hold'],
  ['grant', 'member'],
  ['grant', 'cap'],
] as const)(
  `one key for a %s and a %s at once: one of them is done, ${ROUNDS} times`,
  { timeout: minutes(3, 1) },
  async (first, second) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const n = `${first}-${second}-${round}`
      // On one server and on two.
      const ways = [wires[0], wires[round % 2] as Wire] as const
      const ask = () => {
        const both = [calls[first]?.(ways[0], n, n), calls[second]?.(ways[1], n, n)]
        return Promise.all((round % 3 === 0 ? both.reverse() : both) as Promise<Answer>[])
      }
      const answers = await ask()
      expect(answers.filter(done)).toHaveLength(1)
      const [not] = answers.filter((answer) => !done(answer))
      expect(not?.status).toBe(422)
      expect(not?.body.code).toBe('idempotency_key_reused')
      expect((await ask()).map(({ status }) => status)).toEqual(answers.map(({ status }) => status))
    }
  },
)

test.each(['member', 'grant'] as const)(
  `one key for a debit that no wallet is there for and a %s at once: one of them is kept, ${ROUNDS} times`,
  { timeout: minutes(3, 1) },
  async (kind) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const account = `${kind}.${round}`
      await must(wires[0]('POST', '/v1/accounts', { id: account, kind: 'team', name: 'None' }))
      const path = (what: string) => `/v1/accounts/${account}/${what}`
      const burned = { credit_type: 'burned', amount: 1 }
      const key = { 'idempotency-key': account }
      const debit = () => wires[0]('POST', path('debits'), burned, key)
      const other = () =>
        kind === 'grant'
          ? (wires[round % 2] as Wire)('POST', path('grants'), burned, key)
          : (wires[round % 2] as Wire)('POST', path('members'), { id: 'm', role: 'developer' }, key)
      const ask = () => Promise.all(round % 3 === 0 ? [other(), debit()] : [debit(), other()])
      const answers = await ask()
      expect(answers.filter(({ body }) => body.code === 'idempotency_key_reused')).toHaveLength(1)
      expect((await ask()).map(({ status }) => status)).toEqual(answers.map(({ status }) => status))
    }
  },
)

test('whoever uses one key for two kinds of calls keeps nobody else waiting', async () => {
  const body = { credit_type: 'burned', amount: 1 }
  const neighbours = wires.map((wire) => poll(() => wire('POST', '/v1/accounts/b/debits', body)))
  for (let round = 0; round < ROUNDS * 3; round += 1) {
    const key = `pair${round}`
    await Promise.all([calls.cap?.(wires[0], key, key), calls.hold?.(wires[round % 2] as Wire, key, key)])
  }
  await Promise.all(neighbours.map((one) => one.stop()))
  for (const { answers } of neighbours) {
    expect(answers.every(done)).toBe(true)
    expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(NO_CIRCLE_MS)
  }
})

test('lists that burn under the same keys in another order wait for each other, and not in a circle', async () => {
  await must(wires[0]('POST', '/v1/credit-types', { id: 'other', name: 'Other' }))
  await must(wires[0]('POST', '/v1/accounts/a/grants', { credit_type: 'other', amount: 1_000_000 }))
  const list = (round: number, credit_type: string) =>
    Array.from({ length: 50 }, (_, i) => ({ key: `list${round}.${i}`, account: 'a', credit_type, amount: 1 }))
  for (let round = 0; round < ROUNDS; round += 1) {
    const lists = [list(round, 'burned'), list(round, 'other').reverse()]
    const answers = await Promise.all(
      lists.map((debits, i) => (wires[i] as Wire)('POST', '/v1/debits', { debits })),
    )
    const results = answers.flatMap(({ body }) => body.results)
    expect(results.filter(({ status }) => status === 'ok')).toHaveLength(50)
    expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(NO_CIRCLE_MS)
  }
})

test('a server that hangs over a key keeps only those waiting who use it', async () => {
  const hung = new pg.Client(database.owner)
  await hung.connect()
  onTestFinished(() => hung.end())
  await hung.query('begin')
  await hung.query(`select pg_advisory_xact_lock(${keyLock("'a'", "'hung'")})`)
  await hung.query(
    `insert into idempotency_keys (account_id, key, fingerprint, answer, created_at) values ('a', 'hung', 'x', '{}', now())`,
  )
  const grant = calls.grant?.(wires[0], 'hung', '')
  const neighbours = poll(() =>
    wires[0]('POST', '/v1/accounts/b/debits', { credit_type: 'burned', amount: 1 }),
  )
  await until('some neighbours', () => neighbours.answers.length > 20)
  await neighbours.stop()
  expect(neighbours.answers.every(done)).toBe(true)
  expect(Math.max(...neighbours.answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(NO_CIRCLE_MS)
  await hung.query('rollback')
  expect((await grant)?.status).toBe(201)
  const grants = await sqlAt(database.owner, `select from idempotency_keys where key = 'hung'`)
  expect(grants).toHaveLength(1)
})
