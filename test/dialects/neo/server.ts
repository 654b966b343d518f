import { SignJWT } from 'jose'
import Stripe from 'stripe'
import { type RunningSandbox, startSandbox } from '../../../sandbox/start.ts'
import { addPaymentRoutes } from '../../../src/checkout/payment-routes.ts'
import { issueKey } from '../../../src/core/accounts/issue-key.ts'
import type { Buying } from '../../../src/core/purchases/buying.ts'
import { refresh } from '../../../src/core/purchases/look-again.ts'
import type { Payments } from '../../../src/core/purchases/payments.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { native } from '../../../src/dialects/native/dialect.ts'
import { neo } from '../../../src/dialects/neo/dialect.ts'
import { createServer, type Server, type ServerOptions } from '../../../src/http/serve.ts'
import { stripePayments } from '../../../src/payments/stripe/payments.ts'
import { secrets } from '../../../src/store/accounts/secret.ts'
import { mintingIds } from '../../../src/store/mint.ts'
import { type OpenStore, openStore } from '../../../src/store/store.ts'
import { afterFile } from '../../harness/after-file.ts'
import { freshDatabase, type TestDatabase } from '../../harness/database.ts'
import { logOfDeclared } from '../../harness/declared.ts'
import { freshDirectory } from '../../harness/directory.ts'
import { entry, submit } from '../../sandbox/world.ts'

const quiet = { batch() {}, queued() {}, failed() {} }
const JWT_SECRET = 'a secret that is long enough for HS256'
const PUBLIC_URL = 'http://scrip.test'

export interface Wire {
  readonly status: number
  readonly headers: Record<string, unknown>
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is what the tests are there to check.
  readonly body: any
  readonly text: string
}

export interface NeoOptions {
  readonly server?: Partial<ServerOptions>
  readonly automatic_tax?: boolean
}

export type Client = (
  method: string,
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Wire>

/** Neo's face and the native one, on a fresh database, with a local Stripe and no socket of their own. */
export class NeoServer {
  readonly server: Server
  readonly store: OpenStore
  readonly database: TestDatabase
  readonly sandbox: RunningSandbox
  readonly stripe: Stripe
  readonly payments: Payments
  readonly operator: Client
  /** How far the server's clock is ahead. */
  ahead_ms = 0

  private constructor(parts: Pick<NeoServer, 'database' | 'sandbox'>, options: NeoOptions, key: string) {
    this.database = parts.database
    this.sandbox = parts.sandbox
    const clock = { now: () => this.now() }
    const log = logOfDeclared([native, neo])
    const { host, port, secretKey, webhookSecret } = parts.sandbox
    const apiBase = { host, port, protocol: 'http' as const }
    this.payments = stripePayments({
      secretKey,
      webhookSecret,
      apiBase,
      publicUrl: () => PUBLIC_URL,
      clock,
      automatic_tax: options.automatic_tax ?? false,
    })
    this.stripe = new Stripe(secretKey, { ...apiBase, maxNetworkRetries: 0 })
    this.store = openStore({ connection: parts.database.server, lanes: 1, meter: quiet })
    this.server = createServer({
      dialects: [native, neo],
      others: [addPaymentRoutes],
      store: this.store,
      ids: mintingIds(),
      secrets,
      clock,
      log,
      payments: this.payments,
      redirects: null,
      tokens: { secret: JWT_SECRET },
      ...options.server,
    })
    this.operator = this.bearer(key)
  }

  static async open(options: NeoOptions = {}): Promise<NeoServer> {
    const database = await freshDatabase()
    const sandbox = await startSandbox({ port: 0, dataDir: freshDirectory('stripe'), log: () => {} })
    const secret = secrets.mint()
    const neo = new NeoServer({ database, sandbox }, options, secret.text)
    await neo.server.app.ready()
    afterFile(async () => {
      await neo.server.drain()
      await neo.store.close()
      await sandbox.close()
    })
    const blank = { account: null, member: null, role: null, name: null, rate_limit: null, expires_at: null }
    await neo.store.once(null, Date.now(), async (registry) =>
      orRefuse(await issueKey(registry, { ...blank, secret }, Date.now(), mintingIds())),
    )
    return neo
  }

  /** A caller that sends these headers with everything. */
  as(own: Record<string, string>): Client {
    return async (method, url, body, headers = {}) => {
      const response = await this.server.app.inject({
        method: method as 'GET',
        url,
        headers: { ...own, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const { statusCode: status, payload: text } = response
      const isJson = /json/.test(String(response.headers['content-type']))
      return { status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text }
    }
  }

  bearer(token: string): Client {
    return this.as({ authorization: `Bearer ${token}` })
  }

  async jwt(claims: Record<string, string>): Promise<string> {
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setAudience('scrip')
    return token.setExpirationTime('10y').sign(new TextEncoder().encode(JWT_SECRET))
  }

  /** The credit type as the demo has it. */
  async sell(more: object = {}): Promise<void> {
    const expiry = { policy: 'rolling', after: 'P1Y' }
    await this.must('POST', '/v1/credit-types', { id: 'neo', name: 'Neo', unit_price: '5', expiry, ...more })
  }

  /** A person with an account of its own, who calls with a key of this face. */
  async user(id: string): Promise<Client> {
    await this.must('POST', '/v1/accounts', { id, kind: 'user', name: id })
    return this.keyFor({ account: id })
  }

  /** A team whose members call with their keys. */
  async team<R extends string>(id: string, roles: Record<R, string>): Promise<Record<R, Client>> {
    await this.must('POST', '/v1/accounts', { id, kind: 'team', name: id })
    const clients = {} as Record<R, Client>
    for (const [member, role] of Object.entries<string>(roles)) {
      const email = `${member}@${id}.example`
      await this.must('POST', `/v1/accounts/${id}/members`, { id: `${id}.${member}`, email, role })
      clients[member as R] = await this.keyFor({ account: id, member: `${id}.${member}` })
    }
    return clients
  }

  async keyFor(scope: object): Promise<Client> {
    const { secret } = await this.must('POST', '/v1/keys', { dialect: 'neo', ...scope })
    return this.as({ 'x-api-key': secret })
  }

  async must(method: string, url: string, body?: unknown): Promise<Wire['body']> {
    const answer = await this.operator(method, url, body)
    if (answer.status >= 300) throw new Error(`${method} ${url} ${answer.status}: ${answer.text}`)
    return answer.body
  }

  /** Pays a hosted page and comes back from it, as a browser would. */
  async pay(url: string, card = '4242 4242 4242 4242'): Promise<void> {
    const paid = await submit(url, entry(card))
    await this.comeBack(String(paid.headers.get('location')))
  }

  /** What the return page does with a buyer who comes back. */
  async comeBack(location: string): Promise<void> {
    const [, account = '', id = ''] =
      /^http:\/\/scrip\.test\/checkout\/([^/]+)\/([^/?]+)/.exec(location) ?? []
    orRefuse(await refresh(this.#buying, account, id, 'return_page', this.now()))
  }

  /** What webhooks lead to, as if one had come for each purchase of an account. */
  async lookAtAll(account: string): Promise<void> {
    const filter = { credit_type: null, states: null, dialect: null }
    const { items } = await this.store.registry.purchases(account, filter, { limit: 100, after: null })
    for (const { id } of items) orRefuse(await refresh(this.#buying, account, id, 'webhook', this.now()))
  }

  now(): number {
    return Date.now() + this.ahead_ms
  }

  get #buying(): Buying {
    return { store: this.store, payments: this.payments, ids: mintingIds(), redirects: null }
  }

  async customerOf(account: string): Promise<string> {
    const known = await this.store.registry.customer(account)
    if (known !== null) return known
    const { id } = await this.stripe.customers.create({ name: account })
    await this.store.registry.keepCustomer(account, id, Date.now())
    return id
  }

  /** Saves a card as the default. */
  async card(account: string, card = 'pm_card_visa'): Promise<string> {
    const customer = await this.customerOf(account)
    const { id } = await this.stripe.paymentMethods.attach(card, { customer })
    await this.stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
    return id
  }

  async charges(account: string): Promise<Stripe.Charge[]> {
    const { data } = await this.stripe.charges.list({ customer: await this.customerOf(account), limit: 100 })
    return data
  }

  /** Tells the local Stripe something. */
  async tell(method: string, path: string, body: object): Promise<void> {
    const response = await fetch(`${this.sandbox.url}/_sandbox${path}`, {
      method,
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(await response.text())
  }
}
