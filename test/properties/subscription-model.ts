import {
  ALL,
  after,
  DAY,
  type Days,
  daysAhead,
  type ModelPlan,
  type ModelTerms,
  monthsIn,
  passed,
  priceOf,
  retryAt,
  share,
} from './subscription-rules.ts'
import { type Lot, ModelWallet } from './subscription-wallet.ts'

export interface ModelSeat {
  member: string | null
  lot: Lot | null
  given: bigint
  bonus: bigint
}

export interface ModelCard {
  readonly id: string
  readonly kind: 'good' | 'declines' | 'asks'
}

export interface ModelBill {
  readonly kind: 'start' | 'renewal' | 'change'
  readonly terms: ModelTerms
  readonly due: bigint
  readonly from: number
  /** The credit month in which a change was billed, and the days of it that lay ahead. */
  readonly month: number
  readonly days: Days
  readonly made: number
  readonly by: 'card' | 'page' | 'invoice'
  readonly card: string | null
  state: 'open' | 'paid' | 'failed'
}

export interface ModelSubscription {
  readonly plan: ModelPlan
  readonly by: 'charge_automatically' | 'send_invoice'
  readonly hasSeats: boolean
  readonly buyer: string | null
  status: 'incomplete' | 'active' | 'past_due' | 'canceled'
  terms: ModelTerms
  start: number
  /** The months that are paid: from the first to before the other. */
  from: number
  to: number
  month: number
  pending: { readonly terms: ModelTerms; readonly demote: readonly string[] } | null
  ends: boolean
  bill: ModelBill | null
  attempts: number
  declined: string | null
  retry: number
  seats: ModelSeat[]
}

/** What one account's subscription must do, told independently of the code that does it. */
export class SubscriptionModel {
  readonly wallet = new ModelWallet()
  readonly members: { readonly id: string; isThere: boolean }[] = []
  readonly bills: ModelBill[] = []
  readonly seatlessDraw: boolean
  readonly isTeam: boolean
  card: ModelCard | null = null
  sub: ModelSubscription | null = null

  constructor(isTeam: boolean, seatlessDraw: boolean) {
    this.isTeam = isTeam
    this.seatlessDraw = seatlessDraw
  }

  isMember(id: string): boolean {
    return this.members.some((member) => member.id === id && member.isThere)
  }

  /** Who has no seat may draw nothing, where the account says so. */
  isOwnOnly(member: string | null): boolean {
    const { sub } = this
    if (this.seatlessDraw || member === null || !sub?.hasSeats) return false
    const counts = sub.status === 'active' || sub.status === 'past_due'
    return counts && !sub.seats.some((seat) => seat.member === member)
  }

  creditsEnd(sub: ModelSubscription): number {
    return after(sub.start, sub.month + 1)
  }

  periodEnd(sub: ModelSubscription): number {
    return after(sub.start, sub.to)
  }

  /** When something must be done next; null where nothing is to be done without anybody's doing. */
  dueAt(): number | null {
    const { sub } = this
    if (!sub || sub.status === 'canceled') return null
    const { bill } = sub
    if (!bill) return sub.status === 'past_due' ? sub.retry : this.creditsEnd(sub)
    if (bill.kind === 'start') return bill.by === 'invoice' ? bill.made + 44 * DAY : null
    if (bill.kind === 'change') return this.creditsEnd(sub)
    if (bill.by === 'invoice') return bill.made + (sub.status === 'active' ? 30 : 44) * DAY
    return this.lastOfPage(sub, bill)
  }

  /** Everything that is to be done by now. */
  tick(now: number): void {
    while (this.step(now));
  }

  private step(now: number): boolean {
    const { sub } = this
    if (!sub || sub.status === 'canceled') return false
    if (sub.bill) return this.stepOfBill(sub, sub.bill, now)
    if (sub.status === 'past_due') {
      if (sub.ends) this.end(sub, now)
      else if (sub.retry > now) return false
      else this.renewal(sub, now)
    } else if (now >= this.periodEnd(sub)) {
      if (sub.ends) this.end(sub, now)
      else this.renewal(sub, now)
    } else return this.nextMonth(sub, now)
    return true
  }

  private stepOfBill(sub: ModelSubscription, bill: ModelBill, now: number): boolean {
    if (bill.state === 'paid') this.paid(sub, bill, now)
    else if (bill.state === 'failed') this.unpaid(sub, bill, now)
    else if (bill.kind === 'start') {
      if (!sub.ends && !(bill.by === 'invoice' && now >= bill.made + 44 * DAY)) return false
      bill.state = 'failed'
    } else if (bill.kind === 'change') {
      if (now < this.periodEnd(sub)) return this.nextMonth(sub, now)
      bill.state = 'failed'
    } else return this.stepOfRenewal(sub, bill, now)
    return true
  }

  private stepOfRenewal(sub: ModelSubscription, bill: ModelBill, now: number): boolean {
    const last = bill.by === 'invoice' ? bill.made + 44 * DAY : this.lastOfPage(sub, bill)
    if (sub.ends || now >= last) {
      bill.state = 'failed'
      return true
    }
    if (bill.by === 'invoice' && now < bill.made + 30 * DAY) return false
    const isNews = sub.status !== 'past_due'
    sub.status = 'past_due'
    return isNews
  }

  /** Up to when the owner of a card may confirm a renewal. */
  private lastOfPage(sub: ModelSubscription, bill: ModelBill): number {
    return retryAt(this.periodEnd(sub), sub.attempts + 1, bill.made) ?? bill.made + DAY
  }

  private nextMonth(sub: ModelSubscription, now: number): boolean {
    const month = passed(sub.start, now)
    if (month <= sub.month) return false
    sub.month = month
    for (const seat of sub.seats) this.fill(sub, seat, sub.terms.size, 0n)
    return true
  }

  private fill(sub: ModelSubscription, seat: ModelSeat, amount: bigint, bonus: bigint): void {
    Object.assign(seat, { given: amount + bonus, bonus })
    seat.lot = this.wallet.give(this.ownerOf(sub, seat), true, amount + bonus, this.creditsEnd(sub))
  }

  private ownerOf(sub: ModelSubscription, seat: ModelSeat): string | null {
    return sub.hasSeats ? (seat.member ?? `nobody with seat ${sub.seats.indexOf(seat)}`) : null
  }

  /** What is left of a seat's credits, and so much more, goes to whoever has it now. */
  deal(sub: ModelSubscription, seat: ModelSeat, more: bigint, now: number): void {
    if (this.creditsEnd(sub) <= now) return
    const amount = this.wallet.take(seat.lot, now) + more
    seat.lot = this.wallet.give(this.ownerOf(sub, seat), true, amount, this.creditsEnd(sub))
  }

  /** Who subscribed comes first, then whoever has been there longest. */
  private newSeats(sub: ModelSubscription, count: number, leaving: readonly string[] = []): ModelSeat[] {
    const waiting = this.members
      .filter(({ isThere, id }) => isThere && !leaving.includes(id))
      .filter(({ id }) => !sub.seats.some(({ member }) => member === id))
      .sort((a, b) => Number(b.id === sub.buyer) - Number(a.id === sub.buyer))
    const seats = Array.from({ length: Math.max(count, 0) }, (_, n) => {
      const member = sub.hasSeats ? (waiting[n]?.id ?? null) : null
      return { member, lot: null, given: 0n, bonus: 0n }
    })
    sub.seats.push(...seats)
    return seats
  }

  /** Makes out a bill, and tries to have it paid. */
  charge(
    sub: ModelSubscription,
    bill: Omit<ModelBill, 'state' | 'by' | 'card'>,
    card: ModelCard | null,
  ): void {
    const by = sub.by === 'send_invoice' ? 'invoice' : card ? 'card' : 'page'
    const isOpen = by !== 'card' || card?.kind === 'asks'
    const isPaid = by === 'card' && card?.kind === 'good'
    // Stripe charges no less than half a dollar.
    const state = bill.due < 50n ? 'failed' : isPaid ? 'paid' : isOpen ? 'open' : 'failed'
    sub.bill = { ...bill, by, card: by === 'card' ? (card?.id ?? null) : null, state }
    this.bills.push(sub.bill)
  }

  private renewal(sub: ModelSubscription, now: number): void {
    const terms = sub.pending?.terms ?? sub.terms
    const months = monthsIn(terms)
    let from = sub.to
    while (after(sub.start, from + months) <= now) from += months
    const due = priceOf(sub.plan, terms)
    if (due === null) throw new Error('what was agreed is not sold')
    const bill = { kind: 'renewal', terms, due, from, month: sub.month, days: ALL, made: now } as const
    if (due === 0n) this.renew(sub, { ...bill, by: 'card', card: null, state: 'paid' }, now)
    else if (sub.by === 'charge_automatically' && !this.card) this.declined(sub, null, now)
    else this.charge(sub, bill, this.card)
  }

  private paid(sub: ModelSubscription, bill: ModelBill, now: number): void {
    sub.bill = null
    if (bill.kind === 'start') this.begin(sub, now)
    else if (bill.kind === 'renewal') this.renew(sub, bill, now)
    else this.grow(sub, bill.terms, bill.month === sub.month ? bill.days : ALL, now)
  }

  begin(sub: ModelSubscription, now: number): void {
    Object.assign(sub, { status: 'active', start: now, from: 0, to: monthsIn(sub.terms), month: 0 })
    for (const seat of this.newSeats(sub, sub.terms.seats))
      this.fill(sub, seat, sub.terms.size, sub.plan.bonus)
  }

  private renew(sub: ModelSubscription, bill: ModelBill, now: number): void {
    const months = monthsIn(bill.terms)
    const present = passed(sub.start, now)
    const from = present >= bill.from + months ? present : bill.from
    const demote = sub.pending?.demote ?? []
    this.shrink(sub, bill.terms.seats, demote, now)
    Object.assign(sub, { status: 'active', terms: bill.terms, from, to: from + months })
    Object.assign(sub, {
      month: Math.max(present, from),
      pending: null,
      bill: null,
      attempts: 0,
      declined: null,
    })
    this.newSeats(sub, bill.terms.seats - sub.seats.length, demote)
    for (const seat of sub.seats) this.fill(sub, seat, bill.terms.size, 0n)
  }

  /** The demoted give their seats up; then those seats go that nobody has, then the youngest. */
  private shrink(sub: ModelSubscription, keep: number, demote: readonly string[], now: number): void {
    const isDemoted = ({ member }: ModelSeat): boolean => member !== null && demote.includes(member)
    const youngest = [...sub.seats].reverse()
    const order = [
      ...youngest.filter(isDemoted),
      ...youngest.filter(({ member }) => member === null),
      ...youngest.filter((seat) => seat.member !== null && !isDemoted(seat)),
    ]
    const gone = order.slice(0, Math.max(sub.seats.length - keep, 0))
    for (const seat of gone) this.wallet.take(seat.lot, now)
    sub.seats = sub.seats.filter((seat) => !gone.includes(seat))
    for (const seat of sub.seats.filter(isDemoted)) {
      seat.member = null
    }
  }

  /** A larger size at once: what is there gets the difference for the days ahead, what is new its share of all. */
  grow(sub: ModelSubscription, terms: ModelTerms, days: Days, now: number): void {
    const more = share(terms.size - sub.terms.size, days)
    const held = [...sub.seats]
    for (const seat of this.newSeats(sub, terms.seats - sub.seats.length)) {
      seat.given = share(terms.size, days)
      const ends = this.creditsEnd(sub)
      seat.lot = ends > now ? this.wallet.give(this.ownerOf(sub, seat), true, seat.given, ends) : null
    }
    for (const seat of held) {
      if (more === 0n) continue
      seat.given += more
      this.deal(sub, seat, more, now)
    }
    Object.assign(sub, { terms, pending: null })
  }

  private unpaid(sub: ModelSubscription, bill: ModelBill, now: number): void {
    sub.bill = null
    if (bill.kind === 'start') this.end(sub, now)
    else if (bill.kind === 'renewal') this.declined(sub, bill.card, now)
  }

  private declined(sub: ModelSubscription, card: string | null, now: number): void {
    const isAnother = sub.declined !== null && card !== null && card !== sub.declined
    const attempts = sub.attempts + (isAnother ? 0 : 1)
    const retry = retryAt(this.periodEnd(sub), attempts, now)
    if (sub.by === 'send_invoice' || retry === null) this.end(sub, now)
    else Object.assign(sub, { status: 'past_due', attempts, declined: card, retry })
  }

  end(sub: ModelSubscription, now: number): void {
    for (const seat of sub.seats) this.wallet.take(seat.lot, now)
    Object.assign(sub, { status: 'canceled', pending: null, bill: null, seats: [] })
  }

  /** The days of the credit month, and of the period, that lie ahead. */
  daysOf(sub: ModelSubscription, now: number): { readonly month: Days; readonly period: Days } {
    return {
      month: daysAhead(after(sub.start, sub.month), this.creditsEnd(sub), now),
      period: daysAhead(after(sub.start, sub.from), this.periodEnd(sub), now),
    }
  }
}
