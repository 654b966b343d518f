import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Minor } from '../money.ts'
import { type Day, type Days, eachDay } from './day.ts'

/** What moved in the wallets of a credit type. What reversals gave back is taken off what was burned. */
export interface Moved {
  /** Granted by purchases, whatever was taken back since. */
  readonly sold_micro: Micro
  /** Granted by anything else: by hand, by subscriptions. */
  readonly granted_micro: Micro
  readonly burned_micro: Micro
  readonly expired_micro: Micro
  readonly revoked_micro: Micro
}

export const NOTHING_MOVED: Moved = {
  sold_micro: 0n,
  granted_micro: 0n,
  burned_micro: 0n,
  expired_micro: 0n,
  revoked_micro: 0n,
}

export interface MovedInDay extends Moved {
  readonly credit_type: string
  readonly day: Day
  /** By how much all wallets together, what is held included, have more at its end than at its beginning. */
  readonly change_micro: Micro
}

/** What the wallets of a credit type have just now. */
export interface Standing {
  readonly credit_type: string
  /** What customers can still use, what is held included: what the seller owes. */
  readonly outstanding_micro: Micro
  readonly held_micro: Micro
  readonly debt_micro: Micro
  /** Those that have any. */
  readonly accounts: number
}

/** What was paid for credits of a type and what of it went back, taxes included. */
export interface TakenInDay {
  readonly credit_type: string
  readonly currency: string
  readonly day: Day
  readonly gross_minor: Minor
  readonly refunded_minor: Minor
}

/** What somebody should look into. */
export interface Attention {
  readonly disputed: number
  readonly past_due: number
  /** Purchases and refunds that were asked for a while ago and of which nobody has said how they went. */
  readonly uncertain: number
}

/** All that the overview is made of, of one moment. */
export interface OverviewFacts {
  /** Up to when everything that was written is in the days; null where nothing was ever summed. */
  readonly as_of: Instant | null
  readonly standings: readonly Standing[]
  /** What the days before the first one have come to, by credit type. */
  readonly before: ReadonlyMap<string, Micro>
  readonly moved: readonly MovedInDay[]
  readonly taken: readonly TakenInDay[]
  readonly attention: Attention
}

export interface TypeInDays extends Standing {
  readonly sum: Moved
  readonly days: readonly (Moved & { readonly day: Day; readonly outstanding_micro: Micro })[]
}

export interface RevenueInDays
  extends Pick<TakenInDay, 'credit_type' | 'currency' | 'gross_minor' | 'refunded_minor'> {
  readonly days: readonly Pick<TakenInDay, 'day' | 'gross_minor' | 'refunded_minor'>[]
}

/** Every credit type day by day, also on days on which nothing happened: what is outstanding is so every day. */
export function typesInDays(facts: OverviewFacts, days: Days): TypeInDays[] {
  const moved = new Map(facts.moved.map((one) => [`${one.day} ${one.credit_type}`, one]))
  return facts.standings.map((standing) => {
    const { credit_type } = standing
    let outstanding_micro = facts.before.get(credit_type) ?? 0n
    let sum = NOTHING_MOVED
    const each = eachDay(days).map((day) => {
      const found = moved.get(`${day} ${credit_type}`)
      outstanding_micro += found?.change_micro ?? 0n
      const { sold_micro, granted_micro, burned_micro, expired_micro, revoked_micro } = found ?? NOTHING_MOVED
      const one = { sold_micro, granted_micro, burned_micro, expired_micro, revoked_micro }
      sum = plus(sum, one)
      return { ...one, day, outstanding_micro }
    })
    return { ...standing, sum, days: each }
  })
}

const plus = (a: Moved, b: Moved): Moved => ({
  sold_micro: a.sold_micro + b.sold_micro,
  granted_micro: a.granted_micro + b.granted_micro,
  burned_micro: a.burned_micro + b.burned_micro,
  expired_micro: a.expired_micro + b.expired_micro,
  revoked_micro: a.revoked_micro + b.revoked_micro,
})

/** What was taken for each credit type in each currency, day by day, where anything was. */
export function revenueInDays({ taken }: OverviewFacts, days: Days): RevenueInDays[] {
  const kinds = Map.groupBy(taken, ({ credit_type, currency }) => `${credit_type} ${currency}`)
  return [...kinds.values()].map((found) => {
    const [{ credit_type, currency }] = found as [TakenInDay]
    const on = new Map(found.map((one) => [one.day, one]))
    return {
      credit_type,
      currency,
      gross_minor: found.reduce((sum, one) => sum + one.gross_minor, 0n),
      refunded_minor: found.reduce((sum, one) => sum + one.refunded_minor, 0n),
      days: eachDay(days).map((day) => ({
        day,
        gross_minor: on.get(day)?.gross_minor ?? 0n,
        refunded_minor: on.get(day)?.refunded_minor ?? 0n,
      })),
    }
  })
}
