import { MICRO } from '../../src/core/credits.ts'
import { atOnce } from './subscription-both.ts'
import type { SubscriptionModel } from './subscription-model.ts'
import { modelPlans } from './subscription-plans.ts'
import { DAY, type ModelPlan, type ModelTerms } from './subscription-rules.ts'
import type { ModelCard } from './subscription-seats.ts'
import { demotions, named, pick, termsOf } from './subscription-wishes.ts'

/** A step in numbers, so that a walk shrinks; what it means depends on what the model is by then. */
export type SubscriptionStep = readonly [what: number, a: number, b: number, c: number]

/** Calls that are made under a key. */
export type CallMove =
  | { readonly do: 'subscribe'; readonly terms: ModelTerms; readonly sent: boolean }
  | {
      readonly do: 'change'
      /** What is left out stays as it is, or as it waits to be. */
      readonly terms: Partial<ModelTerms>
      readonly demote: readonly string[]
      /** What the caller says that it costs: nothing, what the preview says, or something else. */
      readonly expects: 'nothing' | 'preview' | 'other'
    }
  | { readonly do: 'clear' | 'cancel' | 'resume' | 'end' | 'pay_now' }
  | { readonly do: 'give' | 'take'; readonly member: string }
  | { readonly do: 'move'; readonly member: string; readonly to: string }

/** What is done at the same moment as something else. */
export type OneOfBoth =
  | CallMove
  | { readonly do: 'advance' }
  | { readonly do: 'remove'; readonly member: string }
  | { readonly do: 'card'; readonly kind: ModelCard['kind'] | null }

export type SubscriptionMove =
  | OneOfBoth
  | { readonly do: 'both'; readonly moves: readonly [OneOfBoth, OneOfBoth] }
  | { readonly do: 'wait'; readonly until: number; readonly unseen: boolean; readonly cut: boolean }
  | { readonly do: 'preview'; readonly terms: ModelTerms }
  | { readonly do: 'pay_page' | 'repeat' }
  | { readonly do: 'add'; readonly member: string }
  /** The plan that this account alone is sold. */
  | { readonly do: 'archive' }
  | { readonly do: 'debit' | 'reserve'; readonly member: string | null; readonly amount: bigint }
  | { readonly do: 'capture' | 'reverse'; readonly which: number; readonly amount: bigint }
  | { readonly do: 'refund' | 'dispute'; readonly which: number }
  | { readonly do: 'topup'; readonly credits: bigint }
  /** For everybody; or by hand under the name of a subscription, which makes it no seat's. */
  | {
      readonly do: 'top_grant'
      readonly credits: bigint
      readonly named: { readonly member: string | null } | null
    }
  | { readonly do: 'clock'; readonly days: number }

export const MEMBERS = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay']

/** One only looks on, and one has not come yet: neither is dealt a seat, and either may be given one. */
export const standingOf = (member: string) =>
  ({
    role: member === 'cat' ? ('viewer' as const) : ('member' as const),
    status: member === 'eve' ? ('invited' as const) : ('active' as const),
  }) as const
export const burns = (member: string): boolean => member !== 'cat' && member !== 'eve'

const weights: readonly (readonly [SubscriptionMove['do'], number])[] = [
  ['wait', 26],
  ['change', 17],
  ['debit', 12],
  ['move', 5],
  ['give', 4],
  ['take', 4],
  ['reserve', 4],
  ['capture', 3],
  ['reverse', 4],
  ['card', 5],
  ['subscribe', 4],
  ['preview', 2],
  ['pay_page', 5],
  ['cancel', 3],
  ['resume', 2],
  ['clear', 3],
  ['end', 1],
  ['pay_now', 2],
  ['add', 2],
  ['remove', 3],
  ['topup', 1],
  ['top_grant', 3],
  ['repeat', 5],
  ['advance', 2],
  ['refund', 2],
  ['dispute', 1],
  ['clock', 3],
  ['archive', 4],
  ['both', 12],
]
export const STEPS = weights.reduce((sum, [, weight]) => sum + weight, 0)

function kindOf(what: number): SubscriptionMove['do'] {
  let left = what % STEPS
  for (const [kind, weight] of weights) {
    if (left < weight) return kind
    left -= weight
  }
  return 'wait'
}

function waitUntil(model: SubscriptionModel, now: number, a: number, b: number): number {
  const due = model.dueAt()
  switch (a % 8) {
    case 0:
      return now + ((b % 90) + 1) * 60_000 * 15
    case 1:
    case 2:
      return now + ((b % 20) + 1) * DAY
    case 3:
      return now + (b % 150) * DAY
    case 4:
      return due === null ? now + DAY : due - 1
    default:
      return due === null ? now + 40 * DAY : due + (b % 3) * (b % 7) * 3_600_000
  }
}

const isAbout = ({ sub }: SubscriptionModel, plan: ModelPlan | undefined): boolean =>
  [sub?.terms, sub?.pending?.terms, sub?.bill?.terms].some((terms) => terms?.plan === plan)

/** What would come to nothing makes way for what leads there. */
function sensible(
  model: SubscriptionModel,
  kind: SubscriptionMove['do'],
  c: number,
  now: number,
): SubscriptionMove['do'] {
  const { sub, wallet } = model
  if (!sub) return 'subscribe'
  if (sub.status === 'canceled' && c % 3 > 0) return 'subscribe'
  if (sub.ends && c % 4 === 0) return 'resume'
  wallet.settle(now)
  const waits = sub.bill ? sub.bill.state === 'open' : sub.owed.some(({ state }) => state === 'open')
  if (kind === 'pay_page' && !waits) return 'card'
  // A page that waits is mostly paid, sooner or later.
  if (waits && ['preview', 'take', 'topup', 'reverse', 'repeat'].includes(kind)) return 'pay_page'
  if (sub.pending && kind === 'take') return 'give'
  if (kind === 'capture' && wallet.holds.every(({ over }) => over)) return 'reserve'
  if (kind === 'reverse' && wallet.debits.every(({ reversed }) => reversed)) return 'debit'
  if (kind === 'clear' && !sub.pending) return 'change'
  if (kind === 'pay_now' && sub.status !== 'past_due') return 'card'
  return kind
}

export function moveOf(
  model: SubscriptionModel,
  [what, a, b, c]: SubscriptionStep,
  now: number,
): SubscriptionMove {
  return ofKind(model, sensible(model, kindOf(what), c, now), [what, a, b, c], now)
}

function ofKind(
  model: SubscriptionModel,
  kind: SubscriptionMove['do'],
  [what, a, b, c]: SubscriptionStep,
  now: number,
): SubscriptionMove {
  const member = pick(MEMBERS, a)
  const amount = BigInt((b % 120) + 1) * MICRO + BigInt(c)
  switch (kind) {
    case 'wait':
      return {
        do: kind,
        until: Math.max(waitUntil(model, now, a, b), now),
        unseen: c % 4 === 0,
        cut: c % 5 === 1,
      }
    case 'subscribe': {
      const plan = pick([...modelPlans, ...model.own.slice(-2)], c)
      const terms = termsOf(a, b, plan.hasSeats && model.isTeam, plan, null)
      return { do: kind, terms, sent: c % 6 === 5 }
    }
    case 'change': {
      const { sub } = model
      const terms = termsOf(a, b, sub?.hasSeats ?? true, planOf(model), sub?.terms ?? null)
      const expects = c % 5 === 0 ? 'nothing' : c % 11 === 1 ? 'other' : 'preview'
      return {
        do: kind,
        terms: named(terms, c, model.own),
        demote: demotions(model, terms.seats, c),
        expects,
      }
    }
    case 'preview':
      return { do: kind, terms: termsOf(a, b, true, planOf(model), model.sub?.terms ?? null) }
    case 'give':
    case 'add':
      return { do: kind, member }
    case 'take':
    case 'remove':
      return { do: kind, member: pick(seatedOr(model), b) }
    case 'move':
      return { do: kind, member: pick(seatedOr(model), b), to: member }
    case 'debit':
    case 'reserve':
      return { do: kind, member: a % 5 === 4 ? null : pick(seatedOr(model), b), amount }
    case 'capture':
    case 'reverse':
      return { do: kind, which: a, amount }
    case 'refund':
    case 'dispute':
      return { do: kind, which: a }
    case 'topup':
      return { do: kind, credits: BigInt((b % 60) + 5) * MICRO }
    case 'top_grant': {
      const named = a % 2 === 0 ? null : { member: a % 5 === 0 ? null : pick(seatedOr(model), b) }
      return { do: kind, credits: BigInt((b % 60) + 5) * MICRO, named }
    }
    case 'archive': {
      const plan = model.own.at(-1)
      const isFree = plan && model.sub?.status === 'active' && !isAbout(model, plan)
      if (isFree) return { do: 'change', terms: { plan }, demote: [], expects: 'nothing' }
      return { do: kind }
    }
    case 'both': {
      const [one, other] = atOnce(model, a, b)
      const then = [what, a + 3, b + 5, c + 7] as const
      const moves = [ofKind(model, one, [what, a, b, c], now), ofKind(model, other, then, now)]
      return { do: kind, moves: moves as [OneOfBoth, OneOfBoth] }
    }
    case 'clock':
      return { do: kind, days: pick([1, 3, 20, 35, 40, 95, 150], a) }
    case 'card':
      return { do: kind, kind: pick(['asks', 'good', null, 'declines', 'good', 'asks', 'good'] as const, a) }
    default:
      return { do: kind }
  }
}

const planOf = ({ sub }: SubscriptionModel): ModelPlan => sub?.terms.plan ?? pick(modelPlans, 0)

/** Mostly those with a seat. */
const seatedOr = (model: SubscriptionModel): readonly string[] => [
  ...(model.sub?.seats.flatMap(({ member }) => (member ? [member, member] : [])) ?? []),
  ...MEMBERS.slice(0, 4),
]
