import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '../../core/ledger/command.ts'
import { decide, isUnderWay } from '../../core/ledger/decide.ts'
import { Unavailable } from '../../core/unavailable.ts'
import type { PipelinedConnection } from '../session/connection.ts'
import { isAway, isDatabaseError } from '../session/outage.ts'
import { type Aside, type Look, lookAt } from './aside.ts'
import { fail, type Job, unanswered } from './job.ts'
import { load } from './load.ts'
import { rollback, written } from './write.ts'

export interface CommitMeter {
  queued(change: number): void
  failed(error: unknown): void
}

const RECONNECT_MS = [20, 50, 100, 200, 300]
/** Conflicts with another process, which a second look resolves. */
const CONFLICTS = new Set(['23505', '23502', '40001', '40P01', '55P03'])
/** A row that the batch must lock is locked by somebody else for longer than it waits. */
const LOCKED = '55P03'
const MOST_CONFLICTS = 5

/** How often a batch was begun anew, and why. */
interface Tries {
  /** The connection broke: the more often, the longer it is left alone. */
  readonly lost: number
  /** It was rolled back. */
  readonly conflicts: number
}

/** How a lane commits its batches: as one where that is possible, and else as parts, until each job has its outcome. */
export class Committing {
  readonly #connection: PipelinedConnection
  readonly #meter: CommitMeter
  readonly #aside: Aside
  /** What is committed and not answered yet. */
  #committed: { readonly job: Job; readonly outcome: Outcome }[] = []
  /** Why the database was away last. */
  trouble: unknown
  /** Whether the next batch waits long for its locks, because others are at work in its accounts. */
  patient = false

  constructor(connection: PipelinedConnection, meter: CommitMeter, aside: Aside) {
    this.#connection = connection
    this.#meter = meter
    this.#aside = aside
  }

  /** Gives the outcomes that are committed to those who wait for them. */
  answer(): void {
    const committed = this.#committed
    this.#committed = []
    for (const { job, outcome } of committed) job.done(outcome)
  }

  /**
   * Commits the jobs together. Where PostgreSQL refuses the batch for a reason of its own, the halves are tried, until
   * the guilty one stands alone. Where the connection broke, nobody knows what was committed: the same commands go
   * again, and those that were find their own outcome under their keys.
   */
  async commit(all: Job[], tries: Tries = { lost: 0, conflicts: 0 }): Promise<void> {
    const jobs = this.#aside.size > 0 ? this.#sift(all) : all
    if (jobs.length === 0) return
    try {
      const deferred = await this.#attempt(jobs, tries)
      if (deferred.length > 0) await this.commit(deferred, tries)
    } catch (error) {
      this.#meter.failed(error)
      if (isAway(error)) {
        for (const job of jobs) job.lost = true
        await this.#afterOutage(error, tries.lost)
        return this.commit(unanswered(jobs), { ...tries, lost: tries.lost + 1 })
      }
      await this.#rollBack()
      const code = isDatabaseError(error) ? (error.code ?? '') : ''
      const rest = code === LOCKED ? await this.#withoutHeld(jobs) : null
      if (rest) return this.commit(rest, tries)
      if (CONFLICTS.has(code) && tries.conflicts < MOST_CONFLICTS)
        return this.commit(jobs, { ...tries, conflicts: tries.conflicts + 1 })
      const [first] = jobs
      if (first && jobs.length === 1) return fail(first, code === LOCKED ? isHeld(error) : error)
      const middle = jobs.length >> 1
      await this.commit(jobs.slice(0, middle), tries)
      await this.commit(jobs.slice(middle), tries)
    }
  }

  /** Looks at accounts without waiting for anybody. Null where not even that can be told. */
  async look(accounts: Iterable<string>): Promise<ReadonlyMap<string, Look> | null> {
    try {
      return await lookAt(this.#connection, accounts)
    } catch (error) {
      this.#meter.failed(error)
      if (isAway(error)) this.#connection.abandon()
      else await this.#rollBack()
      return null
    }
  }

  /** One transaction. Returns the jobs that need more loaded than was known when it began. */
  async #attempt(jobs: Job[], { conflicts }: Tries): Promise<Job[]> {
    const is_retried = conflicts > 0 || jobs.some(({ lost }) => lost)
    const book = await load(this.#connection, jobs, is_retried, this.patient)
    const outcomes = jobs.map(({ command, now }) => decide(book, command, now))
    await this.#connection.flush(written(book))
    const deferred: Job[] = []
    outcomes.forEach((outcome, i) => {
      const job = jobs[i]
      if (!job || job.answered) return
      if (outcome === null) {
        if (isUnderWay(book, job.command)) this.#putAside(job)
        else deferred.push(job)
        return
      }
      job.answered = true
      // Found after the connection broke, it may well be what this very command wrote before.
      const first = job.lost && outcome.replayed ? { ...outcome, replayed: false } : outcome
      this.#committed.push({ job, outcome: first })
    })
    return deferred
  }

  async #afterOutage(error: unknown, lost: number): Promise<void> {
    this.#connection.abandon()
    this.trouble = error
    await sleep(RECONNECT_MS[Math.min(lost, RECONNECT_MS.length - 1)])
  }

  async #rollBack(): Promise<void> {
    await this.#connection.flush([[rollback]]).catch(() => this.#connection.abandon())
  }

  /**
   * The jobs without those of accounts that somebody else has locked, which wait aside; null where nobody has. Where
   * not even that can be told, whole tables are locked, and they all wait as long as their callers do.
   */
  async #withoutHeld(jobs: Job[]): Promise<Job[] | null> {
    const looks = await this.look(new Set(jobs.map(({ command }) => command.account)))
    if (!looks) return unanswered(jobs)
    const rest = this.#sift(jobs, looks)
    return rest.length < jobs.length ? rest : null
  }

  /** Whoever is about the job's key may be so for long: only its own account waits. */
  #putAside(job: Job): void {
    this.#aside.keep(job)
    this.#meter.queued(1)
  }

  /** What is put aside leaves its batch, and goes on waiting. */
  #sift(jobs: Job[], looks?: ReadonlyMap<string, Look>): Job[] {
    const rest = this.#aside.sift(jobs, looks)
    this.#meter.queued(jobs.length - rest.length)
    return rest
  }
}

export const isHeld = (cause: unknown) =>
  new Unavailable('Something that the work needs is locked for long. Try again.', 1, { cause })
