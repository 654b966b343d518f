import Stripe from 'stripe'
import { startSandbox } from '../../../sandbox/start.ts'
import { addPaymentRoutes } from '../../../src/checkout/payment-routes.ts'
import { issueKey } from '../../../src/core/accounts/issue-key.ts'
import type { Buying } from '../../../src/core/purchases/buying.ts'
import { customerOf } from '../../../src/core/purchases/customer.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { native } from '../../../src/dialects/native/dialect.ts'
import { createServer, type Server, type ServerOptions } from '../../../src/http/serve.ts'
import { stripePayments } from '../../../src/payments/stripe/payments.ts'
import { secrets } from '../../../src/store/accounts/secret.ts'
import { mintingIds } from '../../../src/store/mint.ts'
import { type OpenStore, openStore } from '../../../src/store/store.ts'
import { afterFile } from '../../harness/after-file.ts'
import { freshDatabase } from '../../harness/database.ts'
import { logOfDeclared } from '../../harness/declared.ts'
import { freshDirectory } from '../../harness/directory.ts'

export const WEBHOOK_SECRET = 'whsec_of_the_native_tests'

const quiet = { batch() {}, queued() {}, failed() {} }

export interface Wire {
  readonly status: number
  readonly headers: Record<string, unknown>
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is what the tests are there to check.
  readonly body: any
}

export type Client = (
  method: string,
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Wire>

export interface NativeServer {
  readonly server: Server
  readonly store: OpenStore
  readonly buying: Buying
  /** Calls with the key of the operator. */
  readonly operator: Client
  readonly operatorSecret: string
  clientOf(secret: string | null): Client
  /** The same of another server on the same database. */
  another(): Promise<NativeServer['clientOf']>
  /** A key that is made by the operator, as a client. */
  keyFor(scope: object): Promise<Client & { secret: string }>
  readonly stripe: Stripe
  /** Saves a card for an account as its default, by its ready-made name, and answers its id. */
  card(account: string, card?: string): Promise<string>
  /** Tells the local Stripe something. */
  tell(method: string, path: string, body?: unknown): Promise<unknown>
}

/** The native API on a fresh database, without a socket. */
export async function nativeServer(options: Partial<ServerOptions> = {}): Promise<NativeServer> {
  const [database, sandbox] = await Promise.all([
    freshDatabase(),
    startSandbox({ port: 0, dataDir: freshDirectory('stripe'), log: () => {} }),
  ])
  const store = openStore({ connection: database.server, lanes: 1, meter: quiet })
  const ids = mintingIds()
  const clock = { now: () => Date.now() }
  const log = logOfDeclared(options.dialects ?? [native])
  const { host, port, secretKey } = sandbox
  const payments = stripePayments({
    secretKey,
    webhookSecret: WEBHOOK_SECRET,
    publicUrl: () => 'http://scrip.test',
    apiBase: { host, port, protocol: 'http' },
    timeout_ms: 1_500,
    clock,
  })
  const stripe = new Stripe(secretKey, { host, port, protocol: 'http', maxNetworkRetries: 0 })
  const serve = async (on: OpenStore): Promise<Server> => {
    const parts = { ids, secrets, clock, log, payments, redirects: null }
    const server = createServer({
      dialects: [native],
      others: [addPaymentRoutes],
      store: on,
      ...parts,
      ...options,
    })
    await server.app.ready()
    return server
  }
  const server = await serve(store)
  afterFile(async () => {
    await server.drain()
    await sandbox.close()
    await store.close()
  })
  const secret = secrets.mint()
  const blank = { account: null, member: null, role: null, name: null, rate_limit: null, expires_at: null }
  await store.once(null, Date.now(), async (registry) =>
    orRefuse(await issueKey(registry, { ...blank, secret }, Date.now(), ids)),
  )
  const clientsOf =
    ({ app }: Server) =>
    (bearer: string | null): Client =>
    async (method, url, body, headers = {}) => {
      const response = await app.inject({
        method: method as 'GET',
        url,
        headers: {
          ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && {
          payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
        }),
      })
      return {
        status: response.statusCode,
        headers: response.headers,
        body: response.payload === '' ? null : JSON.parse(response.payload),
      }
    }
  const clientOf = clientsOf(server)
  const operator = clientOf(secret.text)
  const buying = { store, payments, ids, redirects: null }
  return {
    server,
    store,
    buying,
    operator,
    operatorSecret: secret.text,
    clientOf,
    async another() {
      const beside = openStore({ connection: database.server, lanes: 1, meter: quiet })
      const other = await serve(beside)
      afterFile(async () => {
        await other.drain()
        await beside.close()
      })
      return clientsOf(other)
    },
    stripe,
    async card(account, card = 'pm_card_visa') {
      const customer = await customerOf(buying, { id: account, name: account }, null, Date.now())
      const { id } = await stripe.paymentMethods.attach(card, { customer })
      await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
      return id
    },
    async tell(method, path, body) {
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
      const answer = await fetch(`${sandbox.url}/_sandbox${path}`, init)
      if (!answer.ok) throw new Error(await answer.text())
      return answer.json()
    },
    async keyFor(scope) {
      const { status, body } = await operator('POST', '/v1/keys', scope)
      if (status !== 201) throw new Error(JSON.stringify(body))
      return Object.assign(clientOf(body.secret), { secret: body.secret as string })
    },
  }
}
