import { setTimeout as sleep } from 'node:timers/promises'
import type { Instant } from '../../core/instant.ts'
import type { Command, Outcome } from '../../core/ledger/command.ts'
import { decide } from '../../core/ledger/decide.ts'
import { Unavailable } from '../../core/unavailable.ts'
import { isDatabaseError, isOutage, type PipelinedConnection } from '../session/connection.ts'
import { Aside, type Look, lookAt } from './aside.ts'
import { fail, type Job } from './job.ts'
import { load } from './load.ts'
import { rollback, written } from './write.ts'

/** What a lane tells of its work. */
export interface LaneMeter {
  batch(size: number, milliseconds: number): void
  queued(change: number): void
  failed(error: unknown): void
}

/** The most commands in one transaction: past it a batch only gets slower to answer. */
const MOST_IN_A_BATCH = 1_000
/** The most commands that wait: past it the database can't keep up, and saying so is kinder than waiting. */
const MOST_WAITING = 100_000
/** How long a caller waits for a database that does not answer, and how often the lane looks who did. */
const PATIENCE_MS = 4_000
const LOOK_MS = 250
const RECONNECT_MS = [20, 50, 100, 200, 300]
/** Conflicts with another process, which a second look resolves. */
const CONFLICTS = new Set(['23505', '23502', '40001', '40P01', '55P03'])
/** A row that the batch must lock is locked by somebody else for longer than it waits. */
const LOCKED = '55P03'
const MOST_CONFLICTS = 5

/**
 * A lane is a set of accounts whose commands one connection writes, batch after batch: while one batch commits the
 * next gathers, and at low load a command goes alone and at once. No two batches of a lane ever wait for each other.
 */
export class Lane {
  readonly #connection: PipelinedConnection
  readonly #meter: LaneMeter
  readonly #most_waiting: number
  #waiting: Job[] = []
  readonly #aside = new Aside()
  /** Ends the pause of a lane that only waits for others' locks. */
  #wake: () => void = () => {}
  /** Whether the batch waits long for its locks, because others are at work in its accounts. */
  #patient = false
  #underway: readonly Job[] = []
  /** What is committed and not answered yet. */
  #committed: { readonly job: Job; readonly outcome: Outcome }[] = []
  #trouble: unknown
  #running: Promise<void> | null = null
  #closed = false

  constructor(connection: PipelinedConnection, meter: LaneMeter, most_waiting = MOST_WAITING) {
    this.#connection = connection
    this.#meter = meter
    this.#most_waiting = most_waiting
  }

  /** How many more commands may wait. */
  get room(): number {
    return this.#most_waiting - this.#waiting.length - this.#aside.size
  }

  submit(command: Command, now: Instant, done: Job['done'], fail: Job['fail']): void {
    if (this.#closed || this.room <= 0) {
      fail(this.#closed ? new Unavailable('The server is stopping.') : tooMuchWaits())
      return
    }
    this.#waiting.push({ command, now, queued_at: performance.now(), done, fail, answered: false })
    this.#meter.queued(1)
    this.#running ??= this.#run()
    this.#wake()
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
    while (this.#waiting.length + this.#aside.size > 0) {
      if (this.#aside.size > 0) await this.#lookAside()
      const jobs = this.#waiting.splice(0, MOST_IN_A_BATCH)
      if (jobs.length === 0) continue
      this.#underway = jobs
      const began = performance.now()
      const committed = this.#commit(jobs, 0)
      // The batch before is answered while PostgreSQL works on this one, so that neither of us waits for the other.
      this.#answer()
      await committed
      this.#meter.batch(jobs.length, performance.now() - began)
      this.#meter.queued(-jobs.length)
      this.#underway = []
      this.#patient = false
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
    for (const job of this.#aside.overdue(latest)) overdue.push(job)
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
  async #commit(all: Job[], attempt: number, conflicts = 0): Promise<void> {
    const jobs = this.#aside.size > 0 ? this.#sift(all) : all
    if (jobs.length === 0) return
    try {
      const deferred = await this.#attempt(jobs, attempt + conflicts > 0)
      if (deferred.length > 0) await this.#commit(deferred, attempt, conflicts)
    } catch (error) {
      this.#meter.failed(error)
      if (isOutage(error)) {
        await this.#afterOutage(error, attempt)
        return this.#commit(unanswered(jobs), attempt + 1, conflicts)
      }
      await this.#connection.flush([[rollback]]).catch(() => this.#connection.abandon())
      const code = isDatabaseError(error) ? (error.code ?? '') : ''
      const rest = code === LOCKED ? await this.#withoutHeld(jobs) : null
      if (rest) return this.#commit(rest, attempt, conflicts)
      if (CONFLICTS.has(code) && conflicts < MOST_CONFLICTS) return this.#commit(jobs, attempt, conflicts + 1)
      const [first] = jobs
      if (first && jobs.length === 1) return fail(first, code === LOCKED ? isHeld(error) : error)
      const middle = jobs.length >> 1
      await this.#commit(jobs.slice(0, middle), attempt, conflicts)
      await this.#commit(jobs.slice(middle), attempt, conflicts)
    }
  }

  async #afterOutage(error: unknown, attempt: number): Promise<void> {
    this.#connection.abandon()
    this.#trouble = error
    await sleep(RECONNECT_MS[Math.min(attempt, RECONNECT_MS.length - 1)])
  }

  /**
   * The jobs without those of accounts that somebody else has locked, which wait aside; null where nobody has. Where
   * not even that can be told, whole tables are locked, and they all wait as long as their callers do.
   */
  async #withoutHeld(jobs: Job[]): Promise<Job[] | null> {
    const looks = await this.#look(new Set(jobs.map(({ command }) => command.account)))
    if (!looks) return unanswered(jobs)
    const rest = this.#sift(jobs, looks)
    return rest.length < jobs.length ? rest : null
  }

  /** What is put aside leaves its batch, and goes on waiting. */
  #sift(jobs: Job[], looks?: ReadonlyMap<string, Look>): Job[] {
    const rest = this.#aside.sift(jobs, looks)
    this.#meter.queued(jobs.length - rest.length)
    return rest
  }

  /** Takes back those whose accounts are free again. Where there is nothing else to do, it waits until it is time. */
  async #lookAside(): Promise<void> {
    const aside = this.#aside
    this.#answer()
    if (this.#waiting.length === 0 && aside.pause_ms > 0) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, aside.pause_ms)
      this.#wake = resolve
      await promise
      this.#wake = () => {}
      clearTimeout(timer)
    }
    if (aside.size === 0 || aside.pause_ms > 0) return
    const looks = await this.#look(aside.accounts)
    aside.looked()
    if (!looks) return
    const { jobs, are_busy } = aside.free(looks)
    if (jobs.length === 0) return
    this.#patient = are_busy
    const open = unanswered(jobs)
    this.#meter.queued(open.length - jobs.length)
    this.#waiting = [...open, ...this.#waiting].sort((a, b) => a.queued_at - b.queued_at)
  }

  async #look(accounts: Iterable<string>): Promise<ReadonlyMap<string, Look> | null> {
    try {
      return await lookAt(this.#connection, accounts)
    } catch (error) {
      this.#meter.failed(error)
      if (isOutage(error)) this.#connection.abandon()
      else await this.#connection.flush([[rollback]]).catch(() => this.#connection.abandon())
      return null
    }
  }

  /** One transaction. Returns the jobs that need more loaded than was known when it began. */
  async #attempt(jobs: Job[], retried: boolean): Promise<Job[]> {
    const latest = jobs.reduce((most, { now }) => (now > most ? now : most), 0)
    const commands = jobs.map(({ command }) => command)
    const book = await load(this.#connection, commands, latest, retried, this.#patient)
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

const unanswered = (jobs: Job[]): Job[] => jobs.filter(({ answered }) => !answered)

export const tooMuchWaits = () => new Unavailable('More work is waiting than can be done.')

const isHeld = (cause: unknown) =>
  new Unavailable('Something that the work needs is locked for long. Try again.', 1, { cause })
