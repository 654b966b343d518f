import type { Instant } from '../../core/instant.ts'
import type { Command, Outcome } from '../../core/ledger/command.ts'

/** A command that somebody waits for. */
export interface Job {
  readonly command: Command
  readonly now: Instant
  readonly queued_at: number
  readonly done: (outcome: Outcome) => void
  readonly fail: (error: unknown) => void
  /** Whether its caller was told something, be it that the database does not answer. */
  answered: boolean
  /** Whether a connection broke under it, so that nobody knows what became of it. That outlives its batch. */
  lost: boolean
}

export function fail(job: Job, error: unknown): void {
  if (job.answered) return
  job.answered = true
  job.fail(error)
}

export const unanswered = (jobs: readonly Job[]): Job[] => jobs.filter(({ answered }) => !answered)
