import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'

/** Whom and what a grant is for; null means anyone or anything. */
export interface Scope {
  readonly member: string | null
  readonly project: string | null
  readonly feature: string | null
}

export const UNSCOPED: Scope = { member: null, project: null, feature: null }

/**
 * `scheduled`: its start lies ahead, nothing of it is in the wallet yet. `open`: credits are left to draw.
 * `closed`: nothing is left to draw; a release or a reversal may open it again.
 */
export type GrantState = 'scheduled' | 'open' | 'closed'

export type GrantSource = 'manual' | 'purchase' | 'subscription' | 'promotion' | 'adjustment'
export const grantSources = ['manual', 'purchase', 'subscription', 'promotion', 'adjustment'] as const
/** What somebody may call a grant that is made by hand; the others come of what was bought. */
export const handSources = ['manual', 'promotion', 'adjustment'] as const satisfies readonly GrantSource[]

/** A lot of credits. `remaining` can be drawn, `held` is set aside by holds. */
export interface Grant {
  readonly account: string
  readonly credit_type: string
  readonly id: string
  readonly source: GrantSource
  readonly amount_micro: Micro
  remaining_micro: Micro
  /** Set aside by holds, or frozen. */
  held_micro: Micro
  /** Of what is held: frozen while the purchase behind it is disputed. */
  frozen_micro: Micro
  /** Whether credits that come back to it are frozen too. */
  frozen: boolean
  /** Spent or held credits that were taken back and that nobody owes: as they come back, they are revoked. */
  written_off_micro: Micro
  /** Spent or held credits that were taken back and became a debt: as they come back, they pay it. */
  owed_micro: Micro
  /** What was taken back of it, whether it was left or had been spent. */
  revoked_micro: Micro
  state: GrantState
  /** The lower number is burned first. */
  readonly priority: number
  readonly scope: Scope
  readonly starts_at: Instant
  expires_at: Instant | null
  /** Its expiry came from a rolling policy and moves with the bucket. */
  readonly rolling: boolean
  readonly metadata: string | null
  readonly created_at: Instant
}

/** Of credits that were taken back: what was left, what of the rest became a debt, and what nobody owes. */
export interface TakenBack {
  readonly revoked_micro: Micro
  readonly debt_micro: Micro
  readonly written_off_micro: Micro
}

/** A part or all of a grant, taken back by hand. */
export interface Revocation extends TakenBack {
  readonly account: string
  readonly id: string
  readonly grant: string
  readonly spent: 'debt' | 'write_off'
  readonly reason: string | null
  readonly at: Instant
}

export const DEFAULT_PRIORITY = 100

/** Whether credits of the scope may be burned by this usage. */
export const covers = (scope: Scope, usage: Scope): boolean =>
  (scope.member === null || scope.member === usage.member) &&
  (scope.project === null || scope.project === usage.project) &&
  (scope.feature === null || scope.feature === usage.feature)

export const isUnscoped = (scope: Scope): boolean =>
  scope.member === null && scope.project === null && scope.feature === null

export const hasExpired = (grant: Grant, at: Instant): boolean =>
  grant.expires_at !== null && grant.expires_at <= at
