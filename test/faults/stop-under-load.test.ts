import { expect, test } from 'vitest'
import { audit, sqlAt } from '../harness/audit.ts'
import { freshDatabase } from '../harness/database.ts'
import { KeyedLoad } from '../harness/keyed-load.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { startServer } from '../harness/server.ts'
import { furnish, operatorKey, wireTo } from '../harness/wire.ts'

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
