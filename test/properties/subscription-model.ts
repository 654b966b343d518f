import {
  ALL,
  after,
  DAY,
  type Days,
  isEarly,
  isLast,
  LAST_DAY,
  LEAST,
  MICROS_A_CENT,
  type ModelTerms,
  monthsIn,
  PAGE,
  passed,
  priceOf,
  retryAt,
  share,
  TRIES_A_DAY,
} from './subscription-rules.ts'
import { type ModelBill, type ModelCard, type ModelSubscription, SeatsModel } from './subscription-seats.ts'

/** What one account's subscription must do as time passes, told independently of the code that does it. */
export class SubscriptionModel extends SeatsModel {
  /** When something must be done next; null where nothing is to be done without anybody's doing. */
  dueAt(): number | null {
    const { sub } = this
    if (!sub || sub.status === 'canceled') return null
    const { bill } = sub
    if (bill?.kind === 'start') return this.lastOfStart(bill)
    if (bill?.kind === 'renewal') return this.lastOfPage(sub, bill)
    if (sub.status === 'active') return Math.min(this.creditsEnd(sub), ...this.owed(sub, 30))
    return Math.min(
      sub.attempts > 0 || sub.by !== 'send_invoice' ? sub.retry : Infinity,
      ...this.owed(sub, 44),
    )
  }

  private lastOfStart({ by, made }: ModelBill): number {
    return made + (by === 'invoice' ? 44 * DAY : PAGE)
  }

  /** So many days after they were sent, for each that is owed. */
  private owed(sub: ModelSubscription, days: number): readonly number[] {
    return sub.owed.filter(({ state }) => state === 'open').map(({ made }) => made + days * DAY)
  }

  /** Everything that is to be done by now; `unbilled`: as far as nothing new is to be paid for it. */
  tick(now: number, unbilled = false): void {
    while (this.step(now, unbilled));
  }

  private step(now: number, unbilled: boolean): boolean {
    const { sub } = this
    if (!sub || sub.status === 'canceled') return false
    const [overdue] = sub.owed.filter(({ state, made }) => state === 'open' && made + 30 * DAY <= now)
    if (sub.bill) {
      if (overdue && sub.bill.kind === 'change' && sub.bill.state === 'open') sub.bill.state = 'failed'
      return this.stepOfBill(sub, sub.bill, now)
    }
    if (overdue) return this.stepOfOverdue(sub, overdue, now)
    if (sub.status === 'past_due' && sub.by === 'send_invoice' && sub.attempts === 0) {
      sub.status = 'active'
      return true
    }
    if (sub.status === 'past_due') {
      if (sub.ends) this.end(sub, now)
      else if (sub.retry > now || unbilled) return false
      else this.renewal(sub, now)
    } else if (now >= this.periodEnd(sub)) {
      if (sub.ends) this.end(sub, now)
      else if (unbilled) return false
      else this.renewal(sub, now)
    } else return this.nextMonth(sub, now)
    return true
  }

  private stepOfBill(sub: ModelSubscription, bill: ModelBill, now: number): boolean {
    if (bill.comes) return false
    if (bill.state === 'paid') this.paid(sub, bill, now)
    else if (bill.state === 'failed') this.unpaid(sub, bill, now)
    else if (bill.kind === 'start') {
      if (!sub.ends && now < this.lastOfStart(bill)) return false
      bill.state = 'failed'
    } else if (bill.kind === 'change') {
      if (now < this.periodEnd(sub)) return this.nextMonth(sub, now)
      bill.state = 'failed'
    } else return this.stepOfRenewal(sub, bill, now)
    return true
  }

  /** Nobody had to wait for an invoice to be paid, until it is overdue. */
  private stepOfOverdue(sub: ModelSubscription, overdue: ModelBill, now: number): boolean {
    if (!sub.ends && now < overdue.made + 44 * DAY) {
      const isNews = sub.status !== 'past_due'
      sub.status = 'past_due'
      return isNews
    }
    if (!sub.ends) overdue.state = 'failed'
    this.end(sub, now)
    return true
  }

  private stepOfRenewal(sub: ModelSubscription, bill: ModelBill, now: number): boolean {
    if (sub.ends || (bill.by !== 'invoice' && now >= this.lastOfPage(sub, bill))) {
      bill.state = 'failed'
      return true
    }
    if (bill.by === 'invoice') {
      sub.owed.push(bill)
      this.renew(sub, bill, now)
      return true
    }
    const isNews = sub.status !== 'past_due'
    sub.status = 'past_due'
    return isNews
  }

  /** Up to when the owner of a card may confirm a renewal. */
  private lastOfPage(sub: ModelSubscription, bill: ModelBill): number {
    const due = this.periodEnd(sub)
    const made = sub.attempts + (isEarly(due, sub.attempts, bill.made) ? 0 : 1)
    return retryAt(due, made, bill.made) ?? bill.made + DAY
  }

  private nextMonth(sub: ModelSubscription, now: number): boolean {
    const month = passed(sub.start, now)
    if (month <= sub.month) return false
    sub.month = month
    for (const seat of sub.seats) this.fill(sub, seat, sub.terms.size, 0n)
    return true
  }

  /** Makes out a bill, and tries to have it paid. */
  charge(
    sub: ModelSubscription,
    bill: Omit<ModelBill, 'state' | 'by' | 'card' | 'of'>,
    card: ModelCard | null,
  ): void {
    const cost = bill.due * MICROS_A_CENT
    if (this.commitment !== null) {
      const isPaid = cost <= this.commitment
      if (isPaid) this.commitment -= cost
      this.billed(sub, { ...bill, of: sub, by: 'commitment', card: null, state: isPaid ? 'paid' : 'failed' })
      return
    }
    const by = sub.by === 'send_invoice' ? 'invoice' : card ? 'card' : 'page'
    const isOpen = by !== 'card' || card?.kind === 'asks'
    const isPaid = by === 'card' && card?.kind === 'good'
    // Stripe charges no less than half a dollar.
    const state = bill.due < LEAST ? 'failed' : isPaid ? 'paid' : isOpen ? 'open' : 'failed'
    this.billed(sub, { ...bill, of: sub, by, card: by === 'card' ? (card?.id ?? null) : null, state })
  }

  private billed(sub: ModelSubscription, bill: ModelBill): void {
    sub.bill = this.isCharging ? { ...bill, state: 'open', comes: bill.state } : bill
    this.bills.push(sub.bill)
  }

  /** The period that a renewal brings now, and the months of it that are not over: only those are paid. */
  coming(
    sub: ModelSubscription,
    now: number,
  ): { readonly terms: ModelTerms; readonly from: number; readonly days: Days; readonly cost: bigint } {
    const terms = sub.pending?.terms ?? sub.terms
    const months = monthsIn(terms)
    let from = sub.to
    while (after(sub.start, from + months) <= now) from += months
    let ahead = months
    while (after(sub.start, from + months - ahead + 1) <= now) ahead -= 1
    const price = priceOf(terms)
    if (price === null) throw new Error('what was agreed is not sold')
    const days = { ahead: BigInt(ahead), of: BigInt(months) }
    return { terms, from, days, cost: share(price, days) }
  }

  /** Whoever tries a renewal over and over is told to wait. */
  isTriedTooOften(sub: ModelSubscription, now: number): boolean {
    const tried = this.bills.filter(
      ({ of, kind, made }) => of === sub && kind === 'renewal' && made > now - DAY,
    )
    return tried.length + sub.inVain.filter((at) => at > now - DAY).length >= TRIES_A_DAY
  }

  private renewal(sub: ModelSubscription, now: number): void {
    if (now > this.periodEnd(sub) + LAST_DAY * DAY) sub.late += 1
    // Whatever cards there are: from then on each is an attempt, and the one after the last ends it.
    if (sub.late > 4) throw new Error('a renewal is tried without end')
    const { terms, from, days, cost } = this.coming(sub, now)
    // A part of a year that is too little to be charged costs the least that can be.
    const due = cost > 0n && cost < LEAST && this.commitment === null ? LEAST : cost
    const bill = { kind: 'renewal', terms, due, from, month: sub.month, days, made: now } as const
    if (due === 0n) this.renew(sub, { ...bill, of: sub, by: 'card', card: null, state: 'paid' }, now)
    else if (this.commitment === null && sub.by === 'charge_automatically' && !this.card)
      this.declined(sub, null, now, now)
    else this.charge(sub, bill, this.card)
  }

  private paid(sub: ModelSubscription, bill: ModelBill, now: number): void {
    sub.bill = null
    if (bill.kind === 'start') this.begin(sub, now)
    else if (bill.kind === 'renewal') this.renew(sub, bill, now)
    else if (now >= this.periodEnd(sub)) {
      // Nobody heard of it in time: the money goes back, and it comes with the renewal.
      bill.state = 'refunded'
      if (bill.by === 'commitment') throw new Error('a commitment is heard of at once')
      sub.pending = this.beside(sub, bill.carries) ?? { terms: bill.terms, demote: [] }
    } else this.grow(sub, bill.terms, bill.carries, bill.month === sub.month ? bill.days : ALL, now)
  }

  private renew(sub: ModelSubscription, bill: ModelBill, now: number): void {
    const months = monthsIn(bill.terms)
    const present = passed(sub.start, now)
    // What was paid for is over: as many months as were paid for are to come.
    const from = present >= bill.from + months ? present + Number(bill.days.ahead - bill.days.of) : bill.from
    const demote = sub.pending?.demote ?? []
    this.shrink(sub, bill.terms.seats, demote, now)
    Object.assign(sub, { status: 'active', terms: bill.terms, from, to: from + months })
    Object.assign(sub, {
      month: Math.max(present, from),
      pending: null,
      bill: null,
      attempts: 0,
      declined: null,
      late: 0,
    })
    this.newSeats(sub, bill.terms.seats - sub.seats.length, demote)
    for (const seat of sub.seats) this.fill(sub, seat, bill.terms.size, 0n)
  }

  private unpaid(sub: ModelSubscription, bill: ModelBill, now: number): void {
    sub.bill = null
    if (bill.kind === 'start') this.end(sub, now)
    else if (bill.kind === 'renewal') this.declined(sub, bill.card, bill.made, now)
  }

  /** What waits for the owner of a card makes way for another card, which is charged at once. */
  instead(sub: ModelSubscription, bill: ModelBill, now: number): void {
    bill.state = 'failed'
    const isTurn = !isEarly(this.periodEnd(sub), sub.attempts, bill.made)
    const attempts = sub.attempts + (isTurn && !isLast(sub.attempts) ? 1 : 0)
    Object.assign(sub, { bill: null, attempts, declined: bill.card, retry: now })
    this.tick(now)
  }

  private declined(sub: ModelSubscription, card: string | null, made: number, now: number): void {
    const due = this.periodEnd(sub)
    const isAnother = sub.declined !== null && card !== null && card !== sub.declined
    const isInTime = made + DAY <= due + LAST_DAY * DAY
    const isHelp = isEarly(due, sub.attempts, made) || (isLast(sub.attempts) && isAnother && isInTime)
    const attempts = sub.attempts + (isHelp ? 0 : 1)
    const retry = retryAt(due, attempts, made)
    if (retry === null) this.end(sub, now)
    else Object.assign(sub, { status: 'past_due', attempts, declined: card, retry })
  }
}
