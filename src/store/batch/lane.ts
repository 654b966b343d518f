import { setTimeout as sleep } from 'node:timers/promises'
import type { Instant } from '../../core/instant.ts'
import type { Command, Outcome } from '../../core/ledger/command.ts'
import { decide } from '../../core/ledger/decide.ts'
import { Unavailable } from '../../core/unavailable.ts'
import { isDatabaseError, isOutage, type PipelinedConnection } from '../connection.ts'
import { load } from './load.ts'
import { rollback, written } from './write.ts'

/** What a lane tells of its work. */
export interface LaneMeter {
  batch(size: number, milliseconds: number): void
  queued(change: number): void
  failed(error: unknown): void
}

interface Job {
  readonly command: Command
  readonly now: Instant
  readonly queued_at: number
  readonly done: (outcome: Outcome) => void
  readonly fail: (error: unknown) => void
  /** Whether its caller was told something, be it that the database does not answer. */
  answered: boolean
}

/** The most commands in one transaction: past it a batch only gets slower to answer. */
const MOST_IN_A_BATCH = 1_000
/** The most commands that wait: past it the database can't keep up, and saying so is kinder than waiting. */
const MOST_WAITING = 50_000
/** How long a caller waits for a database that does not answer, and how often the lane looks who did. */
const PATIENCE_MS = 4_000
const LOOK_MS = 250
const RECONNECT_MS = [20, 50, 100, 200, 300]
/** Conflicts with another process, which a second look resolves. */
const CONFLICTS = new Set(['23505', '23502', '40001', '40P01', '55P03'])
const MOST_CONFLICTS = 5

/**
 * A lane is a set of accounts whose commands one connection writes, batch after batch: while one batch commits the
 * next gathers, and at low load a command goes alone and at once. No two batches of a lane ever wait for each other.
 */
export class Lane {
  readonly #connection: PipelinedConnection
  readonly #meter: LaneMeter
  #waiting: Job[] = []
  #underway: readonly Job[] = []
  /** What is committed and not answered yet. */
  #committed: { readonly job: Job; readonly outcome: Outcome }[] = []
  #trouble: unknown
  #running: Promise<void> | null = null
  #closed = false

  constructor(connection: PipelinedConnection, meter: LaneMeter) {
    this.#connection = connection
    this.#meter = meter
  }

  submit(command: Command, now: Instant, done: Job['done'], fail: Job['fail']): void {
    const refusal = this.#closed
      ? 'The server is stopping.'
      : this.#waiting.length >= MOST_WAITING && 'More work is waiting than can be done.'
    if (refusal) {
      fail(new Unavailable(refusal))
      return
    }
    this.#waiting.push({ command, now, queued_at: performance.now(), done, fail, answered: false })
    this.#meter.queued(1)
    this.#running ??= this.#run()
  }

  /** Waits for what is under way and refuses what comes after. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
    await this.#connection.end()
  }

  async #run(): Promise<void> {
    const watch = setInterval(() => this.#giveUp(), LOOK_MS)
    // What arrived in the same turn of the event loop goes together.
    await new Promise(setImmediate)
    while (this.#waiting.length > 0) {
      const jobs = this.#waiting.splice(0, MOST_IN_A_BATCH)
      this.#underway = jobs
      const began = performance.now()
      const committed = this.#commit(jobs, 0)
      // The batch before is answered while PostgreSQL works on this one, so that neither of us waits for the other.
      this.#answer()
      await committed
      this.#meter.batch(jobs.length, performance.now() - began)
      this.#meter.queued(-jobs.length)
    }
    this.#answer()
    clearInterval(watch)
    this.#underway = []
    this.#trouble = undefined
    // In the same turn as the last look, so that no job can come between and wait for nobody.
    this.#running = null
  }

  /** Gives the outcomes that are committed to those who wait for them. */
  #answer(): void {
    const committed = this.#committed
    this.#committed = []
    for (const { job, outcome } of committed) job.done(outcome)
  }

  /** Tells everybody who has waited too long, whether their commands wait, are under way or are done already. */
  #giveUp(): void {
    this.#answer()
    const latest = performance.now() - PATIENCE_MS
    const late = this.#waiting.findIndex(({ queued_at }) => queued_at > latest)
    const overdue = this.#waiting.splice(0, late < 0 ? this.#waiting.length : late)
    this.#meter.queued(-overdue.length)
    for (const job of [...this.#underway, ...overdue]) {
      if (job.queued_at > latest) continue
      fail(job, new Unavailable('The database does not answer.', 2, { cause: this.#trouble }))
    }
  }

  /**
   * Commits the jobs together. Where PostgreSQL refuses the batch for a reason of its own, the halves are tried, until
   * the guilty one stands alone. Where the connection broke, nobody knows what was committed: the same commands go
   * again, and those that were find their own outcome under their keys.
   */
  async #commit(jobs: Job[], attempt: number, conflicts = 0): Promise<void> {
    if (jobs.length === 0) return
    try {
      const deferred = await this.#attempt(jobs, attempt + conflicts > 0)
      if (deferred.length > 0) await this.#commit(deferred, attempt, conflicts)
    } catch (error) {
      this.#meter.failed(error)
      if (isOutage(error)) {
        this.#connection.abandon()
        this.#trouble = error
        await sleep(RECONNECT_MS[Math.min(attempt, RECONNECT_MS.length - 1)])
        return this.#commit(
          jobs.filter(({ answered }) => !answered),
          attempt + 1,
          conflicts,
        )
      }
      await this.#connection.flush([[rollback]]).catch(() => this.#connection.abandon())
      if (isDatabaseError(error) && CONFLICTS.has(error.code ?? '') && conflicts < MOST_CONFLICTS)
        return this.#commit(jobs, attempt, conflicts + 1)
      const [first] = jobs
      if (first && jobs.length === 1) return fail(first, error)
      const middle = jobs.length >> 1
      await this.#commit(jobs.slice(0, middle), attempt, conflicts)
      await this.#commit(jobs.slice(middle), attempt, conflicts)
    }
  }

  /** One transaction. Returns the jobs that need more loaded than was known when it began. */
  async #attempt(jobs: Job[], retried: boolean): Promise<Job[]> {
    const latest = jobs.reduce((most, { now }) => (now > most ? now : most), 0)
    const commands = jobs.map(({ command }) => command)
    const book = await load(this.#connection, commands, latest, retried)
    const outcomes = jobs.map(({ command, now }) => decide(book, command, now))
    await this.#connection.flush(written(book))
    const deferred: Job[] = []
    outcomes.forEach((outcome, i) => {
      const job = jobs[i]
      if (!job || job.answered) return
      if (outcome === null) {
        deferred.push(job)
        return
      }
      job.answered = true
      const first = retried && outcome.replayed ? { ...outcome, replayed: false } : outcome
      this.#committed.push({ job, outcome: first })
    })
    return deferred
  }
}

function fail(job: Job, error: unknown): void {
  if (job.answered) return
  job.answered = true
  job.fail(error)
}
