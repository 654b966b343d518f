import {
  after,
  type Days,
  daysAhead,
  type ModelPlan,
  type ModelTerms,
  monthsIn,
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
  readonly of: ModelSubscription
  readonly kind: 'start' | 'renewal' | 'change'
  readonly terms: ModelTerms
  readonly due: bigint
  readonly from: number
  /** The credit month in which a change was billed, and the days of it that lay ahead; of a renewal, the months. */
  readonly month: number
  readonly days: Days
  readonly made: number
  /** Of what waits beside it, what a change changes as well. */
  readonly carries?: Partial<ModelTerms> | undefined
  readonly by: 'card' | 'page' | 'invoice' | 'commitment'
  readonly card: string | null
  /** What becomes of it, where nobody knows yet. */
  comes?: ModelBill['state'] | undefined
  state: 'open' | 'paid' | 'failed' | 'part' | 'refunded' | 'won' | 'lost'
}

export interface ModelSubscription {
  readonly by: 'charge_automatically' | 'send_invoice'
  readonly hasSeats: boolean
  readonly buyer: string | null
  /** What each seat has above its size in the first month. */
  readonly bonus: bigint
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
  /** Invoices for periods that have begun. */
  readonly owed: ModelBill[]
  attempts: number
  declined: string | null
  retry: number
  /** How often its renewal was tried after the last day on which another card puts the end off. */
  late: number
  /** When it was to be paid at once, and nothing could be charged. */
  readonly inVain: number[]
  seats: ModelSeat[]
}

/** What an account's subscription is, and what becomes of its seats and their credits. */
export class SeatsModel {
  readonly wallet = new ModelWallet()
  readonly members: { readonly id: string; readonly burns: boolean; isThere: boolean }[] = []
  readonly bills: ModelBill[] = []
  /** Whether nobody knows yet what becomes of what is billed. */
  isCharging = false
  /** The plans that this account alone is sold, the last of them still. */
  readonly own: ModelPlan[] = []
  /** Whether the account ever had a subscription that was in force: no other one brings a bonus. */
  hasHad = false
  readonly seatlessDraw: boolean
  readonly isTeam: boolean
  card: ModelCard | null = null
  /** What is left of what the account committed to pay, in millionths; null where it pays otherwise. */
  commitment: bigint | null = null
  sub: ModelSubscription | null = null

  constructor(isTeam: boolean, seatlessDraw: boolean) {
    this.isTeam = isTeam
    this.seatlessDraw = seatlessDraw
  }

  /** Whether something is billed of which nobody knows yet whether it is paid. */
  get waitsForNews(): boolean {
    return this.sub?.bill?.comes !== undefined
  }

  /** It is known what becomes of it. */
  hears(): void {
    this.isCharging = false
    const bill = this.sub?.bill
    if (bill?.comes) Object.assign(bill, { state: bill.comes, comes: undefined })
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

  protected fill(sub: ModelSubscription, seat: ModelSeat, amount: bigint, bonus: bigint): void {
    Object.assign(seat, { given: amount + bonus, bonus })
    seat.lot = this.wallet.give(this.ownerOf(sub, seat), 'seat', amount + bonus, this.creditsEnd(sub))
  }

  /** What can be drawn of a seat, and no more than it was given. */
  remainingOf(sub: ModelSubscription, seat: ModelSeat, now: number): bigint {
    const owned = this.wallet.ofSeats(this.ownerOf(sub, seat), now)
    return owned < seat.given ? owned : seat.given
  }

  protected ownerOf(sub: ModelSubscription, seat: ModelSeat): string | null {
    return sub.hasSeats ? (seat.member ?? `nobody with seat ${sub.seats.indexOf(seat)}`) : null
  }

  /** What is left of a seat's credits goes to whoever has it now. */
  deal(sub: ModelSubscription, seat: ModelSeat, now: number): void {
    if (this.creditsEnd(sub) <= now) return
    this.refill(sub, seat, this.wallet.leave(seat.lot, seat.given, now))
  }

  private refill(sub: ModelSubscription, seat: ModelSeat, amount: bigint): void {
    seat.lot = this.wallet.give(this.ownerOf(sub, seat), 'seat', amount, this.creditsEnd(sub))
  }

  /** Who subscribed comes first, then whoever was there longest; who only looks on, or has not come, not at all. */
  protected newSeats(sub: ModelSubscription, count: number, leaving: readonly string[] = []): ModelSeat[] {
    const waiting = this.members
      .filter(({ isThere, burns, id }) => isThere && burns && !leaving.includes(id))
      .filter(({ id }) => !sub.seats.some(({ member }) => member === id))
      .sort((a, b) => Number(b.id === sub.buyer) - Number(a.id === sub.buyer))
    const seats = Array.from({ length: Math.max(count, 0) }, (_, n) => {
      const member = sub.hasSeats ? (waiting[n]?.id ?? null) : null
      return { member, lot: null, given: 0n, bonus: 0n }
    })
    sub.seats.push(...seats)
    return seats
  }

  begin(sub: ModelSubscription, now: number): void {
    this.hasHad = true
    Object.assign(sub, { status: 'active', start: now, from: 0, to: monthsIn(sub.terms), month: 0 })
    for (const seat of this.newSeats(sub, sub.terms.seats)) this.fill(sub, seat, sub.terms.size, sub.bonus)
  }

  /** The demoted give their seats up; then those seats go that nobody has, then the youngest. */
  protected shrink(sub: ModelSubscription, keep: number, demote: readonly string[], now: number): void {
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
  grow(
    sub: ModelSubscription,
    terms: ModelTerms,
    carries: Partial<ModelTerms> | undefined,
    days: Days,
    now: number,
  ): void {
    const more = share(terms.size - sub.terms.size, days)
    const held = [...sub.seats]
    for (const seat of this.newSeats(sub, terms.seats - sub.seats.length)) {
      seat.given = share(terms.size, days)
      const ends = this.creditsEnd(sub)
      seat.lot = ends > now ? this.wallet.give(this.ownerOf(sub, seat), 'seat', seat.given, ends) : null
    }
    for (const seat of held) {
      if (more === 0n) continue
      seat.given += more
      if (this.creditsEnd(sub) > now) this.refill(sub, seat, this.wallet.take(seat.lot, now) + more)
    }
    Object.assign(sub, { terms, pending: this.beside(sub, carries) })
  }

  /** What still waits when a change has come. Whoever was to give a seat up for as many seats still is. */
  beside(
    { pending }: ModelSubscription,
    carries: Partial<ModelTerms> | undefined,
  ): ModelSubscription['pending'] {
    if (!pending || !carries) return null
    const isAsMany = (carries.seats ?? pending.terms.seats) === pending.terms.seats
    return { terms: { ...pending.terms, ...carries }, demote: isAsMany ? pending.demote : [] }
  }

  end(sub: ModelSubscription, now: number): void {
    for (const seat of sub.seats) this.wallet.leave(seat.lot, null, now)
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
