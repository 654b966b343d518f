import type { Instant } from '../instant.ts'
import type { Page, PageRequest } from '../ports.ts'
import type { Purchase, Transition } from '../purchases/purchase.ts'
import type { Life, SeatBalance } from './overview.ts'
import type { Plan } from './plan.ts'
import type { Allotment, Seat } from './seat.ts'
import type { Subscription, SubscriptionEvent, SubscriptionStatus } from './subscription.ts'

/** What is kept of subscriptions, their seats and what happened to them. */
export interface SubscriptionRecords {
  /** False where there is one of that id. */
  insertPlan(plan: Plan): Promise<boolean>
  archivePlan(id: string, at: Instant): Promise<void>
  plan(id: string): Promise<Plan | null>
  /** Newest first. */
  plans(credit_type: string | null, page: PageRequest): Promise<Page<Plan>>
  /** The plan that is sold for the credit type: the newest that isn't archived. */
  planFor(credit_type: string, gives_to: Plan['gives_to'] | null): Promise<Plan | null>

  /** False where the account has one of that credit type that has not ended. */
  insertSubscription(subscription: Subscription): Promise<boolean>
  subscription(account: string, id: string): Promise<Subscription | null>
  /** The same, and whether the ledger has still to do what a step that led to it left to it. */
  standing(account: string, id: string): Promise<Standing | null>
  /** Whether the account ever had one of that credit type that was in force. */
  hasHadSubscription(account: string, credit_type: string): Promise<boolean>
  /** The one of that credit type that has not ended; else the one that ended last. */
  subscriptionTo(account: string, credit_type: string): Promise<Subscription | null>
  subscriptions(
    account: string | null,
    status: SubscriptionStatus | null,
    page: PageRequest,
  ): Promise<Page<Subscription>>
  /** Writes what it has become, with its version counted up; false where somebody else changed it since it was read. */
  changeSubscription(subscription: Subscription): Promise<boolean>
  /** The same with all that belongs to the step, in one statement: where it is false, none of it is written. */
  writeStep(step: Step): Promise<boolean>

  /** Those that have not ended, in the order of their ids. */
  seats(account: string, subscription: string): Promise<readonly Seat[]>
  /** The same with what can still be drawn from each. */
  seatBalances(subscription: Subscription, now: Instant): Promise<readonly SeatBalance[]>
  /** The same page by page. */
  seatsPage(subscription: Subscription, now: Instant, page: PageRequest): Promise<Page<SeatBalance>>
  /** Makes it or changes it. */
  putSeats(seats: readonly Seat[]): Promise<void>
  /** Keeps whoever is a member so until the transaction ends; true where one was removed who is to have a seat anew. */
  givesToRemoved(account: string, seats: readonly Seat[]): Promise<boolean>
  /** Of all the account's subscriptions. */
  seatsOfMember(account: string, member: string): Promise<readonly Seat[]>
  /**
   * Says of every member whether it may draw on credits that are not its own: where the account wants a seat for that,
   * and has a subscription to seats that has not ended, only those with a seat may.
   */
  restateDraws(account: string): Promise<void>

  /** What the account ever topped up of the credit type. */
  toppedUp(account: string, credit_type: string): Promise<Life>

  /** Invoices for periods that have begun, which are not paid: those that wait, and those that nobody can pay any more. */
  invoicesOfRenewals(account: string, subscription: string): Promise<readonly SentInvoice[]>
  /** Whether the subscription has brought what the bill is for. */
  isTakenUp(account: string, subscription: string, purchase: string): Promise<boolean>
  /** Bills that were paid since, for which no subscription has brought anything, nor waits; oldest first. */
  strayBills(since: Instant, limit: number): Promise<readonly Purchase[]>

  /** Those that the ledger has not done yet, oldest first. */
  openAllotments(account: string, subscription: string): Promise<readonly Allotment[]>

  /** What led to the subscription as it is now. */
  insertSubscriptionEvent(event: SubscriptionEvent, subscription: Subscription): Promise<void>
  /** Newest first. */
  subscriptionEvents(
    account: string,
    subscription: string,
    page: PageRequest,
  ): Promise<Page<SubscriptionEvent>>

  /**
   * Subscriptions in which something is to be done by now, each by its own account's clock, or whose allotments were
   * cut off before the ledger had done them; those that waited longest first.
   */
  dueSubscriptions(now: Instant, limit: number): Promise<readonly Due[]>
}

export interface Standing {
  readonly subscription: Subscription
  readonly unfinished: boolean
}

export interface Step {
  /** What it becomes, with the version that it was decided on. */
  readonly subscription: Subscription
  /** What led to it, under the version that it gets. */
  readonly event: SubscriptionEvent
  readonly bill: { readonly purchase: Purchase; readonly transitions: readonly Transition[] } | null
  /** None of them may change hands by it. */
  readonly seats: readonly Seat[]
  readonly allotment: Allotment | null
}

export interface SentInvoice {
  readonly purchase: string
  readonly created_at: Instant
  readonly days_until_due: number | null
  /** Since when it can't be paid any more; null while it can. */
  readonly ended_at: Instant | null
}

export interface Due {
  readonly account: string
  readonly id: string
  /** What is to be added to the time for the account's own clock. */
  readonly ahead_ms: number
}
