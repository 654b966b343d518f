import { Logger, type Runner, run, type Task } from 'graphile-worker'
import type pg from 'pg'
import type { Clock } from '../core/ports.ts'
import type { Buying } from '../core/purchases/buying.ts'
import { catchUp } from '../core/purchases/catch-up.ts'
import { checkPayments } from '../core/purchases/check-payments.ts'
import { advanceDue } from '../core/subscriptions/advance-due.ts'
import { alone } from './alone.ts'
import { forgetEvents } from './forget-events.ts'
import { keepGoing, type Worker } from './keep-going.ts'
import { reconcilePayments } from './reconcile-payments.ts'
import { settleDue } from './settle-due.ts'

/** What the jobs tell of their work. */
export interface JobMeter {
  ran(job: string, milliseconds: number, succeeded: boolean): void
  failed(job: string, error: unknown): void
}

/**
 * Every job and when it runs. A run that was missed while no server was up is made up for once. Those that run more
 * often than by the minute follow upon themselves; the minute only sees to it that they go on where one was cut off.
 */
const CRONTAB = `
* * * * * settle_due ?id=settle_due&fill=2m&jobKey=settle_due&max=3
* * * * * check_payments ?id=check_payments&jobKey=check_payments&jobKeyMode=preserve_run_at&max=1
* * * * * advance_subscriptions ?id=advance_subscriptions&jobKey=advance_subscriptions&jobKeyMode=preserve_run_at&max=1
* * * * * catch_up ?id=catch_up&jobKey=catch_up&jobKeyMode=preserve_run_at&max=1
17 * * * * purge_answers ?id=purge_answers&jobKey=purge_answers&max=3
23 * * * * reconcile ?id=reconcile&fill=2h&jobKey=reconcile&max=3
37 * * * * forget_events ?id=forget_events&jobKey=forget_events&max=3
`

/** How soon such a job follows upon itself. */
const SOON_MS = 15_000

/** Runs the jobs out of the database's own queue, which gives each run to one of all the servers. */
export async function startWorker(
  pool: pg.Pool,
  buying: Buying,
  clock: Clock,
  meter: JobMeter,
): Promise<Worker> {
  const { store } = buying
  const metered = async (name: string, work: () => Promise<unknown>) => {
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
  const job =
    (name: string, work: () => Promise<number>): Task =>
    () =>
      metered(name, work)
  /** Comes again soon, whatever became of it, and one at a time. */
  const often =
    (name: string, work: () => Promise<number>): Task =>
    async (_payload, { addJob }) => {
      try {
        // It has been told, and the next run is the next attempt.
        await metered(name, () => alone(pool, name, work)).catch(() => {})
      } finally {
        const runAt = new Date(clock.now() + SOON_MS)
        await addJob(name, {}, { jobKey: name, runAt, maxAttempts: 1 })
      }
    }
  const begin = async (): Promise<Runner> => {
    const runner = await run({
      pgPool: pool,
      schema: 'graphile_worker',
      concurrency: 4,
      noHandleSignals: true,
      logger: new Logger(() => () => {}),
      // Told in batches, a job's end is told again where the database is away. Alone it would end the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      crontab: CRONTAB,
      taskList: {
        settle_due: job('settle_due', () => settleDue(store.ledger, store.upkeep, clock)),
        check_payments: often('check_payments', () => checkPayments(buying, clock.now())),
        catch_up: often('catch_up', () => catchUp(buying, clock.now())),
        advance_subscriptions: often('advance_subscriptions', () => advanceDue(buying, clock.now)),
        purge_answers: job('purge_answers', () => store.upkeep.purgeAnswers(clock.now())),
        reconcile: job('reconcile', () => reconcilePayments(buying, clock)),
        forget_events: job('forget_events', () => forgetEvents(store, clock)),
      },
    })
    // A server that was killed may have left something in the middle: nobody waits for the next minute.
    try {
      for (const name of ['check_payments', 'catch_up', 'advance_subscriptions'])
        await runner.addJob(name, {}, { jobKey: name, jobKeyMode: 'preserve_run_at', maxAttempts: 1 })
    } catch (error) {
      await runner.stop()
      throw error
    }
    return runner
  }
  return keepGoing(begin, (error) => meter.failed('queue', error))
}
