import pg from 'pg'
import type { Store } from '../core/ports.ts'
import { Unavailable } from '../core/unavailable.ts'
import { accountsOn } from './accounts/accounts.ts'
import { authenticationOn } from './accounts/authentication.ts'
import { clocksOn } from './accounts/clocks.ts'
import { signingSecretsOn } from './accounts/signing-secrets.ts'
import { Lane, type LaneMeter } from './batch/lane.ts'
import { Lanes } from './batch/lanes.ts'
import { BalanceBatch } from './ledger/balance-batch.ts'
import { BriefCache } from './ledger/brief-cache.ts'
import { ledgerOn } from './ledger/ledger.ts'
import { upkeepOn } from './ledger/upkeep.ts'
import { isCurrent, takesWrites } from './migrate/migrate.ts'
import { onceOn } from './once.ts'
import { registryOn } from './registry.ts'
import { checkQueueOn } from './reports/check-queue.ts'
import { reportsOn } from './reports/reports.ts'
import { PipelinedConnection } from './session/connection.ts'
import type { ConnectionConfig } from './session/connection-config.ts'
import { Line } from './session/line.ts'
import { Reader } from './session/reader.ts'
import { ANSWER_WITHIN_MS, GRACE_MS, LOOK_UP_WITHIN_MS } from './session/session.ts'
import { Statements } from './session/statements.ts'
import { turnsAt } from './session/turns.ts'
import { pgTypes } from './session/types.ts'
import { proveApart } from './verify/apart.ts'

export interface StoreOptions {
  readonly connection: ConnectionConfig
  /** How many connections write at the same time; each account's commands keep to one of them. */
  readonly lanes: number
  readonly meter: LaneMeter
}

export interface OpenStore extends Store {
  readonly pool: pg.Pool
  /** For the job queue: it puts what it reads into JSON, which knows no bigints, so it has the driver's own types. */
  readonly jobs: pg.Pool
}

/** The most connections of each pool. */
const POOLS = { pool: 8, door: 2, jobs: 12, locks: 4 }

/** How many connections a store may come to have: its pools, its lanes, the one for balances and that of a proof. */
export const mostConnections = (lanes: number): number =>
  Object.values(POOLS).reduce((sum, most) => sum + most, 0) + lanes + 2

/** Whether a server is ready is asked by anybody, and needs no fresher answer. */
const READY_MS = 250

/** How long a statement is waited for. PostgreSQL ends it before that. */
const patience = (within_ms: number) => ({
  query_timeout: within_ms,
  statement_timeout: within_ms - GRACE_MS,
})

/** Implements the store on PostgreSQL: lanes for commands, a connection for balances, pools for everything else. */
export function openStore({ connection, lanes: width, meter }: StoreOptions): OpenStore {
  const pooled = {
    ...connection,
    max: POOLS.pool,
    // What the jobs use is needed again in a quarter of a minute, and a new one costs both sides some milliseconds.
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 3_000,
    ...patience(ANSWER_WITHIN_MS),
    // A transaction that idles is one whose server is gone: its locks go.
    idle_in_transaction_session_timeout: ANSWER_WITHIN_MS,
  }
  const pool = new pg.Pool({ ...pooled, types: pgTypes })
  // Who is let in, and whether the server is ready, waits for nobody's work.
  const door = new pg.Pool({
    ...pooled,
    ...patience(LOOK_UP_WITHIN_MS),
    connectionTimeoutMillis: 2_000,
    max: POOLS.door,
    types: pgTypes,
  })
  // The queue listens on one, and the delivery of webhooks keeps another for as long as it runs.
  const jobs = new pg.Pool({ ...pooled, max: POOLS.jobs })
  // What holds one of these for long needs others meanwhile, and must not take them from itself.
  const locks = new pg.Pool({ ...pooled, max: POOLS.locks })
  // A connection that breaks while nobody uses it is no fault: the pool opens another one.
  const line = new Line()
  for (const each of [pool, door, jobs, locks]) {
    line.watchPool(each, each.options.query_timeout ?? ANSWER_WITHIN_MS)
    each.on('error', () => {})
    each.on('connect', (client) => client.on('error', () => {}))
  }
  const lanes = new Lanes(
    Array.from(
      { length: width },
      () => new Lane(new PipelinedConnection(connection, 'batches', line), meter),
    ),
  )
  const reads = new PipelinedConnection(connection, 'reads', line)
  const reader = new Reader(pool)
  const statements = new Statements(pool)
  const doorway = new Statements(door)
  const turns = turnsAt(POOLS.pool)
  const { once, forget, tries, prolong, purge } = onceOn(pool, turns)
  const { ahead, clocks, heardFirst } = clocksOn(statements, locks, accountsOn(doorway))
  const readiness = new BriefCache<void>(READY_MS, 1)
  return {
    pool,
    jobs,
    ledger: ledgerOn(lanes, new BalanceBatch(reads), reader, turns.lists),
    upkeep: upkeepOn(pool, reader, purge),
    registry: registryOn(statements),
    reports: reportsOn(statements, reader, turns.counts),
    checks: checkQueueOn(statements, locks),
    prove: (now, proving) => proveApart(connection, now, proving),
    clocks,
    ahead,
    once,
    forget,
    tries,
    prolong,
    ...heardFirst(authenticationOn(doorway)),
    ...signingSecretsOn(doorway),
    ready: () => readiness.get('', () => beReady(doorway)),
    async close() {
      await lanes.close()
      await reads.end()
      await pool.end()
      await door.end()
      await locks.end()
      await jobs.end()
    },
  }
}

async function beReady(statements: Statements): Promise<void> {
  if (!(await isCurrent(statements)))
    throw new Unavailable("The database's migrations are not those of this version. Run `scrip migrate`.", 5)
  if (!(await takesWrites(statements)))
    throw new Unavailable('The database takes no writes: it is a standby, or was set to be read only.', 5)
}
