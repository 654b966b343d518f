import { ALL, after, DAY, isEarly, monthsIn, passed, priceOf, retryAt } from './subscription-rules.ts'
import { type ModelBill, type ModelCard, type ModelSubscription, SeatsModel } from './subscription-seats.ts'

/** What one account's subscription must do as time passes, told independently of the code that does it. */
export class SubscriptionModel extends SeatsModel {
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

  /** Everything that is to be done by now; `unbilled`: as far as nothing new is to be paid for it. */
  tick(now: number, unbilled = false): void {
    while (this.step(now, unbilled));
  }

  private step(now: number, unbilled: boolean): boolean {
    const { sub } = this
    if (!sub || sub.status === 'canceled') return false
    if (sub.bill) return this.stepOfBill(sub, sub.bill, now)
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

  private unpaid(sub: ModelSubscription, bill: ModelBill, now: number): void {
    sub.bill = null
    if (bill.kind === 'start') this.end(sub, now)
    else if (bill.kind === 'renewal') this.declined(sub, bill.card, now)
  }

  private declined(sub: ModelSubscription, card: string | null, now: number): void {
    const isAnother = sub.declined !== null && card !== null && card !== sub.declined
    const isHelp = isAnother || isEarly(this.periodEnd(sub), sub.attempts, now)
    const attempts = sub.attempts + (isHelp ? 0 : 1)
    const retry = retryAt(this.periodEnd(sub), attempts, now)
    if (sub.by === 'send_invoice' || retry === null) this.end(sub, now)
    else Object.assign(sub, { status: 'past_due', attempts, declined: card, retry })
  }
}
