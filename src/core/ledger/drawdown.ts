import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { covers, type Grant, hasExpired, type Scope } from './grant.ts'

/** So much of one grant. */
export interface Draw {
  readonly grant: string
  readonly amount_micro: Micro
}

export interface Shortfall {
  /** What the usage could have drawn. */
  readonly drawable_micro: Micro
}

export const isShortfall = (plan: Draw[] | Shortfall): plan is Shortfall => !Array.isArray(plan)

/**
 * Which grants an amount is drawn from: all of it, or nothing. The grants come in draw order; those that have
 * expired, have not started or are for somebody else are passed over; `own_only`, also those that are not the member's.
 */
export function drawdown(
  grants: readonly Grant[],
  amount_micro: Micro,
  usage: Scope,
  at: Instant,
  own_only = false,
): Draw[] | Shortfall {
  const draws: Draw[] = []
  let missing = amount_micro
  for (const grant of grants) {
    if (!isDrawable(grant, usage, at, own_only)) continue
    const part = grant.remaining_micro < missing ? grant.remaining_micro : missing
    draws.push({ grant: grant.id, amount_micro: part })
    missing -= part
    if (missing === 0n) return draws
  }
  return { drawable_micro: amount_micro - missing }
}

export const isDrawable = (grant: Grant, usage: Scope, at: Instant, own_only: boolean): boolean =>
  grant.state === 'open' &&
  grant.remaining_micro > 0n &&
  !hasExpired(grant, at) &&
  covers(grant.scope, usage) &&
  (!own_only || grant.scope.member !== null)
