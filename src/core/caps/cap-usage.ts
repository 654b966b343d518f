import { noAccount } from '../accounts/not-found.ts'
import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { periodEnd, periodStart } from '../period.ts'
import type { Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import { type Cap, type Counter, EVERY_MEMBER } from './cap.ts'
import { counterKey } from './check.ts'
import { type CapName, noCap } from './remove-cap.ts'

export interface CapUsage {
  readonly cap: Cap
  /** Whose usage it is: the cap's subject, or a member that falls under the default. */
  readonly subject_id: string
  /** Null for the default itself, which counts for each member apart. */
  readonly used_micro: Micro | null
  readonly remaining_micro: Micro | null
  /** When the count begins anew; null for a cap for good. */
  readonly resets_at: Instant | null
}

/** How far a cap is used; for a member without a cap of its own, how far the default is used by it. */
export async function capUsage(registry: Registry, name: CapName, now: Instant): Promise<CapUsage | Refusal> {
  const { account, subject, subject_id } = name
  let cap = await registry.cap(account, subject, subject_id)
  if (!cap && subject === 'member' && (await registry.member(account, subject_id)))
    cap = await registry.cap(account, subject, EVERY_MEMBER)
  if (!cap) return (await registry.account(account)) ? noCap(name) : noAccount(account)
  if (isDefault(name)) return usageOf(cap, subject_id, null, now)
  return usageOf(cap, subject_id, await registry.counter(cap, subject_id), now)
}

/** Every cap of an account and how far it is used. */
export async function capUsages(
  registry: Registry,
  account: string,
  now: Instant,
): Promise<CapUsage[] | Refusal> {
  const caps = await registry.caps(account)
  if (caps.length === 0) return (await registry.account(account)) ? [] : noAccount(account)
  const counters = new Map(
    (await registry.counters(account)).map((counter) => [counterKey(counter), counter]),
  )
  return caps.map((cap) => usageOf(cap, cap.subject_id, counters.get(counterKey(cap)) ?? null, now))
}

const isDefault = ({ subject, subject_id }: Pick<Cap, 'subject' | 'subject_id'>): boolean =>
  subject === 'member' && subject_id === EVERY_MEMBER

function usageOf(cap: Cap, subject_id: string, counter: Counter | null, now: Instant): CapUsage {
  const resets_at = cap.period === 'total' ? null : periodEnd(cap.period, now)
  if (isDefault({ ...cap, subject_id }))
    return { cap, subject_id, used_micro: null, remaining_micro: null, resets_at }
  const runs = counter !== null && counter.period_start >= periodStart(cap.period, now)
  const used_micro = runs ? counter.used_micro : 0n
  const left_micro = cap.limit_micro - used_micro
  return { cap, subject_id, used_micro, remaining_micro: left_micro > 0n ? left_micro : 0n, resets_at }
}
