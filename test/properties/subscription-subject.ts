import Stripe from 'stripe'
import { type RunningSandbox, startSandbox } from '../../sandbox/start.ts'
import { addMember } from '../../src/core/accounts/add-member.ts'
import { createAccount } from '../../src/core/accounts/create-account.ts'
import { removeMember } from '../../src/core/accounts/remove-member.ts'
import { createCreditType } from '../../src/core/catalogue/create-credit-type.ts'
import { MICRO } from '../../src/core/credits.ts'
import type { Registry } from '../../src/core/ports.ts'
import type { Buying } from '../../src/core/purchases/buying.ts'
import { orRefuse } from '../../src/core/refusal.ts'
import type { Plan } from '../../src/core/subscriptions/plan.ts'
import { stripePayments } from '../../src/payments/stripe/payments.ts'
import type { Connections } from '../../src/store/connection-config.ts'
import { mintingIds } from '../../src/store/mint.ts'
import { type OpenStore, openStore } from '../../src/store/store.ts'
import type { ModelPlan } from './subscription-rules.ts'
import type { ModelCard } from './subscription-seats.ts'

export const TYPE = 'seat_credits'
const quiet = { batch() {}, queued() {}, failed() {} }
const ids = mintingIds()

type Sizes = Record<number, readonly [month: bigint, year: bigint | null]>

/** Prices at which shares don't come out even; a size that costs nothing, and a larger one that costs less. */
const sizes: Sizes = { 5: [0n, 0n], 100: [1999n, 19_990n], 250: [4501n, 44_999n], 300: [4400n, null] }

const usual = { credit_type: TYPE, currency: 'usd', days_until_due: 30, created_at: 0, archived_at: null }

export const plans: readonly Plan[] = ['plain', 'bonus'].map((id) => ({
  ...usual,
  id,
  name: id,
  gives_to: 'seats',
  pricing: {
    by: 'size',
    sizes: Object.entries(sizes).map(([size, [month_minor, year_minor]]) => ({
      credits_micro: BigInt(size) * MICRO,
      month_minor,
      year_minor,
    })),
  },
  bonus_micro: id === 'bonus' ? 33_333_333n : 0n,
}))

const byCredit: Plan = {
  ...usual,
  id: 'quantity',
  name: 'quantity',
  gives_to: 'quantity',
  pricing: { by: 'credit', month_unit_price_micro: 123_457n, year_unit_price_micro: 99_999n },
  bonus_micro: 0n,
}

const bySize: ModelPlan['price'] = (size, interval) => {
  const found = sizes[Number(size / MICRO)]
  return (interval === 'year' ? found?.[1] : found?.[0]) ?? null
}

/** The same plans as the model knows them. */
export const modelPlans: readonly ModelPlan[] = [
  { id: 'plain', bonus: 0n, hasSeats: true, price: bySize },
  { id: 'bonus', bonus: 33_333_333n, hasSeats: true, price: bySize },
  {
    id: 'quantity',
    bonus: 0n,
    hasSeats: false,
    // Millionths of a credit at millionths of a dollar, in cents.
    price: (size, interval) =>
      (size * (interval === 'year' ? 12n * 99_999n : 123_457n) + 5_000_000_000n) / 10_000_000_000n,
  },
]

const METHODS = {
  good: 'pm_card_visa',
  declines: 'pm_card_chargeCustomerFail',
  asks: 'pm_card_authenticationRequired',
}

/** The operations over a real database and the local Stripe, without HTTP before them. */
export class SubscriptionSubject {
  readonly #sandbox: RunningSandbox
  readonly #stripe: Stripe
  readonly #stores: OpenStore[] = []
  /** Two servers, which share nothing but the database and the payment's side. */
  readonly buying: Buying
  readonly other: Buying

  private constructor(sandbox: RunningSandbox, { server }: Connections) {
    this.#sandbox = sandbox
    const { host, port, secretKey } = sandbox
    this.#stripe = new Stripe(secretKey, { host, port, protocol: 'http', maxNetworkRetries: 0 })
    const open = (): Buying => {
      const store = openStore({ connection: server, lanes: 2, meter: quiet })
      this.#stores.push(store)
      const payments = stripePayments({
        secretKey,
        webhookSecret: sandbox.webhookSecret,
        publicUrl: () => 'http://scrip.test',
        apiBase: { host, port, protocol: 'http' },
        timeout_ms: 10_000,
        clock: { now: () => Date.now() },
      })
      return { store, payments, ids, redirects: null }
    }
    this.buying = open()
    this.other = open()
  }

  static async open(connections: Connections, dataDir: string): Promise<SubscriptionSubject> {
    const sandbox = await startSandbox({ port: 0, dataDir, log: () => {} })
    const subject = new SubscriptionSubject(sandbox, connections)
    const type = { id: TYPE, name: TYPE, unit: 'credit', unit_price_micro: MICRO, currency: 'usd' }
    await subject.change(async (registry) => {
      await createCreditType(registry, { ...type, expiry: { policy: 'never' } }, ids, 0)
      for (const plan of [...plans, byCredit]) await registry.insertPlan(plan)
    })
    return subject
  }

  /** The same as if it were cut off before its allotments. */
  cutOff(): Buying {
    const { store } = this.buying
    const ledger: typeof store.ledger = Object.create(store.ledger, {
      submit: {
        value: (command: Parameters<typeof store.ledger.submit>[0], now: number) =>
          command.kind === 'allot' ? Promise.reject(new CutOff()) : store.ledger.submit(command, now),
      },
    })
    return { ...this.buying, store: Object.create(store, { ledger: { value: ledger } }) }
  }

  async change(work: (registry: Registry) => Promise<unknown>, now = Date.now()): Promise<void> {
    const { answer } = await this.buying.store.once(null, now, async (registry) => {
      await work(registry)
      return {}
    })
    orRefuse(answer)
  }

  account(id: string, kind: 'team' | 'user', seatless: 'topup' | 'nothing', now: number): Promise<void> {
    const account = { id, kind, name: id, slug: null, seatless }
    return this.change(async (registry) => orRefuse(await createAccount(registry, account, ids, now)))
  }

  addMember(account: string, id: string, now: number): Promise<void> {
    const member = { account, id, email: null, role: 'member', status: 'active' } as const
    return this.change(async (registry) => orRefuse(await addMember(registry, member, ids, now)))
  }

  removeMember(account: string, id: string, now: number): Promise<void> {
    return this.change(async (registry) => orRefuse(await removeMember(registry, { account, id }, ids, now)))
  }

  /** Saves a card as the default one, in place of those that there were. */
  async putCard(account: string, kind: ModelCard['kind'] | null): Promise<ModelCard | null> {
    const customer = await this.#customerOf(account)
    const had = await this.buying.payments.paymentMethods(customer)
    for (const { id } of had) await this.buying.payments.detach(customer, id)
    if (kind === null) return null
    const { id } = await this.#stripe.paymentMethods.attach(METHODS[kind], { customer })
    await this.#stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
    return { id, kind }
  }

  /** With an address, because nobody is sent an invoice without one. */
  async #customerOf(account: string): Promise<string> {
    const { store, payments } = this.buying
    const known = await store.registry.customer(account)
    if (known !== null) return known
    const made = await payments.customer({ account, name: account, email: `${account}@example.com` })
    await store.registry.keepCustomer(account, made, Date.now())
    return made
  }

  async cards(account: string): Promise<readonly string[]> {
    const customer = await this.buying.store.registry.customer(account)
    const found = customer === null ? [] : await this.buying.payments.paymentMethods(customer)
    return found.map(({ id }) => id)
  }

  /** What was really charged, the account's top-ups included. */
  async charged(account: string): Promise<bigint> {
    const customer = await this.buying.store.registry.customer(account)
    if (customer === null) return 0n
    let total = 0n
    for await (const { paid, amount } of this.#stripe.charges.list({ customer, limit: 100 }))
      if (paid) total += BigInt(amount)
    return total
  }

  /** Pays a hosted page with a card that is good. */
  async pay(url: string): Promise<void> {
    const form = {
      card: '4242424242424242',
      expiry: '12 / 44',
      cvc: '123',
      email: 'a@b.example',
      name: 'Ada',
    }
    const body = new URLSearchParams({ ...form, country: 'US', postal_code: '94110' })
    const { status } = await fetch(url, { method: 'POST', body, redirect: 'manual' })
    if (status >= 400) throw new Error(`the page answers ${status}`)
  }

  async rows<R>(text: string, values: unknown[]): Promise<R[]> {
    return (await (this.#stores[0] as OpenStore).pool.query(text, values)).rows
  }

  async close(): Promise<void> {
    await Promise.all(this.#stores.map((store) => store.close()))
    await this.#sandbox.close()
  }
}

export class CutOff extends Error {}
