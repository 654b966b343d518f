import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { CapPeriod } from '../period.ts'

/** What a cap limits, in the order in which refusals are given. */
export const capSubjects = ['account', 'member', 'project', 'key'] as const
export type CapSubject = (typeof capSubjects)[number]

export type CapUnit = 'credits' | 'money'

/** The id of the cap that holds for every member without one of its own. */
export const EVERY_MEMBER = '*'

/** A count beyond a bigint is far beyond any limit, too, so it stops there, and stays until it begins anew. */
export const MOST_COUNTED: Micro = 2n ** 63n - 1n

/** A limit on how much one subject may burn in a period. A limit of zero blocks. */
export interface Cap {
  readonly account: string
  readonly subject: CapSubject
  readonly subject_id: string
  /** Millionths of a credit, or of the currency's major unit. */
  readonly limit_micro: Micro
  readonly unit: CapUnit
  readonly period: CapPeriod
  readonly created_at: Instant
}

/** How much a subject has burned in the period that began at `period_start`. An older period's count is void. */
export interface Counter {
  readonly account: string
  readonly subject: CapSubject
  readonly subject_id: string
  readonly unit: CapUnit
  readonly period: CapPeriod
  period_start: Instant
  used_micro: Micro
}

/** A cap with what counts against it; the default for members counts for each of them apart, so it has none. */
export interface CountedCap {
  readonly cap: Cap
  readonly counter: Pick<Counter, 'period_start' | 'used_micro'> | null
}

/** One cap that a debit met, and what the debit did to it. */
export interface CapUse {
  readonly subject: CapSubject
  readonly subject_id: string
  readonly unit: CapUnit
  readonly period: CapPeriod
  readonly limit_micro: Micro
  readonly before_micro: Micro
  readonly after_micro: Micro
}
