import { Logger, run } from 'graphile-worker'
import pg from 'pg'
import { onTestFinished, test } from 'vitest'
import { keepGoing } from '../../src/worker/keep-going.ts'
import { sqlAt } from '../harness/audit.ts'
import { freshDatabase } from '../harness/database.ts'
import { until } from '../harness/until.ts'

test('a queue that could not tell that two jobs failed begins anew', async () => {
  const { owner, server } = await freshDatabase()
  const pool = new pg.Pool({ ...server, max: 8 })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => unknown
  let isAway = false
  const orAway = (...args: unknown[]) => (isAway ? Promise.reject(new Error('away')) : connect(...args))
  pool.connect = orAway as typeof pool.connect

  const came: string[] = []
  const gates = new Map(['first', 'second', 'third'].map((name) => [name, Promise.withResolvers<void>()]))
  let untold = 0
  const begin = async () => {
    const runner = await run({
      pgPool: pool,
      schema: 'graphile_worker',
      concurrency: 4,
      pollInterval: 100,
      noHandleSignals: true,
      logger: new Logger(() => () => {}),
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      taskList: {
        async ends(payload) {
          came.push(String(payload))
          await gates.get(String(payload))?.promise
          if (isAway) throw new Error('away')
        },
      },
    })
    runner.events.on('pool:fatalError', () => {
      untold += 1
    })
    return runner
  }
  const worker = await keepGoing(begin, () => {})
  onTestFinished(async () => {
    await worker.stop()
    await pool.end()
  })

  const ask = (name: string) =>
    sqlAt(owner, `select graphile_worker.add_job('ends', to_json($1::text), max_attempts := 1)`, [name])
  for (const name of gates.keys()) await ask(name)
  await until('all three', async () => came.length === 3)
  isAway = true
  gates.get('first')?.resolve()
  await until('the first to fail untold', async () => untold === 1)
  gates.get('second')?.resolve()
  await until('the second to fail untold', async () => untold === 2)
  isAway = false
  gates.get('third')?.resolve()
  await ask('fourth')
  await until('the fourth', async () => came.includes('fourth'))
})
