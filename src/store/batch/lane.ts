import type { Instant } from '../../core/instant.ts'
import type { Command } from '../../core/ledger/command.ts'
import { Unavailable } from '../../core/unavailable.ts'
import type { PipelinedConnection } from '../session/connection.ts'
import { Aside } from './aside.ts'
import { type CommitMeter, Committing, isHeld } from './committing.ts'
import { fail, type Job, unanswered } from './job.ts'

/** What a lane tells of its work. */
export interface LaneMeter extends CommitMeter {
  batch(size: number, milliseconds: number): void
}

/** The most commands in one transaction: past it a batch only gets slower to answer. */
const MOST_IN_A_BATCH = 1_000
/** The most commands that wait: past it the database can't keep up, and saying so is kinder than waiting. */
const MOST_WAITING = 100_000
/** How long a caller waits for a database that does not answer, and how often the lane looks who did. */
const PATIENCE_MS = 4_000
const LOOK_MS = 250

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
  readonly #committing: Committing
  /** Ends the pause of a lane that only waits for others' locks. */
  #wake: () => void = () => {}
  #underway: readonly Job[] = []
  #began: number | null = null
  #running: Promise<void> | null = null
  #closed = false

  constructor(connection: PipelinedConnection, meter: LaneMeter, most_waiting = MOST_WAITING) {
    this.#connection = connection
    this.#meter = meter
    this.#most_waiting = most_waiting
    this.#committing = new Committing(connection, meter, this.#aside)
  }

  /** How many commands wait. */
  get waiting(): number {
    return this.#waiting.length + this.#aside.size
  }
  /** How long the batch that is under way has taken by now. */
  busyFor(now: number): number {
    return this.#began === null ? 0 : now - this.#began
  }
  /** How many more may. */
  get room(): number {
    return this.#most_waiting - this.waiting
  }

  submit(command: Command, now: Instant, done: Job['done'], fail: Job['fail']): void {
    if (this.#closed || this.room <= 0) {
      fail(this.#closed ? new Unavailable('The server is stopping.') : tooMuchWaits())
      return
    }
    this.#waiting.push({
      command,
      now,
      queued_at: performance.now(),
      done,
      fail,
      answered: false,
      lost: false,
    })
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
      this.#began = began
      const committed = this.#committing.commit(jobs)
      // The batch before is answered while PostgreSQL works on this one, so that neither of us waits for the other.
      this.#committing.answer()
      await committed
      this.#meter.batch(jobs.length, performance.now() - began)
      this.#meter.queued(-jobs.length)
      this.#underway = []
      this.#began = null
      this.#committing.patient = false
    }
    this.#committing.answer()
    clearInterval(watch)
    this.#underway = []
    this.#committing.trouble = undefined
    // In the same turn as the last look, so that no job can come between and wait for nobody.
    this.#running = null
  }

  /** Tells everybody who has waited too long, whether their commands wait, are under way or are done already. */
  #giveUp(): void {
    this.#committing.answer()
    const latest = performance.now() - PATIENCE_MS
    const late = this.#waiting.findIndex(({ queued_at }) => queued_at > latest)
    const overdue = this.#waiting.splice(0, late < 0 ? this.#waiting.length : late)
    const held = this.#aside.overdue(latest)
    this.#meter.queued(-overdue.length - held.length)
    const cause = this.#committing.trouble
    for (const job of held) {
      const holding = new Error(`somebody else keeps the account ${job.command.account} locked`)
      fail(job, job.lost ? new Unavailable(MAY_BE_DONE, 2, { cause: holding }) : isHeld(holding))
    }
    for (const job of overdue) fail(job, new Unavailable('The database does not answer.', 2, { cause }))
    for (const job of this.#underway)
      if (job.queued_at <= latest) fail(job, new Unavailable(MAY_BE_DONE, 2, { cause }))
  }

  /** Takes back those whose accounts are free again. Where there is nothing else to do, it waits until it is time. */
  async #lookAside(): Promise<void> {
    const aside = this.#aside
    this.#committing.answer()
    if (this.#waiting.length === 0 && aside.pause_ms > 0) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, aside.pause_ms)
      this.#wake = resolve
      await promise
      this.#wake = () => {}
      clearTimeout(timer)
    }
    if (aside.size === 0 || aside.pause_ms > 0) return
    const looks = await this.#committing.look(aside.accounts)
    aside.looked()
    if (!looks) return
    const { jobs, are_busy } = aside.free(looks)
    if (jobs.length === 0) return
    this.#committing.patient = are_busy
    const open = unanswered(jobs)
    this.#meter.queued(open.length - jobs.length)
    this.#waiting = [...open, ...this.#waiting].sort((a, b) => a.queued_at - b.queued_at)
  }
}

const MAY_BE_DONE =
  'The database does not answer, and this may have been done. Repeat it under the same key; without one, look first.'

export const tooMuchWaits = () => new Unavailable('More work is waiting than can be done.')
