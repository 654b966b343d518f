import type { SubscriptionModel } from './subscription-model.ts'
import {
  leaving,
  type ModelPreview,
  missing,
  previews,
  type Told,
  unpayable,
  unsold,
} from './subscription-preview.ts'
import { ALL, LEAST, type ModelTerms, priceOf, same, share } from './subscription-rules.ts'
import type { ModelBill, ModelSubscription } from './subscription-seats.ts'

export interface Wish {
  readonly terms: ModelTerms
  readonly by: 'charge_automatically' | 'send_invoice'
  readonly buyer: string | null
  /** Whether a page may be opened where there is no card. */
  readonly by_page: boolean
}

export function subscribes(model: SubscriptionModel, wish: Wish, now: number): Told {
  const { terms, by, buyer } = wish
  const { plan } = terms
  const refused = unsold(terms)
  if (refused) return refused
  model.tick(now)
  const { sub: old } = model
  if (old && old.status !== 'canceled') {
    if (old.status !== 'incomplete') return 'subscription_exists'
    if (old.by === by && same(old.terms, terms) && isPaidWith(model, old.bill)) return null
  }
  if (!plan.isSold) return 'plan_not_offered'
  if (!model.isTeam && terms.seats !== 1) return 'seats_out_of_range'
  const due = priceOf(terms) ?? 0n
  const unpaid = unpayable(model, due)
  if (unpaid) return unpaid
  if (due > 0n && needsCard(model, by, wish.by_page)) return 'payment_method_missing'
  // Only what can begin takes the place of what waits.
  if (old?.status === 'incomplete' && old.bill) old.bill.state = 'failed'
  model.tick(now)
  const sub: ModelSubscription = {
    by,
    hasSeats: model.isTeam && plan.hasSeats,
    buyer,
    bonus: model.hasHad ? 0n : plan.bonus,
    status: 'incomplete',
    terms,
    start: 0,
    from: 0,
    to: 0,
    month: 0,
    pending: null,
    ends: false,
    bill: null,
    owed: [],
    attempts: 0,
    declined: null,
    retry: 0,
    late: 0,
    inVain: [],
    seats: [],
  }
  model.sub = sub
  if (due === 0n) model.begin(sub, now)
  else model.charge(sub, { kind: 'start', terms, due, from: 0, month: 0, days: ALL, made: now }, model.card)
  model.tick(now)
  return null
}

function isSameChange(
  model: SubscriptionModel,
  sub: ModelSubscription,
  bill: ModelBill,
  { terms, rest, due }: ModelPreview,
): boolean {
  const waits = model.beside(sub, bill.carries)?.terms ?? null
  const isSameRest = waits && rest ? same(waits, rest) : waits === rest
  return same(bill.terms, terms) && isSameRest && bill.due === due
}

/** A card that came since is charged instead of a page, or of the one before. */
const isPaidWith = ({ card }: SubscriptionModel, bill: ModelBill | null): boolean =>
  (bill?.by !== 'card' && bill?.by !== 'page') || card === null || card.id === bill.card

const needsCard = (model: SubscriptionModel, by: Wish['by'], by_page: boolean): boolean =>
  model.commitment === null && by === 'charge_automatically' && !model.card && !by_page

export interface Change {
  readonly terms: Partial<ModelTerms>
  readonly demote: readonly string[]
  readonly by_page: boolean
  readonly expected: bigint | null
}

export function changes(model: SubscriptionModel, change: Change, now: number): Told {
  const preview = previews(model, change.terms, now)
  if (typeof preview === 'string') return preview
  const sub = model.sub as ModelSubscription
  const { bill } = sub
  const { expected } = change
  const { terms } = preview
  if (bill && bill.kind !== 'change') return 'payment_pending'
  // What costs something else by now is no longer the same.
  if (bill && isSameChange(model, sub, bill, preview) && isPaidWith(model, bill))
    return expected === null || expected === bill.due ? null : 'amount_changed'
  if (bill) {
    bill.state = 'failed'
    model.tick(now)
    return 'payment_pending'
  }
  if (expected !== null && expected !== preview.due) return 'amount_changed'
  // Whoever asks for what there is wants nothing else any more.
  if (preview.kind === 'none') sub.pending = null
  if (preview.kind === 'none') return null
  if (preview.kind !== 'upgrade') {
    const demote = leaving(sub, terms.seats, change.demote)
    const seated = sub.seats.flatMap(({ member }) => member ?? [])
    if (sub.hasSeats && demote.some((member) => !seated.includes(member))) return 'member_has_no_seat'
    if (missing(sub, terms.seats, demote) > 0) return 'demotion_required'
    sub.pending = { terms, demote }
    return null
  }
  const carries = preview.rest ? change.terms : undefined
  if (preview.due === 0n) model.grow(sub, terms, carries, preview.days, now)
  else if (needsCard(model, sub.by, change.by_page)) return 'payment_method_missing'
  else {
    const { due, days } = preview
    const of = { terms, carries, due, from: sub.from, month: sub.month, days }
    const made = { kind: 'change', ...of, made: now } as const
    model.charge(sub, made, model.card)
  }
  model.tick(now)
  return null
}

type SeatCall = (sub: ModelSubscription) => Told

/** A call about a subscription that there is. */
export function about(model: SubscriptionModel, now: number, call: SeatCall): Told {
  model.tick(now)
  const told = call(model.sub as ModelSubscription)
  model.tick(now)
  return told
}

const ended = ({ status }: ModelSubscription): Told =>
  status === 'canceled' ? 'subscription_not_active' : null

export const cancels = (model: SubscriptionModel, now: number): Told =>
  about(model, now, (sub) => {
    if (sub.status !== 'canceled') sub.ends = true
    return ended(sub)
  })

export const goesOn = (model: SubscriptionModel, now: number): Told =>
  about(model, now, (sub) => {
    if (sub.status !== 'canceled') sub.ends = false
    return ended(sub)
  })

/** What is being paid just now can't be cleared any more. */
export const clears = (model: SubscriptionModel, now: number): Told =>
  about(model, now, (sub) => {
    if (sub.status === 'canceled') return ended(sub)
    if (sub.pending && sub.bill?.kind === 'renewal') return 'payment_pending'
    sub.pending = null
    return null
  })

/** Nobody pays for what is ended in the same moment. */
export function endsNow(model: SubscriptionModel, now: number): Told {
  const sub = model.sub as ModelSubscription
  model.tick(now, true)
  if (sub.bill) sub.bill.state = 'failed'
  model.tick(now, true)
  if (sub.status !== 'canceled') model.end(sub, now)
  return null
}

export const paysNow = (model: SubscriptionModel, now: number): Told =>
  about(model, now, (sub) => {
    if (sub.status !== 'past_due') return 'subscription_not_active'
    if (sub.owed.some(({ state }) => state === 'open')) return 'payment_pending'
    if (sub.bill) return null
    if (model.isTriedTooOften(sub, now)) return 'too_many_attempts'
    sub.retry = now
    if (needsCard(model, sub.by, false)) sub.inVain.push(now)
    return null
  })

/** What the next bill will be. */
export function nextCharge(model: SubscriptionModel, now: number): bigint {
  const { sub } = model
  if (!sub || sub.status === 'canceled') return 0n
  if (sub.status === 'incomplete') return priceOf(sub.terms) ?? 0n
  if (sub.ends) return 0n
  const cost =
    sub.bill?.kind === 'renewal'
      ? share(priceOf(sub.bill.terms) ?? 0n, sub.bill.days)
      : model.coming(sub, now).cost
  return cost > 0n && cost < LEAST && model.commitment === null ? LEAST : cost
}
