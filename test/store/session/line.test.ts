import { expect, test } from 'vitest'
import { Unavailable } from '../../../src/core/unavailable.ts'
import { openStore } from '../../../src/store/store.ts'
import { afterFile } from '../../harness/after-file.ts'
import { sqlAt } from '../../harness/audit.ts'
import { grantOf } from '../../harness/commands.ts'
import { freshDatabase } from '../../harness/database.ts'
import { layDatabaseCable } from '../../harness/database-cable.ts'

const NOW = Date.UTC(2026, 0, 15)
/** A new connection takes milliseconds; one that is silent is waited for for seconds. */
const AT_ONCE_MS = 1_500
const database = await freshDatabase()

await sqlAt(
  database.owner,
  `insert into credit_types values ('neo', 'Neo', 'credit', null, 'usd', '{"policy":"never"}', '2026-01-01')`,
)

/** A store whose every kind of connection is open and idle, and falls silent. Nobody is told. */
async function silencedStore(account: string) {
  await sqlAt(database.owner, `insert into accounts values ($1, 'team', 'A', null, '2026-01-01')`, [account])
  const cable = await layDatabaseCable(database)
  const connection = { ...database.server, host: '127.0.0.1', port: cable.port }
  const store = openStore({ connection, lanes: 1, meter: { batch() {}, queued() {}, failed() {} } })
  afterFile(() => store.close())
  let n = 0
  const ask = {
    reads: () => store.ledger.balance(account, 'neo', NOW),
    pool: () => Promise.all(Array.from({ length: 8 }, () => store.pool.query('select pg_sleep(0.05)'))),
    // Nobody has such a key, so that it is asked of the database; beside it the clocks may be, on the other connection.
    door: () => store.authenticate(Buffer.from(`nobody ${n++}`), NOW),
    lane: () => store.ledger.submit(grantOf(account, 1), NOW),
    jobs: () => store.jobs.query('select 1'),
  }
  await Promise.all(Object.values(ask).map((each) => each()))
  cable.swallow()
  cable.heal()
  return ask
}

test.concurrent.each(['reads', 'pool', 'door', 'jobs'] as const)(
  'whoever finds a connection of %s silent finds it out for everybody',
  async (first) => {
    const ask = await silencedStore(first)
    const away = await Promise.resolve(ask[first]()).catch((error: unknown) => error)
    if (first === 'reads') expect(away).toBeInstanceOf(Unavailable)
    expect(away).toBeInstanceOf(Error)
    const began = performance.now()
    await Promise.all(Object.values(ask).map((each) => each()))
    expect(performance.now() - began).toBeLessThan(AT_ONCE_MS)
  },
)

test.concurrent('so does a batch, though its callers are told before', async () => {
  const ask = await silencedStore('lane')
  await expect(ask.lane()).rejects.toBeInstanceOf(Unavailable)
  await ask.lane()
  const began = performance.now()
  await Promise.all(Object.values(ask).map((each) => each()))
  expect(performance.now() - began).toBeLessThan(AT_ONCE_MS)
})
