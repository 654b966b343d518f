import Stripe from 'stripe'
import { expect, onTestFinished } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../sandbox/start.ts'
import { afterFile } from './after-file.ts'
import { auditLedger, sqlAt } from './audit.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { freshDirectory } from './directory.ts'
import { freePort } from './port.ts'
import { startServer, type TestServer } from './server.ts'
import { until } from './until.ts'
import { type Answer, must, operatorKey, type Wire, wireTo } from './wire.ts'

const WEBHOOK_SECRET = 'whsec_for_the_shop'
const PAYMENT_JOBS = ['check_payments', 'catch_up', 'advance_subscriptions']

/** What the sandbox remembers of a call of its API. */
export interface StripeCall {
  readonly method: string
  readonly path: string
  readonly idempotency_key: string | null
  readonly status: number | null
  readonly replayed: boolean
  readonly faults: readonly string[]
}

export interface ShopOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly processes?: number
  /** Where it is there for all the tests of a file, instead of one. */
  readonly keep?: boolean
}

/**
 * A server that sells, and a local Stripe in a process of its own life: either may be killed, slowed or cut off while
 * the other goes on.
 */
export class Shop {
  readonly sandbox: RunningSandbox
  readonly database: TestDatabase
  readonly stripe: Stripe
  readonly #options: ShopOptions
  readonly #port: number
  readonly #dataDir: string
  server!: TestServer
  operator!: Wire
  #hurriedUntil = 0
  readonly #creditTypes = new Set<string>()

  private constructor(sandbox: RunningSandbox, database: TestDatabase, port: number, options: ShopOptions) {
    this.sandbox = sandbox
    this.database = database
    this.#port = port
    this.#dataDir = freshDirectory('data')
    this.#options = options
    this.stripe = new Stripe(sandbox.secretKey, {
      host: sandbox.host,
      port: sandbox.port,
      protocol: 'http',
      maxNetworkRetries: 0,
    })
  }

  static async open(options: ShopOptions = {}): Promise<Shop> {
    const port = await freePort()
    const webhook = { url: `http://127.0.0.1:${port}/webhooks/stripe`, secret: WEBHOOK_SECRET }
    const sandbox = await startSandbox({ port: 0, dataDir: freshDirectory('stripe'), webhook, log: () => {} })
    const whenOver = options.keep ? afterFile : onTestFinished
    whenOver(() => sandbox.close())
    const shop = new Shop(sandbox, await freshDatabase(), port, options)
    whenOver(async () => void (await shop.server?.kill()))
    await shop.start()
    return shop
  }

  async start(): Promise<void> {
    const { env, processes, keep = false } = this.#options
    this.server = await startServer({
      database: this.database.url,
      dataDir: this.#dataDir,
      port: this.#port,
      keep: true,
      ...(processes !== undefined && { processes }),
      env: {
        STRIPE_SECRET_KEY: this.sandbox.secretKey,
        STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
        STRIPE_API_URL: this.sandbox.url,
        ...env,
      },
    })
    this.operator = wireTo(this.#port, operatorKey(this.#dataDir), { keep })
  }

  async kill(): Promise<void> {
    await this.server.kill('SIGKILL')
  }

  /** Everything goes well again, and no call was made yet. */
  async calm(): Promise<void> {
    for (const path of ['/faults', '/webhooks', '/calls']) await this.tell('DELETE', path)
  }

  /** A caller with another key, or none. */
  as(key: string | null): Wire {
    return wireTo(this.#port, key)
  }

  /** Tells the sandbox something. */
  async tell<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const response = await fetch(`${this.sandbox.url}/_sandbox${path}`, init)
    const answer = (await response.json()) as T
    if (!response.ok) throw new Error(JSON.stringify(answer))
    return answer
  }

  /** The API calls whose path matches, in the order in which they came. */
  async calls(method: string, path: RegExp): Promise<StripeCall[]> {
    const { data } = await this.tell<{ data: StripeCall[] }>('GET', '/calls')
    return data.filter((call) => call.method === method && path.test(call.path))
  }

  /** A credit type at a dollar a credit, unless told otherwise; made once. */
  async creditType(id: string, more: object = {}): Promise<void> {
    if (this.#creditTypes.has(id)) return
    this.#creditTypes.add(id)
    const type = { id, name: `${id} credits`, unit_price: '1', currency: 'usd', expiry: { policy: 'never' } }
    await must(this.operator('POST', '/v1/credit-types', { ...type, ...more }))
  }

  account(id: string, more: object = {}): Promise<unknown> {
    return must(this.operator('POST', '/v1/accounts', { id, kind: 'team', name: `Team ${id}`, ...more }))
  }

  /** The customer that the payment's side has for an account. */
  async customerOf(account: string): Promise<string> {
    const [known] = await sqlAt<{ customer_id: string }>(
      this.database.owner,
      `select customer_id from billing_customers where account_id = '${account}'`,
    )
    if (known) return known.customer_id
    await must(
      this.operator('POST', `/v1/accounts/${account}/payment-methods`, { success_url: 'http://shop.test/' }),
    )
    return this.customerOf(account)
  }

  /** Saves a card for an account as its default, by its ready-made name. */
  async card(account: string, card = 'pm_card_visa'): Promise<string> {
    const customer = await this.customerOf(account)
    const { id } = await this.stripe.paymentMethods.attach(card, { customer })
    await this.stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
    return id
  }

  /** What was really taken from an account's cards. */
  async charges(account: string): Promise<Stripe.Charge[]> {
    const customer = await this.customerOf(account)
    const { data } = await this.stripe.charges.list({ customer, limit: 100 })
    return data.filter(({ paid }) => paid)
  }

  buy(account: string, amount: string, headers: Record<string, string> = {}, more: object = {}) {
    const body = { credit_type: 'gateway', amount, ...more }
    return this.operator('POST', `/v1/accounts/${account}/purchases`, body, headers)
  }

  async purchases(account: string): Promise<Answer['body'][]> {
    return (await must(this.operator('GET', `/v1/accounts/${account}/purchases?limit=100`))).items
  }

  async purchase(account: string, id: string): Promise<Answer['body']> {
    return must(this.operator('GET', `/v1/accounts/${account}/purchases/${id}`))
  }

  /** Everything agrees: the ledger with itself, and what was bought with what was paid. */
  async audit(): Promise<void> {
    await auditLedger(this.database.owner)
  }

  /** Waits until an account has exactly so many credits. */
  async has(account: string, credits: string): Promise<void> {
    const look = async () => {
      await this.hurry()
      return (await this.available(account)) === credits
    }
    await until(
      `${account} to have ${credits}`,
      // Who is asked may be away for a moment, which ends no waiting.
      () => look().catch(() => false),
      // A call may hang for a minute, and what it was for is healed within a minute of that.
      120_000,
      // What there is instead tells more than that it took too long.
    ).catch(() => {})
    const states = (await this.purchases(account)).map(({ state }) => state)
    expect([account, await this.available(account), states]).toEqual([account, credits, states])
  }

  /** The jobs that look after payments come now, at most once a second; by themselves it is four times a minute. */
  async hurry(): Promise<void> {
    if (performance.now() < this.#hurriedUntil) return
    this.#hurriedUntil = performance.now() + 1_000
    const sql = `select graphile_worker.add_job(name, job_key := name, max_attempts := 1)
      from unnest($1::text[]) as name`
    await sqlAt(this.database.owner, sql, [PAYMENT_JOBS])
  }

  /** Waits until each of them has come once more, from its beginning to its end. */
  async jobsCome(): Promise<void> {
    const since = new Date()
    await until('the jobs', async () => {
      await this.hurry()
      const sql = 'select job from job_runs where job = any ($1) and last_run_at > $2'
      return (await sqlAt(this.database.owner, sql, [PAYMENT_JOBS, since])).length === PAYMENT_JOBS.length
    })
  }

  async available(account: string, credit_type = 'gateway'): Promise<string> {
    const { available } = await must(this.operator('GET', `/v1/accounts/${account}/balances/${credit_type}`))
    return available
  }
}
