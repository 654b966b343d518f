import { Logger, run } from 'graphile-worker'
import type pg from 'pg'
import type { Clock, Store } from '../core/ports.ts'
import { settleDue } from './settle-due.ts'

/** What the jobs tell of their work. */
export interface JobMeter {
  ran(job: string, milliseconds: number, succeeded: boolean): void
  failed(job: string, error: unknown): void
}

export interface Worker {
  stop(): Promise<void>
}

/** Every job and when it runs. A run that was missed while no server was up is made up for once. */
const CRONTAB = `
* * * * * settle_due ?id=settle_due&fill=2m&jobKey=settle_due&max=3
17 * * * * purge_answers ?id=purge_answers&jobKey=purge_answers&max=3
`

/** Runs the jobs out of the database's own queue, which gives each run to one of all the servers. */
export async function startWorker(
  pool: pg.Pool,
  store: Store,
  clock: Clock,
  meter: JobMeter,
): Promise<Worker> {
  const job = (name: string, work: () => Promise<number>) => async () => {
    const began = performance.now()
    try {
      await work()
      meter.ran(name, performance.now() - began, true)
    } catch (error) {
      meter.ran(name, performance.now() - began, false)
      meter.failed(name, error)
      throw error
    }
  }
  const runner = await run({
    pgPool: pool,
    schema: 'graphile_worker',
    concurrency: 2,
    noHandleSignals: true,
    logger: new Logger(() => () => {}),
    crontab: CRONTAB,
    taskList: {
      settle_due: job('settle_due', () => settleDue(store.ledger, store.upkeep, clock)),
      purge_answers: job('purge_answers', () => store.upkeep.purgeAnswers(clock.now())),
    },
  })
  return { stop: () => runner.stop() }
}
