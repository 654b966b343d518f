import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { audit } from '../harness/audit.ts'
import { freshDatabase } from '../harness/database.ts'
import { layDatabaseCable } from '../harness/database-cable.ts'
import { KeyedLoad } from '../harness/keyed-load.ts'
import { residentMegabytes } from '../harness/memory.ts'
import { poll } from '../harness/poll.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { startServer } from '../harness/server.ts'
import { until } from '../harness/until.ts'
import { furnish, operatorKey, type Wire, wireTo } from '../harness/wire.ts'

/** Whoever is refused asks again at once, which takes a machine of its own. */
const CLIENTS = rounds(64, 16)
const AWAY_MS = rounds(30_000, 6_500)
/** Whoever asks while the database is away is told so within this time; on a busy machine it takes longer. */
const TOLD_WITHIN_MS = rounds(6_000, 25_000)
const BACK_WITHIN_MS = rounds(8_000, 60_000)
const READY_WITHIN_MS = rounds(3_000, 25_000)
const HEALTHY_WITHIN_MS = rounds(1_000, 4_000)
const MORE_MEGABYTES = 120
const accounts = ['a', 'b', 'c']

test.each(['refuses', 'swallows'] as const)(
  `the database %s everything for ${AWAY_MS / 1000} s under load`,
  {
    timeout: minutes(2, 1),
  },
  async (how) => {
    const database = await freshDatabase()
    const cable = await layDatabaseCable(database)
    const server = await startServer({ database: cable.url })
    const key = operatorKey(server.dataDir)
    const operator = wireTo(server.port, key)
    await furnish(operator, { accounts, credit_type: 'burned', amount: 1_000_000 })
    const load = new KeyedLoad({
      key,
      accounts,
      credit_type: 'burned',
      clients: CLIENTS,
      ports: [server.port],
    })
    await load.succeeds(rounds(1_000, 300))

    // More of them than a key is remembered for.
    const strangers = Array.from({ length: 200 }, (_, i) => wireTo(server.port, `sk_stranger${i}`))
    let n = 0
    const polls = {
      balance: poll(() => operator('GET', '/v1/accounts/a/balances/burned')),
      balances: poll(() => operator('GET', '/v1/accounts/a/balances')),
      entries: poll(() => operator('GET', '/v1/accounts/a/entries')),
      account: poll(() => operator('GET', '/v1/accounts/a')),
      types: poll(() => operator('GET', '/v1/credit-types')),
      members: poll(() => operator('GET', '/v1/accounts/a/members')),
      // Nobody has this key, so each look is one into the database.
      stranger: poll(() =>
        (strangers[n++ % strangers.length] as Wire)('GET', '/v1/accounts/a/balances/burned'),
      ),
      change: poll(() => operator('POST', '/v1/accounts', { kind: 'user', name: 'x' })),
    }
    const readiness = poll(() => operator('GET', '/readyz'))
    const health = poll(() => operator('GET', '/healthz'))
    await until('a first look', () => Object.values(polls).every(({ answers }) => answers.length > 0))

    const before = residentMegabytes(server.child.pid as number)
    const gone = performance.now()
    if (how === 'refuses') await cable.refuse()
    else cable.swallow()
    await sleep(AWAY_MS)
    const isTold = ({ status }: { status: number }) => status === 503
    await until('everybody to be told', () =>
      [...Object.values(polls), readiness].every((one) => one.since(gone).some(isTold)),
    )
    const after = residentMegabytes(server.child.pid as number)
    if (how === 'refuses') await cable.accept()
    else cable.heal()
    const back = performance.now()

    await load.sees(({ status, at }) => status === 201 && at > back, BACK_WITHIN_MS)
    await until('readiness', async () => (await operator('GET', '/readyz')).status === 200, BACK_WITHIN_MS)
    for (const path of [
      '/v1/accounts/a/balances/burned',
      '/v1/accounts/a/balances',
      '/v1/accounts/a/entries',
    ])
      await until(path, async () => (await operator('GET', path)).status === 200, BACK_WITHIN_MS)
    await load.succeeds(100)
    await load.stop()
    await Promise.all([...Object.values(polls), readiness, health].map((one) => one.stop()))

    const bad = load.attempts.filter(
      ({ status, retry_after }) => status !== 201 && (status !== 503 || !retry_after),
    )
    expect(bad).toEqual([])
    expect(load.attempts.filter(({ status }) => status === 503).length).toBeGreaterThan(0)
    const slowest = (answers: readonly { milliseconds: number }[]) =>
      Math.round(answers.reduce((most, { milliseconds }) => Math.max(most, milliseconds), 0))
    expect(slowest(load.attempts)).toBeLessThan(TOLD_WITHIN_MS)
    for (const [what, { answers }] of Object.entries(polls)) {
      const fine = what === 'stranger' ? 401 : what === 'change' ? 201 : 200
      const others = answers.filter(({ status }) => status !== fine)
      expect(others.length, what).toBeGreaterThan(0)
      for (const { status, headers } of others) {
        expect(status, what).toBe(503)
        expect(Number(headers['retry-after']), what).toBeGreaterThan(0)
      }
      expect(slowest(answers), what).toBeLessThan(TOLD_WITHIN_MS)
    }
    // The first look may still have begun while the database was there.
    const unready = readiness
      .since(gone)
      .slice(1)
      .filter(({ status }) => status === 503)
    expect(unready.length).toBeGreaterThan(0)
    expect(slowest(readiness.answers)).toBeLessThan(READY_WITHIN_MS)
    expect(health.answers.filter(({ status }) => status !== 200)).toEqual([])
    expect(slowest(health.answers)).toBeLessThan(HEALTHY_WITHIN_MS)
    expect(after - before).toBeLessThan(MORE_MEGABYTES)
    await audit(database.owner, load)
  },
)
