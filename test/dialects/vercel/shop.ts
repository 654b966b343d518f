import Stripe from 'stripe'
import { startSandbox } from '../../../sandbox/start.ts'
import { addPaymentRoutes } from '../../../src/checkout/payment-routes.ts'
import { issueKey } from '../../../src/core/accounts/issue-key.ts'
import { customerOf } from '../../../src/core/purchases/customer.ts'
import { refresh } from '../../../src/core/purchases/look-again.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { native } from '../../../src/dialects/native/dialect.ts'
import { vercel } from '../../../src/dialects/vercel/dialect.ts'
import type { RateLimit } from '../../../src/http/access/rate-limit.ts'
import { createServer } from '../../../src/http/serve.ts'
import { stripePayments } from '../../../src/payments/stripe/payments.ts'
import { secrets } from '../../../src/store/accounts/secret.ts'
import { mintingIds } from '../../../src/store/mint.ts'
import { openStore } from '../../../src/store/store.ts'
import { afterFile } from '../../harness/after-file.ts'
import { freshDatabase } from '../../harness/database.ts'
import { logOfDeclared } from '../../harness/declared.ts'
import { freshDirectory } from '../../harness/directory.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is what the tests are there to check.
  readonly body: any
}

export interface Asked {
  readonly query?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export const gateway = (amount: number) => ({ item: { type: 'credits', creditType: 'gateway', amount } })

/** A server with this face and the native one, that sells through the local Stripe. */
export async function openShop(options: { readonly rate_limit?: RateLimit } = {}) {
  const [database, sandbox] = await Promise.all([
    freshDatabase(),
    startSandbox({ port: 0, dataDir: freshDirectory('stripe'), log: () => {} }),
  ])
  const { host, port, secretKey } = sandbox
  const clock = { now: () => Date.now() }
  const ids = mintingIds()
  const store = openStore({
    connection: database.server,
    lanes: 1,
    meter: { batch() {}, queued() {}, failed() {} },
  })
  const payments = stripePayments({
    secretKey,
    webhookSecret: 'whsec_none',
    publicUrl: () => 'http://scrip.test',
    apiBase: { host, port, protocol: 'http' },
    timeout_ms: 1_000,
    clock,
  })
  const ports = { store, ids, secrets, clock, payments, redirects: null }
  const server = createServer({
    dialects: [native, vercel],
    others: [addPaymentRoutes],
    ...ports,
    log: logOfDeclared([native, vercel]),
    ...options,
  })
  await server.app.ready()
  afterFile(async () => {
    await server.drain()
    await sandbox.close()
    await store.close()
  })
  const secret = secrets.mint()
  const key = {
    account: null,
    member: null,
    role: null,
    name: null,
    rate_limit: null,
    expires_at: null,
    secret,
  }
  await store.once(null, Date.now(), async (registry) =>
    orRefuse(await issueKey(registry, key, Date.now(), ids)),
  )
  const stripe = new Stripe(secretKey, { host, port, protocol: 'http', maxNetworkRetries: 0 })

  async function call(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    token: string | null,
    asked: Asked = {},
  ): Promise<Answer> {
    const { query = '', body, headers = {} } = asked
    const answer = await server.app.inject({
      method,
      url: url + query,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.payload) }
  }

  /** Asks the native face as the operator, who sets everything up. */
  async function operator(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
  ): Promise<Answer['body']> {
    const answer = await call(method, url, secret.text, body === undefined ? {} : { body })
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
    return answer.body
  }

  /** The payment side's customer of a team, made if need be. */
  const customer = (account: string) => customerOf(ports, { id: account, name: account }, null, Date.now())

  for (const id of ['gateway', 'agent', 'v0'])
    await operator('POST', '/v1/credit-types', {
      id,
      name: `${id} credits`,
      unit_price: '1',
      currency: 'usd',
      expiry: { policy: 'fixed', after: 'P1Y' },
    })

  return {
    server,
    store,
    stripe,
    call,
    operator,
    operatorSecret: secret.text,
    buy: (token: string | null, asked: Asked = {}) =>
      call('POST', '/v1/billing/buy', token, { body: gateway(10), ...asked }),
    token: async (fields: object): Promise<string> =>
      (await operator('POST', '/v1/keys', { dialect: 'vercel', ...fields })).secret,
    team: (id: string, more: object = {}) =>
      operator('POST', '/v1/accounts', {
        id,
        kind: 'team',
        name: `Team ${id}`,
        slug: id.replace('_', '-'),
        ...more,
      }),
    /** Saves a card for a team as its default, by its ready-made name. */
    async card(account: string, card = 'pm_card_visa'): Promise<void> {
      const owner = await customer(account)
      const { id } = await stripe.paymentMethods.attach(card, { customer: owner })
      await stripe.customers.update(owner, { invoice_settings: { default_payment_method: id } })
    },
    customer,
    /** What was really taken from a team's cards. */
    async charges(account: string): Promise<number> {
      const { data } = await stripe.charges.list({ customer: await customer(account), limit: 100 })
      return data.filter(({ paid }) => paid).length
    },
    /** What a webhook would bring about. */
    async look(account: string, purchase: string): Promise<void> {
      orRefuse(await refresh(ports, account, purchase, 'test', Date.now()))
    },
    async available(account: string, credit_type = 'gateway'): Promise<string> {
      return (await operator('GET', `/v1/accounts/${account}/balances/${credit_type}`)).available
    },
    async tell(method: string, path: string, body?: unknown): Promise<void> {
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
      const answer = await fetch(`${sandbox.url}/_sandbox${path}`, init)
      if (!answer.ok) throw new Error(await answer.text())
    },
  }
}
