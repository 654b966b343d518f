import { formatCredits, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { type PriceMicro, worthMicro } from '../money.ts'
import { periodStart } from '../period.ts'
import { type Refusal, type RefusalCode, refuse } from '../refusal.ts'
import {
  type Cap,
  type CapSubject,
  type CapUse,
  type Counter,
  capSubjects,
  EVERY_MEMBER,
  MOST_COUNTED,
} from './cap.ts'

/** An account's caps with the counters that the work at hand may touch. */
export interface AccountCaps {
  readonly account: string
  readonly caps: Map<string, Cap>
  readonly counters: Map<string, Counter>
  readonly changed: Set<Counter>
}

/** Who burns: the ids by which caps find their subjects. */
export interface Burner {
  readonly account: string
  readonly member: string | null
  readonly project: string | null
  readonly key: string | null
}

const REACHED: Record<CapSubject, RefusalCode> = {
  account: 'account_spending_cap_reached',
  member: 'user_spending_cap_reached',
  project: 'project_spending_cap_reached',
  key: 'key_spending_cap_reached',
}

export const capKey = (subject: string, id: string): string => `${subject} ${id}`
export const counterKey = (counter: Pick<Counter, 'subject' | 'subject_id' | 'unit' | 'period'>): string =>
  `${counter.subject} ${counter.subject_id} ${counter.unit} ${counter.period}`

const subjectId = (burner: Burner, subject: CapSubject): string | null => burner[subject]

/** The caps that this burner meets, each with the id it counts for, in the stated order. */
export function* capsOn({ caps }: AccountCaps, burner: Burner): Generator<{ cap: Cap; id: string }> {
  for (const subject of capSubjects) {
    const id = subjectId(burner, subject)
    if (id === null) continue
    const own = caps.get(capKey(subject, id))
    const cap = own ?? (subject === 'member' ? caps.get(capKey(subject, EVERY_MEMBER)) : undefined)
    if (cap) yield { cap, id }
  }
}

/** What an amount counts against a cap. Credits without a price count nothing against a cap in money. */
export function countsFor(
  cap: Pick<Cap, 'unit'>,
  amount_micro: Micro,
  unit_price_micro: PriceMicro | null,
): Micro {
  return cap.unit === 'credits' ? amount_micro : worthMicro(amount_micro, unit_price_micro ?? 0n)
}

/** Whether every cap has room for what it would count: how much before and after, or the first that is full. */
export function checkCaps(
  state: AccountCaps | undefined,
  burner: Burner,
  counts: (cap: Cap) => Micro,
  at: Instant,
): readonly CapUse[] | Refusal {
  const { uses, full } = consult(state, burner, counts, at)
  return full ?? uses
}

/** The caps that a refusal was decided by: those with room, up to the one without. None has counted anything. */
export const capsConsulted = (
  state: AccountCaps | undefined,
  burner: Burner,
  counts: (cap: Cap) => Micro,
  at: Instant,
): readonly CapUse[] =>
  consult(state, burner, counts, at).uses.map((use) => ({ ...use, after_micro: use.before_micro }))

interface Consulted {
  readonly uses: readonly CapUse[]
  readonly full: Refusal | null
}

const UNCAPPED: Consulted = { uses: [], full: null }

/** Asks one cap after the other, and none after the first that is full. */
function consult(
  state: AccountCaps | undefined,
  burner: Burner,
  counts: (cap: Cap) => Micro,
  at: Instant,
): Consulted {
  if (!state || state.caps.size === 0) return UNCAPPED
  const uses: CapUse[] = []
  for (const { cap, id } of capsOn(state, burner)) {
    const { subject, unit, period, limit_micro } = cap
    const before_micro = usedOf(state, cap, id, at)
    const after_micro = before_micro + counts(cap)
    uses.push({ subject, subject_id: id, unit, period, limit_micro, before_micro, after_micro })
    if (isBeyond(cap, before_micro, after_micro)) return { uses, full: reached(cap, id, before_micro) }
  }
  return { uses, full: null }
}

/** A limit of zero blocks; any other only what counts, also where it was lowered below what is used. */
const isBeyond = ({ limit_micro }: Cap, before_micro: Micro, after_micro: Micro): boolean =>
  limit_micro === 0n || (after_micro > limit_micro && after_micro > before_micro)

const CAPS_REACHED: ReadonlySet<string> = new Set(Object.values(REACHED))

/** Whether it was asked of the caps at all: who burns is looked at before them. */
export const isAfterCaps = ({ refused }: Refusal): boolean =>
  refused === 'insufficient_credits' || CAPS_REACHED.has(refused)

function usedOf(state: AccountCaps, cap: Cap, id: string, at: Instant): Micro {
  const counter = state.counters.get(counterKey({ ...cap, subject_id: id }))
  return counter && counter.period_start >= periodStart(cap.period, at) ? counter.used_micro : 0n
}

function reached(cap: Cap, id: string, used_micro: Micro): Refusal {
  const span = cap.period === 'total' ? 'in total' : `a ${cap.period}`
  const whose = cap.subject === 'account' ? 'The account' : `The ${cap.subject} ${id}`
  return refuse(
    REACHED[cap.subject],
    `${whose} may burn ${formatCredits(cap.limit_micro)} ${cap.unit === 'money' ? 'in money' : 'credits'} ${span} ` +
      `and has burned ${formatCredits(used_micro)}. Raise the cap${cap.limit_micro === 0n || cap.period === 'total' ? '' : ' or wait for the next period'}.`,
  )
}

/**
 * When something that is burned at a moment counts. Of two wallets of an account one may have begun the next day while
 * a command of the day before still waited for the other: it counts in the day that has begun, for every cap alike,
 * and whoever burned must remember that for the day when it is given back.
 */
export function countedAt(state: AccountCaps | undefined, burner: Burner, at: Instant): Instant {
  let counted_at = at
  if (!state) return counted_at
  for (const { cap, id } of capsOn(state, burner)) {
    const counter = state.counters.get(counterKey({ ...cap, subject_id: id }))
    if (counter && counter.period_start > counted_at) counted_at = counter.period_start
  }
  return counted_at
}

/**
 * Counts what was burned (or, below zero, given back) for every cap that the burner meets. `counted_at` is when the
 * burning counted, or counts now.
 */
export function countUse(
  state: AccountCaps | undefined,
  burner: Burner,
  counts: (cap: Cap) => Micro,
  counted_at: Instant,
  at: Instant,
): void {
  if (!state) return
  const now = Math.max(at, counted_at)
  for (const { cap, id } of capsOn(state, burner)) {
    const start = periodStart(cap.period, counted_at)
    // What was burned in a period that is over counts nothing against the one that runs now.
    if (start !== periodStart(cap.period, now)) continue
    const used_micro = counts(cap)
    if (used_micro === 0n) continue
    const key = counterKey({ ...cap, subject_id: id })
    let counter = state.counters.get(key)
    if (!counter) {
      const { account, subject, unit, period } = cap
      counter = { account, subject, subject_id: id, unit, period, period_start: start, used_micro: 0n }
      state.counters.set(key, counter)
    }
    if (counter.period_start < start) {
      counter.period_start = start
      counter.used_micro = 0n
    }
    // How far beyond it really is nobody knows.
    if (counter.used_micro === MOST_COUNTED) continue
    // What is given back may be posted late, when another wallet of the account has begun the next period.
    if (counter.period_start > start && used_micro < 0n) continue
    counter.used_micro += used_micro
    // A cap that was set after the burning may never have counted what is given back.
    if (counter.used_micro < 0n) counter.used_micro = 0n
    state.changed.add(counter)
  }
}
