import { expect, test } from 'vitest'
import { audit } from '../harness/audit.ts'
import { freshDatabase } from '../harness/database.ts'
import { layDatabaseCable } from '../harness/database-cable.ts'
import { KeyedLoad } from '../harness/keyed-load.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { startServer } from '../harness/server.ts'
import { furnish, must, operatorKey, wireTo } from '../harness/wire.ts'

const TEARS = rounds(200, 6)
const accounts = ['a']
const world = { accounts, credit_type: 'burned', amount: 1_000_000 }

async function two() {
  const database = await freshDatabase()
  const cable = await layDatabaseCable(database)
  const server = await startServer({ database: cable.url })
  const other = await startServer({ database: database.url })
  const key = operatorKey(server.dataDir)
  await furnish(wireTo(server.port, key), world)
  return { database, cable, server, other, key }
}

test(`PostgreSQL ends a connection ${TEARS} times between a batch's reading and its writing`, {
  timeout: minutes(3, 1),
}, async () => {
  const { database, cable, server, other, key } = await two()
  // The other server counts against the same cap meanwhile: whoever goes on without the locks is found out.
  const operator = wireTo(server.port, key)
  await must(operator('POST', '/v1/credit-types', { id: 'gate', name: 'gate' }))
  await must(operator('POST', '/v1/accounts/a/grants', { credit_type: 'gate', amount: world.amount }))
  const cap = { limit: 1_000_000, unit: 'credits', period: 'total' }
  await must(operator('PUT', '/v1/accounts/a/caps/account/a', cap))
  const clients = { key, accounts, clients: 4 }
  const load = new KeyedLoad({ ...clients, credit_type: 'burned', ports: [server.port] })
  const rival = new KeyedLoad({ ...clients, credit_type: 'gate', ports: [other.port] })
  for (let tear = 1; tear <= TEARS; tear += 1) {
    await load.succeeds(1)
    await cable.endAfterNextLoad()
  }
  await load.succeeds(8)
  await Promise.all([load.stop(), rival.stop()])
  expect(load.attempts.filter(({ status }) => status !== 201)).toEqual([])
  await audit(database.owner, load)
  await audit(database.owner, rival)
})

test('a server that vanishes within a transaction does not keep its locks', async () => {
  const { database, cable, server, other, key } = await two()
  const lost = new KeyedLoad({ key, accounts, credit_type: 'burned', clients: 1, ports: [server.port] })
  await lost.succeeds(3)
  await cable.vanishAfterNextLoad()
  const began = performance.now()
  const load = new KeyedLoad({ key, accounts, credit_type: 'burned', clients: 8, ports: [other.port] })
  await load.succeeds(1)
  expect(performance.now() - began).toBeLessThan(rounds(12_000, 40_000))
  await Promise.all([load.stop(), lost.stop()])
  await audit(database.owner, load)
  await audit(database.owner, lost)
})
