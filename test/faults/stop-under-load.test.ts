import pg from 'pg'
import { expect, test } from 'vitest'
import { faultsOf, fillSubscriptions, makeDue, progressOf } from '../../bench/preload/due-subscriptions.ts'
import { audit, sqlAt } from '../harness/audit.ts'
import { freshDatabase } from '../harness/database.ts'
import { KeyedLoad } from '../harness/keyed-load.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { startServer } from '../harness/server.ts'
import { Shop } from '../harness/shop.ts'
import { until } from '../harness/until.ts'
import { furnish, must, operatorKey, wireTo } from '../harness/wire.ts'

const STOPS = rounds(20, 1)
/** On a busy machine it takes longer. */
const EXIT_WITHIN_MS = rounds(8_000, 30_000)
const accounts = ['a', 'b', 'c']

const kinds = [
  ['one process, connections that are kept', { fresh: false, processes: 1 }],
  ['one process, a connection a request', { fresh: true, processes: 1 }],
  ['two processes, connections that are kept', { fresh: false, processes: 2 }],
] as const

test.each(kinds)(
  'SIGTERM under load, %s: nothing that was accepted goes unanswered',
  {
    timeout: minutes(3, 1),
  },
  async (_, { fresh, processes }) => {
    const database = await freshDatabase()
    let dataDir: string | undefined
    for (let stop = 0; stop < STOPS; stop += 1) {
      const server = await startServer({
        database: database.url,
        ...(processes > 1 && { processes }),
        ...(dataDir && { dataDir }),
      })
      const key = operatorKey(server.dataDir)
      if (!dataDir)
        await furnish(wireTo(server.port, key), { accounts, credit_type: 'burned', amount: 1_000_000 })
      dataDir = server.dataDir
      const options = {
        key,
        accounts,
        credit_type: 'burned',
        clients: 32,
        ports: [server.port],
        fresh,
        retries: false,
      }
      const load = new KeyedLoad(options)
      await load.succeeds(200 + stop * 31)
      const began = performance.now()
      const exit = await server.kill('SIGTERM')
      expect(performance.now() - began).toBeLessThan(EXIT_WITHIN_MS)
      expect(exit).toEqual({ code: 0, signal: null })
      await load.stop()
      await audit(database.owner, load)
      // Who heard nothing had not been let in: everything that the ledger has was answered.
      const [found] = await sqlAt<{ n: number }>(
        database.owner,
        'select count(*)::int as n from debits where starts_with(key, $1)',
        [load.name],
      )
      expect(found?.n).toBe(load.answered.length)
      expect(load.attempts.filter(({ status }) => ![0, 201, 503].includes(status))).toEqual([])
    }
  },
)

test('SIGTERM in the middle of many renewals: those that began are done, and the rest are left to the next server', async () => {
  const shop = await Shop.open()
  const [count, seats] = [48, 1]
  await shop.creditType('seats')
  const pricing = { by: 'size', sizes: [{ credits: '100', month_price: '10' }] }
  const plan = { id: 'plan_seats', name: 'Seats', credit_type: 'seats', pricing }
  await must(shop.operator('POST', '/v1/plans', plan))
  const client = new pg.Client(shop.database.owner)
  await client.connect()
  try {
    const subscribers = { count, seats, plan: plan.id, credit_type: 'seats' }
    await fillSubscriptions(client, shop.stripe, subscribers, Date.now())
    // However fast the machine is, all of them take three times as long as the first sixteen.
    await shop.tell('POST', '/faults', { kind: 'slow', path: '/v1/invoices', ms: 1_000, times: 10_000 })
    await makeDue(client)
    await shop.hurry()
    await until('the first renewals', async () => (await progressOf(client)).renewed > 0)
    const exit = await shop.server.kill('SIGTERM')
    expect(exit).toEqual({ code: 0, signal: null })
    const { rows } = await client.query('select state, count(*)::int as n from purchases group by state')
    expect(rows).toEqual([{ state: 'paid', n: expect.any(Number) }])
    expect(rows[0].n).toBeLessThan(count)
    await shop.calm()
    await shop.start()
    await until('the rest of them', async () => {
      await shop.hurry()
      const { renewed, open } = await progressOf(client)
      return renewed === count && open === 0
    })
    expect(await faultsOf(client, shop.stripe, seats)).toEqual([])
  } finally {
    await client.end()
  }
  await shop.audit()
})
