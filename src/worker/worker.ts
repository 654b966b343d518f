import { Logger, type Runner, run, type Task } from 'graphile-worker'
import type pg from 'pg'
import type { GoOn } from '../core/go-on.ts'
import type { Clock } from '../core/ports.ts'
import type { Buying } from '../core/purchases/buying.ts'
import { catchUp } from '../core/purchases/catch-up.ts'
import { checkPayments } from '../core/purchases/check-payments.ts'
import { performChecks } from '../core/reports/perform-checks.ts'
import { advanceDue } from '../core/subscriptions/advance-due.ts'
import { alone } from './alone.ts'
import { deliver, type Telling } from './deliver.ts'
import { forgetDeliveries } from './forget-deliveries.ts'
import { forgetEvents } from './forget-events.ts'
import { keepGoing, type Worker } from './keep-going.ts'
import { paceOf, RENEWALS_APART_MS, SUMS_APART_MS } from './pace.ts'
import { reconcilePayments } from './reconcile-payments.ts'
import { everySeconds } from './schedule.ts'
import { settleDue } from './settle-due.ts'
import { verifyLedger } from './verify-ledger.ts'

/** What the jobs tell of their work. */
export interface JobMeter {
  ran(job: string, milliseconds: number, succeeded: boolean): void
  failed(job: string, error: unknown): void
}

/** How the product is told of what happens. */
export type Told = Pick<Telling, 'body' | 'tried'>

/** What the jobs take of the server that they run in. */
interface Surroundings {
  readonly meter: JobMeter
  readonly told: Told
  /** Whether many wait for the ledger, so that what nobody waits for gives way. */
  readonly crowded: () => boolean
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
* * * * * deliver ?id=deliver&jobKey=deliver&jobKeyMode=preserve_run_at&max=1
* * * * * sum_days ?id=sum_days&jobKey=sum_days&jobKeyMode=preserve_run_at&max=1
* * * * * perform_checks ?id=perform_checks&jobKey=perform_checks&max=1
17 * * * * purge_answers ?id=purge_answers&jobKey=purge_answers&max=3
23 * * * * reconcile ?id=reconcile&fill=2h&jobKey=reconcile&max=3
37 * * * * forget_events ?id=forget_events&jobKey=forget_events&max=3
10 3 * * * verify ?id=verify&fill=12h&jobKey=verify&max=1
43 * * * * forget_deliveries ?id=forget_deliveries&jobKey=forget_deliveries&max=3
`

/** How soon such a job follows upon itself. */
const SOON_MS = 15_000
const ADVANCE_MS = 5_000
const OFTEN = ['check_payments', 'catch_up', 'advance_subscriptions', 'deliver']

const EVERY_SECONDS = {
  ...everySeconds(CRONTAB, OFTEN, SOON_MS / 1000),
  advance_subscriptions: ADVANCE_MS / 1000,
}

/** Runs the jobs out of the database's own queue, which gives each run to one of all the servers. */
export async function startWorker(
  pool: pg.Pool,
  buying: Buying,
  clock: Clock,
  { meter, told, crowded }: Surroundings,
): Promise<Worker> {
  const { store } = buying
  const stop = new AbortController()
  const goOn: GoOn = async () => !stop.signal.aborted
  const renewing = paceOf(crowded, RENEWALS_APART_MS, stop.signal)
  const summing = paceOf(crowded, SUMS_APART_MS, stop.signal)
  const telling: Telling = { registry: store.registry, clock, ...told, stop: stop.signal }
  const metered = async (name: string, work: () => Promise<unknown>) => {
    const [began, began_at] = [performance.now(), clock.now()]
    const ran = async (error: string | null) => {
      const took_ms = performance.now() - began
      meter.ran(name, took_ms, error === null)
      // What can't be noted, because the database is away, is told by what comes next.
      await store.upkeep
        .noteRun({ job: name, took_ms, succeeded: error === null, error }, began_at)
        .catch(() => {})
    }
    try {
      await work()
    } catch (error) {
      await ran(error instanceof Error ? error.message : String(error))
      meter.failed(name, error)
      throw error
    }
    await ran(null)
  }
  const job =
    (name: string, work: () => Promise<number>): Task =>
    () =>
      metered(name, work)
  /**
   * Comes again soon, whatever became of it, and one at a time; after another time, where that is said, unless it failed.
   */
  const often =
    (name: string, work: () => Promise<number>, after_ms = SOON_MS, busy_ms = SOON_MS): Task =>
    async (_payload, { addJob }) => {
      let soon_ms = SOON_MS
      try {
        await metered(name, async () => {
          soon_ms = (await alone(pool, name, work)) === null ? busy_ms : after_ms
        })
      } catch {
        // It has been told, and the next run is the next attempt.
      } finally {
        const runAt = new Date(clock.now() + soon_ms)
        await addJob(name, {}, { jobKey: name, runAt, maxAttempts: 1 })
      }
    }
  const begin = async (): Promise<Runner> => {
    await store.upkeep.scheduleJobs(EVERY_SECONDS)
    const runner = await run({
      pgPool: pool,
      schema: 'graphile_worker',
      concurrency: 7,
      noHandleSignals: true,
      logger: new Logger(() => () => {}),
      // Told in batches, a job's end is told again where the database is away. Alone it would end the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      crontab: CRONTAB,
      taskList: {
        settle_due: job('settle_due', () => settleDue(store.ledger, store.upkeep, clock, goOn)),
        check_payments: often('check_payments', () => checkPayments(buying, clock.now(), goOn)),
        catch_up: often('catch_up', () => catchUp(buying, clock.now(), goOn)),
        // Renewals come in crowds, and a crowd is given its time: it begins soon.
        advance_subscriptions: often(
          'advance_subscriptions',
          () => advanceDue(buying, clock.now, renewing),
          ADVANCE_MS,
        ),
        // It looks for work by itself; and the one who is at it may have just been killed.
        deliver: often('deliver', () => deliver(telling), 0, 2_000),
        purge_answers: job('purge_answers', () => store.upkeep.purgeAnswers(clock.now())),
        reconcile: job('reconcile', () => reconcilePayments(buying, clock, stop.signal)),
        verify: job('verify', () => verifyLedger(buying, clock, stop.signal)),
        perform_checks: job('perform_checks', () => performChecks(buying, clock, stop.signal)),
        sum_days: job(
          'sum_days',
          async () => (await alone(pool, 'sum_days', () => store.upkeep.sumDays(clock.now(), summing))) ?? 0,
        ),
        forget_events: job('forget_events', () => forgetEvents(store, clock)),
        forget_deliveries: job('forget_deliveries', () => forgetDeliveries(store, clock)),
      },
    })
    // A server that was killed may have left something in the middle: nobody waits for the next minute.
    try {
      for (const name of [...OFTEN, 'sum_days'])
        await runner.addJob(name, {}, { jobKey: name, jobKeyMode: 'preserve_run_at', maxAttempts: 1 })
    } catch (error) {
      await runner.stop()
      throw error
    }
    return runner
  }
  const worker = await keepGoing(begin, (error) => meter.failed('queue', error))
  return {
    async stop() {
      stop.abort()
      await worker.stop()
    },
  }
}
