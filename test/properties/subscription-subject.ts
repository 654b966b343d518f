import Stripe from 'stripe'
import { type RunningSandbox, startSandbox } from '../../sandbox/start.ts'
import { addMember, type NewMember } from '../../src/core/accounts/add-member.ts'
import { createAccount } from '../../src/core/accounts/create-account.ts'
import { removeMember } from '../../src/core/accounts/remove-member.ts'
import { createCreditType } from '../../src/core/catalogue/create-credit-type.ts'
import { MICRO } from '../../src/core/credits.ts'
import { UNSCOPED } from '../../src/core/ledger/grant.ts'
import type { Registry } from '../../src/core/ports.ts'
import type { Buying } from '../../src/core/purchases/buying.ts'
import { COMMITTED } from '../../src/core/purchases/commitment.ts'
import type { Purchase } from '../../src/core/purchases/purchase.ts'
import { orRefuse } from '../../src/core/refusal.ts'
import { stripePayments } from '../../src/payments/stripe/payments.ts'
import { mintingIds } from '../../src/store/mint.ts'
import type { Connections } from '../../src/store/session/connection-config.ts'
import { type OpenStore, openStore } from '../../src/store/store.ts'
import { type AccountVerifier, accountVerifier } from '../harness/verify-account.ts'
import { plans, TYPE } from './subscription-plans.ts'
import { MICROS_A_CENT } from './subscription-rules.ts'
import type { ModelCard } from './subscription-seats.ts'

const quiet = { batch() {}, queued() {}, failed() {} }
const ids = mintingIds()

type Terms = Parameters<typeof createAccount>[1]
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
  /** What is wrong in the account's books, if anything is. */
  readonly verify: AccountVerifier

  private constructor(sandbox: RunningSandbox, { server }: Connections, verify: AccountVerifier) {
    this.#sandbox = sandbox
    this.verify = verify
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
    const subject = new SubscriptionSubject(sandbox, connections, await accountVerifier(connections))
    const type = { id: TYPE, name: TYPE, unit: 'credit', unit_price_micro: MICRO, currency: 'usd' }
    await subject.change(async (registry) => {
      await createCreditType(registry, { ...type, expiry: { policy: 'never' } }, 0, ids)
      const committed = { id: COMMITTED, name: COMMITTED, unit_price_micro: null }
      await createCreditType(registry, { ...type, ...committed, expiry: { policy: 'never' } }, 0, ids)
      for (const plan of plans) await registry.insertPlan(plan)
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

  /** The same with a job that finds what is due in these accounts alone: others go by other times. */
  only(...accounts: readonly string[]): Buying {
    const { store } = this.buying
    const registry: typeof store.registry = Object.create(store.registry, {
      dueSubscriptions: {
        value: async (now: number) =>
          (await store.registry.dueSubscriptions(now, 100_000)).filter(({ account }) =>
            accounts.includes(account),
          ),
      },
    })
    return { ...this.buying, store: Object.create(store, { registry: { value: registry } }) }
  }

  async change(work: (registry: Registry) => Promise<unknown>, now = Date.now()): Promise<void> {
    const { answer } = await this.buying.store.once(null, now, async (registry) => {
      await work(registry)
      return {}
    })
    orRefuse(answer)
  }

  account(id: string, kind: 'team' | 'user', more: Partial<Terms>, now: number): Promise<void> {
    const account = { id, kind, name: id, slug: null, ...more }
    return this.change(async (registry) => orRefuse(await createAccount(registry, account, now, ids)))
  }

  addMember(
    account: string,
    id: string,
    now: number,
    standing: Pick<NewMember, 'role' | 'status'> = { role: 'member', status: 'active' },
  ): Promise<void> {
    const member = { account, id, email: null, ...standing }
    return this.change(async (registry) => orRefuse(await addMember(registry, member, now, ids)))
  }

  removeMember(account: string, id: string, now: number): Promise<void> {
    return this.change(async (registry) => orRefuse(await removeMember(registry, { account, id }, now)))
  }

  /** So many cents more that the account has committed to pay. */
  async commit(account: string, cents: bigint, id: string, now: number): Promise<void> {
    const { answer } = await this.buying.store.ledger.submit(
      {
        kind: 'grant',
        account,
        credit_type: COMMITTED,
        key: id,
        fingerprint: '',
        id,
        amount_micro: cents * MICROS_A_CENT,
        source: 'manual',
        priority: 100,
        scope: UNSCOPED,
        starts_at: null,
        expires_at: null,
        metadata: null,
      },
      now,
    )
    orRefuse(answer)
  }

  async committed(account: string, now: number): Promise<bigint> {
    return orRefuse(await this.buying.store.ledger.balance(account, COMMITTED, now)).available_micro
  }

  /** Its bills' purchases, oldest first. */
  async bills(account: string): Promise<readonly Purchase[]> {
    const filter = { credit_type: TYPE, states: null, dialect: null }
    const { items } = await this.buying.store.registry.purchases(account, filter, {
      limit: 1_000,
      after: null,
    })
    return items.filter(({ subscription }) => subscription !== null).toReversed()
  }

  /** The payer's bank takes the money back, and then decides. */
  async dispute(payment_intent: string, status: 'won' | 'lost'): Promise<void> {
    const tell = async (path: string, body: object): Promise<{ readonly id: string }> => {
      const init = { method: 'POST', body: JSON.stringify(body) }
      const response = await fetch(`${this.#sandbox.url}/_sandbox${path}`, init)
      if (!response.ok) throw new Error(await response.text())
      return (await response.json()) as { id: string }
    }
    const { id } = await tell('/disputes', { payment_intent })
    await tell(`/disputes/${id}/close`, { status })
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
