import type { Instant } from '../instant.ts'

/** `verify` proves the ledger; `reconcile` compares purchases with what was paid. */
export const checkKinds = ['verify', 'reconcile'] as const
export type CheckKind = (typeof checkKinds)[number]

export const checkStates = ['queued', 'running', 'done', 'failed'] as const
export type CheckState = (typeof checkStates)[number]

/** Something that does not hold, for the operator. */
export interface Finding {
  readonly kind: string
  readonly account: string | null
  readonly credit_type: string | null
  readonly purchase: string | null
  readonly what: string
}

export interface Progress {
  readonly done: number
  readonly of: number
}

/** What the entries of a credit type sum to in one of the books. */
export interface BookSum {
  readonly credit_type: string
  readonly book: string
  readonly amount_micro: bigint
}

/** What a check found. */
export interface Found {
  readonly holds: boolean
  /** What was looked at, and how much of it. */
  readonly counts: Readonly<Record<string, number>>
  /** What the ledger came to, where it was proven. */
  readonly books: readonly BookSum[]
  /** The first of them. */
  readonly findings: readonly Finding[]
  readonly finding_count: number
}

export interface Check extends Omit<Found, 'holds'> {
  readonly id: string
  readonly kind: CheckKind
  readonly state: CheckState
  /** From when on purchases are compared; null where none are. */
  readonly since: Instant | null
  readonly created_at: Instant
  readonly started_at: Instant | null
  readonly ended_at: Instant | null
  readonly progress: Progress | null
  /** Null until it is done. */
  readonly holds: boolean | null
  /** Why it failed: then nothing is known. */
  readonly error: string | null
}

/** So many findings are kept of each check, and so many checks of each kind. */
export const FINDINGS_KEPT = 100
export const CHECKS_KEPT = 100
