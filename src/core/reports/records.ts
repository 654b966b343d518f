import type { GoOn } from '../go-on.ts'
import type { Instant } from '../instant.ts'
import type { Page, PageRequest } from '../ports.ts'
import type { BookSum, Check, CheckKind, Found, Progress } from './check.ts'
import type { Days } from './day.ts'
import type { JobRun } from './job.ts'
import type { OverviewFacts } from './overview.ts'
import type { UsageRequest, UsedInDay } from './usage.ts'

/** What is kept of checks. */
export interface CheckRecords {
  /** Writes it down. False where one of its kind waits or runs already. */
  insertCheck(check: Check): Promise<boolean>
  /** Has what waits done by some server, as soon as this transaction is done. */
  callForChecks(): Promise<void>
  /** The one of its kind that waits or runs. */
  openCheck(kind: CheckKind): Promise<Check | null>
  check(id: string): Promise<Check | null>
  /** Newest first. */
  checks(kind: CheckKind | null, page: PageRequest): Promise<Page<Check>>
  noteProgress(id: string, progress: Progress): Promise<void>
  /** What it found, or why it failed. Says nothing more of one that was called failed meanwhile. */
  endCheck(id: string, ended: { readonly at: Instant } & (Found | { readonly error: string })): Promise<void>
  /** Forgets all but the newest of a kind. */
  forgetChecks(kind: CheckKind, kept: number): Promise<void>
}

/** What is told of the ledger as a whole, or of an account's part of it over time. */
export interface Reports {
  /** Days on which nothing was used are left out; in order of the day. */
  usage(account: string, request: UsageRequest): Promise<readonly UsedInDay[]>
  overview(days: Days, now: Instant): Promise<OverviewFacts>
  /** Up to when everything that was written is in the days of the overview; null where nothing was ever summed. */
  summedAt(): Promise<Instant | null>
  /** By the job's name. */
  jobRuns(): Promise<readonly JobRun[]>
}

/** The checks that wait, given to one server each. */
export interface CheckQueue {
  /**
   * Takes the oldest check that waits and does the work. As long as it does, nobody else takes it for abandoned.
   * False where none waits.
   */
  next(now: Instant, work: (check: Check) => Promise<void>): Promise<boolean>
  /** Calls those failed whose server died in the middle. */
  failAbandoned(now: Instant): Promise<void>
}

export interface JobRecords {
  /**
   * Adds what was written since to the days of the overview, and answers how many entries that were. Each is counted
   * once, whatever is cut off in the middle. What is left where it is not to go on is for the next.
   */
  sumDays(now: Instant, goOn?: GoOn): Promise<number>
  /** Says which jobs there are and how often each runs, in seconds. */
  scheduleJobs(every: Readonly<Record<string, number>>): Promise<void>
  noteRun(run: Pick<JobRun, 'job' | 'took_ms' | 'succeeded' | 'error'>, at: Instant): Promise<void>
}

/** A part of the ledger that does not hold. */
export interface Breached {
  readonly invariant: string
  readonly account: string
  readonly credit_type: string
  readonly what: string
}

/** What came of proving the ledger. */
export interface Proof {
  readonly counts: Readonly<Record<string, number>>
  readonly books: readonly BookSum[]
  /** The first of them. */
  readonly breaches: readonly Breached[]
  readonly breach_count: number
}

export interface Proving {
  /** Told at most once a second. */
  readonly onProgress: (progress: Progress) => void
  /** Ends it at once. */
  readonly signal: AbortSignal
}

/** What the database as a whole can tell of the ledger as a whole. */
export interface Reporting {
  readonly reports: Reports
  readonly checks: CheckQueue
  /** Proves what must always be true of the ledger, beside the work of this process and not in its way. */
  prove(now: Instant, proving: Proving): Promise<Proof>
}
