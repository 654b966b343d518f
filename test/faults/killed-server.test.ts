import { expect, test } from 'vitest'
import { attachEmbedded } from '../../src/store/embedded/attach.ts'
import { audit } from '../harness/audit.ts'
import { freshDatabase } from '../harness/database.ts'
import { freshCluster } from '../harness/directory.ts'
import { KeyedLoad } from '../harness/keyed-load.ts'
import { freePort } from '../harness/port.ts'
import { childrenOf } from '../harness/processes.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { startServer } from '../harness/server.ts'
import { until } from '../harness/until.ts'
import { furnish, operatorKey, wireTo } from '../harness/wire.ts'

const KILLS = rounds(20, 1)
const accounts = ['a', 'b', 'c']

test(`kill -9 of the server ${KILLS} times under load: PostgreSQL stays, and nothing is lost or doubled`, {
  timeout: minutes(5, 1),
}, async () => {
  const dataDir = freshCluster()
  const port = await freePort()
  let server = await startServer({ dataDir, port })
  const key = operatorKey(dataDir)
  await furnish(wireTo(port, key), { accounts, credit_type: 'burned', amount: 1_000_000 })
  const owner = await attachEmbedded(dataDir)
  if (!owner) throw new Error('PostgreSQL does not run')

  for (let kill = 1; kill <= KILLS; kill += 1) {
    const load = new KeyedLoad({ key, accounts, credit_type: 'burned', clients: 16, ports: [port] })
    await load.succeeds(50 + kill * 7)
    await server.kill('SIGKILL')
    server = await startServer({ dataDir, port })
    expect(server.output.stdout).toContain('was still running and is taken over')
    await load.succeeds(20)
    await load.stop()
    expect(load.debits.filter(({ id }) => id === null)).toEqual([])
    await audit(owner, load)
  }
})

test('kill -9 of one of two processes behind a port: the other goes on, and nothing is lost or doubled', async () => {
  const database = await freshDatabase()
  const server = await startServer({ database: database.url, processes: 2 })
  const key = operatorKey(server.dataDir)
  await furnish(wireTo(server.port, key), { accounts, credit_type: 'burned', amount: 1_000_000 })

  const load = new KeyedLoad({ key, accounts, credit_type: 'burned', clients: 16, ports: [server.port] })
  for (let kill = 1; kill <= rounds(10, 1); kill += 1) {
    await load.succeeds(100)
    process.kill(await forkOf(server.child.pid as number), 'SIGKILL')
    await load.succeeds(100)
  }
  await load.stop()
  await audit(database.owner, load)
  expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
})

/** One of the processes that the first one has forked. */
async function forkOf(pid: number): Promise<number> {
  await until('both processes', () => childrenOf(pid).length === 2)
  return childrenOf(pid)[0] as number
}
