import { expect, test } from 'vitest'
import { audit } from '../harness/audit.ts'
import { Cable } from '../harness/cable.ts'
import { freshDatabase } from '../harness/database.ts'
import { layDatabaseCable } from '../harness/database-cable.ts'
import { KeyedLoad } from '../harness/keyed-load.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { startServer } from '../harness/server.ts'
import { furnish, operatorKey, wireTo } from '../harness/wire.ts'

const CUTS = rounds(200, 6)
const accounts = ['a', 'b', 'c']
const world = { accounts, credit_type: 'burned', amount: 1_000_000 }

test(`a reply cut after COMMIT ${CUTS} times, between server and database`, {
  timeout: minutes(3, 1),
}, async () => {
  const database = await freshDatabase()
  const cable = await layDatabaseCable(database)
  const server = await startServer({ database: cable.url })
  const key = operatorKey(server.dataDir)
  await furnish(wireTo(server.port, key), world)

  const load = new KeyedLoad({ key, accounts, credit_type: 'burned', clients: 8, ports: [server.port] })
  for (let cut = 1; cut <= CUTS; cut += 1) {
    await load.succeeds(3)
    await cable.cutNextCommit()
  }
  await load.succeeds(8)
  await load.stop()
  // The server looks for itself what became of a commit, so no client had to ask twice.
  expect(load.attempts.filter(({ status }) => status !== 201)).toEqual([])
  await audit(database.owner, load)
})

test(`a reply cut after COMMIT ${CUTS} times, between client and server, and its key again later`, {
  timeout: minutes(3, 1),
}, async () => {
  const database = await freshDatabase()
  const server = await startServer({ database: database.url })
  const key = operatorKey(server.dataDir)
  await furnish(wireTo(server.port, key), world)
  let left = 0
  const cable = await Cable.lay(
    { port: server.port },
    {
      returning(strand, chunk) {
        if (left === 0 || !chunk.includes('HTTP/1.1 201')) return chunk
        left -= 1
        strand.cut()
        return null
      },
    },
  )
  const load = new KeyedLoad({ key, accounts, credit_type: 'burned', clients: 8, ports: [cable.port] })
  for (let cut = 1; cut <= CUTS; cut += 1) {
    await load.succeeds(3)
    left = 1
    await load.sees(({ status }) => status === 0)
  }
  await load.stop()
  await cable.remove()
  expect(load.attempts.filter(({ status }) => status === 0).length).toBeGreaterThanOrEqual(CUTS)
  const repeats = load.answered.reduce((sum, { attempts }) => sum + attempts - 1, 0)
  expect(repeats).toBeGreaterThanOrEqual(CUTS)
  await audit(database.owner, load)

  // A key that was answered answers the same again, for as long as one likes.
  const wire = wireTo(server.port, key)
  for (const debit of load.debits.slice(0, 60)) {
    const body = { credit_type: 'burned', amount: '1' }
    const again = await wire('POST', `/v1/accounts/${debit.account}/debits`, body, {
      'idempotency-key': debit.key,
    })
    expect(again.status).toBe(201)
    expect(again.body.id).toBe(debit.id)
    expect(again.headers['idempotent-replayed']).toBe('true')
  }
  await audit(database.owner, load)
})
