import { Requests, type ScripOptions } from './request.ts'
import { Accounts } from './resources/accounts.ts'
import { Balances } from './resources/balances.ts'
import { Caps } from './resources/caps.ts'
import { Checks } from './resources/checks.ts'
import { Clock } from './resources/clock.ts'
import { CreditTypes } from './resources/credit-types.ts'
import { Debits } from './resources/debits.ts'
import { Entries } from './resources/entries.ts'
import { Grants } from './resources/grants.ts'
import { Holds } from './resources/holds.ts'
import { Invoices } from './resources/invoices.ts'
import { Jobs } from './resources/jobs.ts'
import { Keys } from './resources/keys.ts'
import { Me } from './resources/me.ts'
import { Members } from './resources/members.ts'
import { PaymentMethods } from './resources/payment-methods.ts'
import { Plans } from './resources/plans.ts'
import { PortalSessions } from './resources/portal-sessions.ts'
import { Prices } from './resources/prices.ts'
import { Purchases } from './resources/purchases.ts'
import { Quotes } from './resources/quotes.ts'
import { Refunds } from './resources/refunds.ts'
import { Reports } from './resources/reports.ts'
import { Seats } from './resources/seats.ts'
import { Subscriptions } from './resources/subscriptions.ts'
import { Usage } from './resources/usage.ts'
import { WebhookDeliveries } from './resources/webhook-deliveries.ts'
import { WebhookEndpoints } from './resources/webhook-endpoints.ts'

/** A client of one Scrip server: a resource for each thing that there is. */
export class Scrip {
  readonly accounts: Accounts
  readonly members: Members
  readonly creditTypes: CreditTypes
  readonly prices: Prices
  readonly plans: Plans
  readonly quotes: Quotes
  readonly purchases: Purchases
  readonly refunds: Refunds
  readonly paymentMethods: PaymentMethods
  readonly invoices: Invoices
  readonly subscriptions: Subscriptions
  readonly seats: Seats
  readonly grants: Grants
  readonly balances: Balances
  readonly debits: Debits
  readonly holds: Holds
  readonly caps: Caps
  readonly entries: Entries
  readonly usage: Usage
  readonly clock: Clock
  readonly keys: Keys
  readonly me: Me
  readonly portalSessions: PortalSessions
  readonly webhookEndpoints: WebhookEndpoints
  readonly webhookDeliveries: WebhookDeliveries
  readonly reports: Reports
  readonly jobs: Jobs
  readonly checks: Checks

  constructor(options: ScripOptions) {
    const requests = new Requests(options)
    this.accounts = new Accounts(requests)
    this.members = new Members(requests)
    this.creditTypes = new CreditTypes(requests)
    this.prices = new Prices(requests)
    this.plans = new Plans(requests)
    this.quotes = new Quotes(requests)
    this.purchases = new Purchases(requests)
    this.refunds = new Refunds(requests)
    this.paymentMethods = new PaymentMethods(requests)
    this.invoices = new Invoices(requests)
    this.subscriptions = new Subscriptions(requests)
    this.seats = new Seats(requests)
    this.grants = new Grants(requests)
    this.balances = new Balances(requests)
    this.debits = new Debits(requests)
    this.holds = new Holds(requests)
    this.caps = new Caps(requests)
    this.entries = new Entries(requests)
    this.usage = new Usage(requests)
    this.clock = new Clock(requests)
    this.keys = new Keys(requests)
    this.me = new Me(requests)
    this.portalSessions = new PortalSessions(requests)
    this.webhookEndpoints = new WebhookEndpoints(requests)
    this.webhookDeliveries = new WebhookDeliveries(requests)
    this.reports = new Reports(requests)
    this.jobs = new Jobs(requests)
    this.checks = new Checks(requests)
  }
}
