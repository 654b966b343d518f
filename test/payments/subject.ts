import Stripe from 'stripe'
import { startSandbox } from '../../sandbox/start.ts'
import { type Facts, mergeFacts, noFacts } from '../../src/core/purchases/facts.ts'
import type { Order, Payments } from '../../src/core/purchases/payments.ts'
import type { Purchase, Refund } from '../../src/core/purchases/purchase.ts'
import type { StripeOptions } from '../../src/payments/stripe/desk.ts'
import { stripePayments } from '../../src/payments/stripe/payments.ts'
import { freshDirectory } from '../harness/directory.ts'

export const WEBHOOK_SECRET = 'whsec_of_the_contract'

/** The adapter, and the other side as its owner sees it. */
export interface Subject {
  readonly payments: Payments
  /** The SDK by itself, for what a dashboard or a bank does. */
  readonly stripe: Stripe
  /** The adapter's clock, put forward by so much. */
  advance(ms: number): void
  /** Another adapter on the same account. */
  another(more?: Partial<StripeOptions>): Payments
  /** What only the local Stripe can be told; real Stripe has neither faults nor pages that a test can fill in. */
  readonly sandbox: Sandbox | null
  close(): Promise<void>
}

export interface Sandbox {
  tell<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T>
}

export const PUBLIC_URL = 'http://scrip.test'

export async function sandboxSubject(more: Partial<StripeOptions> = {}): Promise<Subject> {
  const running = await startSandbox({ port: 0, dataDir: freshDirectory('payments') })
  const { host, port, secretKey, url } = running
  const subject = subjectOf({ secretKey, apiBase: { host, port, protocol: 'http' }, ...more })
  async function tell<T>(method: string, path: string, body?: unknown): Promise<T> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const response = await fetch(`${url}/_sandbox${path}`, init)
    const answer = (await response.json()) as T
    if (!response.ok) throw new Error(JSON.stringify(answer))
    return answer
  }
  return {
    ...subject,
    sandbox: { tell },
    close: () => running.close(),
  }
}

export const realSubject = (secretKey: string): Subject => ({
  ...subjectOf({ secretKey }),
  sandbox: null,
  close: async () => {},
})

type Given = Pick<StripeOptions, 'secretKey' | 'apiBase'> & Partial<StripeOptions>

function subjectOf(given: Given): Omit<Subject, 'sandbox' | 'close'> {
  let ahead_ms = 0
  const another = (more: Partial<StripeOptions> = {}) =>
    stripePayments({
      webhookSecret: WEBHOOK_SECRET,
      publicUrl: () => PUBLIC_URL,
      clock: { now: () => Date.now() + ahead_ms },
      ...given,
      ...more,
    })
  return {
    payments: another(),
    another,
    advance: (ms) => {
      ahead_ms += ms
    },
    stripe: new Stripe(given.secretKey, { ...given.apiBase, maxNetworkRetries: 0 }),
  }
}

let count = 0

/** Unlike any other, in this run and the next. */
export const unique = (prefix: string): string =>
  `${prefix}_${Date.now().toString(36)}${process.pid}_${++count}`

export function orderFor(customer: string, account: string, more: Partial<Purchase> = {}): Order {
  const now = Date.now()
  const id = unique('pur')
  const purchase: Purchase = {
    account,
    id,
    credit_type: 'gateway',
    credits_micro: 25_000_000n,
    price_minor: 2500n,
    currency: 'usd',
    price: null,
    unit_price_micro: 1_000_000n,
    paying_by: 'card',
    payment_method: null,
    success_url: null,
    cancel_url: null,
    dialect: 'native',
    source: null,
    member: null,
    description: null,
    expires_at: undefined,
    grant: unique('grt'),
    subscription: null,
    lines: null,
    days_until_due: null,
    attempt: null,
    state: 'pending',
    facts: noFacts(now),
    granted_at: null,
    revoked_micro: 0n,
    frozen: false,
    remaining_before_micro: null,
    remaining_after_micro: null,
    check_at: now,
    created_at: now,
    updated_at: now,
    ...more,
  }
  return { purchase, customer, line: '25 Gateway credits', ahead_ms: 0 }
}

/** The order as it is once that was settled. */
export const settled = (order: Order, facts: Facts): Order => ({
  ...order,
  purchase: {
    ...order.purchase,
    facts: mergeFacts(order.purchase.facts, facts),
    granted_at: facts.payment === 'paid' ? Date.now() : order.purchase.granted_at,
  },
})

export const refundOf = (
  { purchase }: Order,
  amount_minor: bigint,
  reason: string | null = null,
): Refund => ({
  account: purchase.account,
  id: unique('ref'),
  purchase: purchase.id,
  amount_minor,
  reason,
  created_at: Date.now(),
})

/** A customer of ours, with a saved card. */
export async function customerWith({ payments, stripe }: Subject, card = 'pm_card_visa') {
  const account = unique('acc')
  const customer = await payments.customer({ account, name: 'Ada', email: 'ada@example.com' })
  const { id } = await stripe.paymentMethods.attach(card, { customer })
  return { account, customer, card: id }
}

/** A purchase that its saved card is to pay. */
export async function cardOrder(
  subject: Subject,
  card?: string,
  more: Partial<Purchase> = {},
): Promise<Order> {
  const owner = await customerWith(subject, card)
  return orderFor(owner.customer, owner.account, { payment_method: owner.card, ...more })
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

export async function thrownBy(call: Promise<unknown>): Promise<Error & { code?: string }> {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (thrown instanceof Error) return thrown
  throw new Error(`nothing was thrown, but ${String(thrown)}`)
}
