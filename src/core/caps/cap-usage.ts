import { noAccount } from '../accounts/not-found.ts'
import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { countedAtOf } from '../ledger/hold.ts'
import { burnerOf } from '../ledger/hold-release.ts'
import { periodEnd, periodStart } from '../period.ts'
import type { Page, PageRequest, Registry } from '../ports.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { type Cap, type CountedCap, EVERY_MEMBER } from './cap.ts'
import { countsFor } from './check.ts'
import type { EndedHold } from './records.ts'
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
  if (isDefault(name)) return usageOf({ cap, counter: null }, subject_id, [], now)
  // The counter first: what is released between the two is then still told as used, and not as given back twice.
  const counter = await registry.counter(cap, subject_id)
  return usageOf({ cap, counter }, subject_id, await registry.endedHolds(account, now), now)
}

/** The caps of an account and how far each is used. */
export async function capUsages(
  registry: Registry,
  account: string,
  page: PageRequest,
  now: Instant,
): Promise<Page<CapUsage> | Refusal> {
  const { items, next } = await registry.caps(account, page)
  if (items.length === 0 && !(await registry.account(account))) return noAccount(account)
  const ended = await registry.endedHolds(account, now)
  return { items: items.map((one) => usageOf(one, one.cap.subject_id, ended, now)), next }
}

/** The caps that bound a member whatever it works at: that on the account, and its own or the default. */
export async function capUsagesOver(
  registry: Registry,
  account: string,
  member: string,
  now: Instant,
): Promise<Page<CapUsage> | Refusal> {
  const names: CapName[] = [
    { account, subject: 'account', subject_id: account },
    { account, subject: 'member', subject_id: member },
  ]
  const found = await Promise.all(names.map((name) => capUsage(registry, name, now)))
  if (!(await registry.account(account))) return noAccount(account)
  return { items: found.filter((one): one is CapUsage => !isRefusal(one)), next: null }
}

const isDefault = ({ subject, subject_id }: Pick<Cap, 'subject' | 'subject_id'>): boolean =>
  subject === 'member' && subject_id === EVERY_MEMBER

function usageOf(
  { cap, counter }: CountedCap,
  subject_id: string,
  ended: readonly EndedHold[],
  now: Instant,
): CapUsage {
  const resets_at = cap.period === 'total' ? null : periodEnd(cap.period, now)
  if (isDefault({ ...cap, subject_id }))
    return { cap, subject_id, used_micro: null, remaining_micro: null, resets_at }
  const runs = counter !== null && counter.period_start >= periodStart(cap.period, now)
  const used_micro = runs
    ? counter.used_micro - stillCounted(cap, subject_id, ended, counter.period_start)
    : 0n
  const left_micro = cap.limit_micro - used_micro
  return { cap, subject_id, used_micro, remaining_micro: left_micro > 0n ? left_micro : 0n, resets_at }
}

/** What holds count that have ended and were not released yet: nobody has burned that. */
function stillCounted(cap: Cap, id: string, ended: readonly EndedHold[], period_start: Instant): Micro {
  let counted_micro = 0n
  for (const hold of ended)
    if (burnerOf(hold)[cap.subject] === id && periodStart(cap.period, countedAtOf(hold)) === period_start)
      counted_micro += countsFor(cap, hold.amount_micro, hold.unit_price_micro)
  return counted_micro
}
