import { formatCredits, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { divideHalfUp, type Minor, stepsOf } from '../money.ts'
import type { BillLine } from '../purchases/purchase.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { creditsEnd, monthStart, periodEnd, shareAhead, startOf } from './calendar.ts'
import { oneSeat } from './check-start.ts'
import type { Extent, Plan, Terms } from './plan.ts'
import { priceOf, sameTerms } from './price.ts'
import type { Share, Subscription } from './subscription.ts'

export type ChangeKind = 'start' | 'upgrade' | 'downgrade' | 'cycle_switch' | 'plan_switch' | 'none'

/** What a change would do, and what it then does. Changes nothing. */
export interface Preview {
  readonly kind: ChangeKind
  readonly terms: Terms
  /** At once, or at the next renewal. */
  readonly immediate: boolean
  readonly effective_at: Instant
  /** What is due now, without taxes; its lines sum to it. */
  readonly due_minor: Minor
  readonly currency: string
  readonly lines: readonly BillLine[]
  /** What comes now, of all seats together. */
  readonly credits_micro: Micro
  /** The share of the present credit month that lies ahead. */
  readonly share: Share
  /** What comes with the renewal beside what comes at once; null where that is all. */
  readonly at_renewal: Terms | null
  /** What a whole period of the new terms costs, or of those that come with the renewal. */
  readonly renewal_minor: Minor
  /** How many members must still be named who give their seat up then. */
  readonly demotions_required: number
}

/**
 * More for the same interval comes at once; anything less, and another interval, waits for the renewal. So does as much
 * of another plan: a new price never comes in the middle of what is paid.
 */
export function kindOf(now: Terms, wanted: Terms): ChangeKind {
  if (sameTerms(now, wanted)) return 'none'
  if (now.interval !== wanted.interval) return 'cycle_switch'
  if (wanted.seats < now.seats || wanted.credits_micro < now.credits_micro) return 'downgrade'
  const isMore = wanted.seats > now.seats || wanted.credits_micro > now.credits_micro
  return isMore ? 'upgrade' : 'plan_switch'
}

/** `bonus_micro`: what each seat gets above its size in the first month. */
export function previewStart(
  plan: Plan,
  extent: Extent,
  bonus_micro: Micro,
  now: Instant,
): Preview | Refusal {
  const terms: Terms = { ...extent, plan: plan.id }
  const due_minor = priceOf(plan, terms)
  if (isRefusal(due_minor)) return due_minor
  return {
    kind: 'start',
    terms,
    immediate: true,
    effective_at: now,
    due_minor,
    currency: plan.currency,
    lines: [{ text: billedText(plan, terms), amount_minor: due_minor }],
    credits_micro: BigInt(terms.seats) * (terms.credits_micro + bonus_micro),
    share: { left: 1, whole: 1 },
    at_renewal: null,
    renewal_minor: due_minor,
    demotions_required: 0,
  }
}

/** Of a subscription that is in force. `had` is its plan, and `plan` that of the terms: each has its own prices. */
export function previewChange(
  had: Plan,
  plan: Plan,
  subscription: Subscription,
  terms: Terms,
  now: Instant,
): Preview | Refusal {
  const renewal_minor = priceOf(plan, terms)
  if (isRefusal(renewal_minor)) return renewal_minor
  if (subscription.gives_to === 'quantity' && terms.seats !== 1) return oneSeat
  const kind = kindOf(subscription.terms, terms)
  const ends_at = periodEnd(subscription)
  const share = creditShare(subscription, now)
  const waits = {
    kind,
    terms,
    currency: plan.currency,
    share,
    at_renewal: null,
    renewal_minor,
    demotions_required: 0,
  }
  if (kind !== 'upgrade')
    return {
      ...waits,
      immediate: kind === 'none',
      effective_at: kind === 'none' ? now : ends_at,
      due_minor: 0n,
      lines: [],
      credits_micro: 0n,
    }
  const had_minor = priceOf(had, subscription.terms)
  if (isRefusal(had_minor)) return had_minor
  const begun_at = monthStart(startOf(subscription), subscription.period_month)
  const ahead = shareAhead(begun_at, ends_at, now)
  const days = `${ahead.left} of ${ahead.whole} days`
  const lines = [
    {
      text: `${textOf(plan, terms)}, ${days}`,
      amount_minor: partOfMoney(renewal_minor, ahead, plan.currency),
    },
    {
      text: `Unused: ${textOf(had, subscription.terms)}, ${days}`,
      amount_minor: -partOfMoney(had_minor, ahead, plan.currency),
    },
  ]
  const due_minor = lines.reduce((sum, { amount_minor }) => sum + amount_minor, 0n)
  return {
    ...waits,
    immediate: true,
    effective_at: now,
    // A larger size at a lower price gives no money back.
    due_minor: due_minor > 0n ? due_minor : 0n,
    lines: due_minor > 0n ? lines : [],
    credits_micro: broughtBy(subscription.terms, terms, share),
  }
}

/**
 * What is too little to be charged costs the least that can be: a change just before the renewal must be possible, and
 * many small ones must not come for nothing.
 */
export const chargeable = <B extends Pick<Preview, 'due_minor' | 'lines'>>(
  billed: B,
  least_minor: Minor,
): B => {
  const lacking_minor = least_minor - billed.due_minor
  if (billed.due_minor === 0n || lacking_minor <= 0n) return billed
  const rest = { text: 'Up to the least that can be charged', amount_minor: lacking_minor }
  return { ...billed, due_minor: least_minor, lines: [...billed.lines, rest] }
}

export const creditShare = (subscription: Subscription, now: Instant): Share =>
  shareAhead(monthStart(startOf(subscription), subscription.month), creditsEnd(subscription), now)

/** A part of credits, rounded half up. */
const part = (whole: Micro, { left, whole: days }: Share): Micro =>
  divideHalfUp(whole * BigInt(left), BigInt(days))

/** The same of money, in steps of its currency: each line of a bill is so many, and so is their sum. */
export const partOfMoney = (whole: Minor, { left, whole: days }: Share, currency: string): Minor =>
  stepsOf(whole * BigInt(left), BigInt(days), currency)

/** What each seat that is there gets more for the rest of the month, and what each new one gets. */
export const moreOf = (before: Extent, after: Extent, share: Share) => ({
  held_micro: part(after.credits_micro - before.credits_micro, share),
  new_micro: part(after.credits_micro, share),
})

/** What an upgrade brings for the rest of the credit month. */
function broughtBy(before: Extent, after: Extent, share: Share): Micro {
  const { held_micro, new_micro } = moreOf(before, after, share)
  return BigInt(before.seats) * held_micro + BigInt(after.seats - before.seats) * new_micro
}

/** What a period costs is said with how often it is billed, and where months of it have passed, for how many. */
export const billedText = (
  plan: Plan,
  terms: Extent,
  { left, whole }: Share = { left: 1, whole: 1 },
): string =>
  `${textOf(plan, terms)}, billed by the ${terms.interval}` +
  (left < whole ? `, ${left} of ${whole} months` : '')

export const textOf = (plan: Pick<Plan, 'gives_to' | 'name'>, { seats, credits_micro }: Extent): string =>
  plan.gives_to === 'quantity'
    ? `${plan.name}: ${formatCredits(credits_micro)} credits a month`
    : `${plan.name}: ${seats} ${seats === 1 ? 'seat' : 'seats'} of ${formatCredits(credits_micro)} credits a month`
