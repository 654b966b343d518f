import pg from 'pg'
import { expect, test } from 'vitest'
import { attachEmbedded } from '../../src/store/embedded/attach.ts'
import type { ConnectionConfig } from '../../src/store/session/connection-config.ts'
import { audit, auditByCommand, sqlAt } from '../harness/audit.ts'
import { freshCluster } from '../harness/directory.ts'
import { KeyedLoad } from '../harness/keyed-load.ts'
import { childrenOf, killAtOnce, postmasterOf } from '../harness/processes.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { startServer } from '../harness/server.ts'
import { until } from '../harness/until.ts'
import { furnish, operatorKey, wireTo } from '../harness/wire.ts'

const KILLS = rounds(21, 2)
const accounts = ['a', 'b', 'c']

/** The time from PostgreSQL's return to the first debit, at most; on a busy machine it takes longer. */
const BACK_WITHIN_MS = rounds(5_000, 30_000)

type Choose = (postmaster: number, owner: ConnectionConfig) => Promise<number[]>

const victims: readonly Choose[] = [
  // All of it at once, so that nothing that was under way is finished.
  async (postmaster) => [postmaster, ...childrenOf(postmaster)],
  // Its first process: the others finish what they do, and end.
  async (postmaster) => [postmaster],
  // The process that writes for the server: the first one then ends the others, and begins anew.
  async (_, owner) => {
    const busiest = `select pid from pg_stat_activity
      where backend_type = 'client backend' and query ~ 'unnest|^commit|^begin' and pid <> pg_backend_pid()
      order by state_change desc limit 1`
    const rows = await until('a batch', async () => {
      const found = await sqlAt<{ pid: number }>(owner, busiest)
      return found.length > 0 && found
    })
    return rows.map(({ pid }) => pid)
  },
]

test(`kill -9 of PostgreSQL ${KILLS} times under load: it comes back by itself, and nothing is lost or doubled`, {
  timeout: minutes(8, 1.5),
}, async () => {
  const server = await startServer({ dataDir: freshCluster() })
  const key = operatorKey(server.dataDir)
  await furnish(wireTo(server.port, key), { accounts, credit_type: 'burned', amount: 1_000_000 })
  const owner = await attachEmbedded(server.dataDir)
  if (!owner) throw new Error('PostgreSQL does not run')

  const delays: number[] = []
  for (let kill = 0; kill < KILLS; kill += 1) {
    const choose = victims[kill % victims.length] as Choose
    const load = new KeyedLoad({ key, accounts, credit_type: 'burned', clients: 16, ports: [server.port] })
    await load.succeeds(50 + kill * 7)
    const witness = new pg.Client(owner)
    witness.on('error', () => {})
    const gone = new Promise<void>((resolve) => witness.on('end', resolve))
    await witness.connect()
    const pids = await choose(postmasterOf(server.dataDir), owner)
    expect(pids.length).toBeGreaterThan(0)
    killAtOnce(pids)
    await gone
    await until('PostgreSQL', () => answers(owner))
    const returned = performance.now()
    await load.sees(({ status, at }) => status === 201 && at > returned)
    delays.push(performance.now() - returned)
    await load.succeeds(20)
    await load.stop()
    expect(load.debits.filter(({ id }) => id === null)).toEqual([])
    await audit(owner, load)
  }
  await auditByCommand(owner)
  expect(Math.max(...delays)).toBeLessThan(BACK_WITHIN_MS)
  expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
})

async function answers(owner: ConnectionConfig): Promise<boolean> {
  const client = new pg.Client(owner)
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
