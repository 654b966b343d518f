import Stripe from 'stripe'
import { startSandbox } from '../../sandbox/start.ts'
import { createAccount } from '../../src/core/accounts/create-account.ts'
import { createCreditType } from '../../src/core/catalogue/create-credit-type.ts'
import { MICRO } from '../../src/core/credits.ts'
import { UNSCOPED } from '../../src/core/ledger/grant.ts'
import { buy } from '../../src/core/purchases/buy.ts'
import type { Bought, Buying, BuyRequest } from '../../src/core/purchases/buying.ts'
import { customerOf } from '../../src/core/purchases/customer.ts'
import type { Payments } from '../../src/core/purchases/payments.ts'
import type { Purchase } from '../../src/core/purchases/purchase.ts'
import { isRefusal, orRefuse } from '../../src/core/refusal.ts'
import { stripePayments } from '../../src/payments/stripe/payments.ts'
import { mintingIds } from '../../src/store/mint.ts'
import { type OpenStore, openStore } from '../../src/store/store.ts'
import { afterFile } from './after-file.ts'
import { freshDatabase } from './database.ts'
import { freshDirectory } from './directory.ts'

const silent = { batch() {}, queued() {}, failed() {} }

type AccountTerms = Partial<Parameters<typeof createAccount>[1]>

/** The operations of buying over a real database and the local Stripe, without HTTP. */
export async function openTill({ timeout_ms = 2_000 } = {}) {
  const database = await freshDatabase()
  const sandbox = await startSandbox({ port: 0, dataDir: freshDirectory('stripe'), log: () => {} })
  const { host, port, secretKey } = sandbox
  const clock = { now: () => Date.now() }
  const ids = mintingIds()
  const stores: { close(): Promise<void> }[] = []

  /** What one server has; another one shares nothing with it but the database and the payment's side. */
  function server(connection = database.server): Buying & { payments: Payments } {
    const store = openStore({ connection, lanes: 2, meter: silent })
    stores.push(store)
    const payments = stripePayments({
      secretKey,
      webhookSecret: sandbox.webhookSecret,
      publicUrl: () => 'http://scrip.test',
      apiBase: { host, port, protocol: 'http' },
      timeout_ms,
      clock,
    })
    return { store, payments, ids, redirects: null }
  }
  const buying = server()
  const { store } = buying
  afterFile(async () => {
    await Promise.all(stores.map((one) => one.close()))
    await sandbox.close()
  })

  const stripe = new Stripe(secretKey, { host, port, protocol: 'http', maxNetworkRetries: 0 })
  const inOne = <A extends object>(work: (registry: typeof store.registry) => Promise<A>) =>
    store.once(null, Date.now(), work).then(({ answer }) => orRefuse(answer))

  async function tell<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const response = await fetch(`${sandbox.url}/_sandbox${path}`, init)
    const answer = (await response.json()) as T
    if (!response.ok) throw new Error(JSON.stringify(answer))
    return answer
  }

  async function creditType(id: string, more: Partial<Parameters<typeof createCreditType>[1]> = {}) {
    const type = { name: `${id} credits`, unit: 'credit', unit_price_micro: MICRO, currency: 'usd' }
    return inOne(async (registry) =>
      orRefuse(
        await createCreditType(
          registry,
          { id, ...type, expiry: { policy: 'never' }, ...more },
          Date.now(),
          ids,
        ),
      ),
    )
  }

  async function account(id: string, terms: AccountTerms = {}) {
    const input = { id, kind: 'team' as const, name: `Team ${id}`, slug: null, ...terms }
    return inOne(async (registry) => orRefuse(await createAccount(registry, input, Date.now(), ids)))
  }

  /** An account that pays out of what it committed to. */
  async function committed(id: string, credits: bigint): Promise<void> {
    if (!(await store.registry.creditType('miu'))) await creditType('miu', { unit_price_micro: null })
    await account(id, { pays_with: 'commitment' })
    const grant = {
      kind: 'grant' as const,
      account: id,
      credit_type: 'miu',
      key: 'commitment',
      fingerprint: '',
      id: `grt_commitment_${id}`,
      amount_micro: credits * MICRO,
      source: 'manual' as const,
      priority: 100,
      scope: UNSCOPED,
      starts_at: null,
      expires_at: null,
      metadata: null,
    }
    await store.ledger.submit(grant, Date.now())
  }

  /** Saves a card as the default one, making the account where it isn't there. */
  async function card(id: string, method = 'pm_card_visa'): Promise<string> {
    const known = await store.registry.account(id)
    const customer = await customerOf(buying, known ?? (await account(id)), null, Date.now())
    const attached = await stripe.paymentMethods.attach(method, { customer })
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: attached.id } })
    return attached.id
  }

  let attempts = 0
  const request = (id: string, more: Partial<BuyRequest> = {}): BuyRequest => ({
    account: id,
    member: null,
    dialect: 'native',
    source: null,
    credit_type: 'gateway',
    credits_micro: 25n * MICRO,
    price: null,
    amount_minor: null,
    payment_method: null,
    without_card: 'checkout',
    success_url: null,
    cancel_url: null,
    expires_at: undefined,
    once: null,
    attempt: `attempt ${++attempts}`,
    ...more,
  })

  async function buys(
    id: string,
    more: Partial<BuyRequest> = {},
    by: Buying = buying,
    now = Date.now(),
  ): Promise<Bought> {
    const bought = await buy(by, request(id, more), now)
    if (isRefusal(bought)) throw new Error(`${bought.refused}: ${bought.detail}`)
    return bought
  }

  async function purchase({ account: whose, id }: Pick<Purchase, 'account' | 'id'>): Promise<Purchase> {
    const found = await store.registry.purchase(whose, id)
    if (!found) throw new Error(`there is no purchase ${id}`)
    return found
  }

  async function charges(id: string): Promise<Stripe.Charge[]> {
    const customer = await store.registry.customer(id)
    if (customer === null) return []
    const { data } = await stripe.charges.list({ customer, limit: 100 })
    return data.filter(({ paid }) => paid)
  }

  async function available(id: string, credit_type = 'gateway'): Promise<bigint> {
    return orRefuse(await store.ledger.balance(id, credit_type, Date.now())).available_micro / MICRO
  }

  async function purchases(id: string): Promise<readonly Purchase[]> {
    const filter = { credit_type: null, states: null, dialect: null }
    return (await store.registry.purchases(id, filter, { limit: 100, after: null })).items
  }

  /** Pays a hosted page as a browser does. */
  async function pay(url: string | null, number = '4242424242424242'): Promise<Response> {
    const form = {
      card: number,
      expiry: '12 / 34',
      cvc: '123',
      email: 'ada@example.com',
      name: 'Ada Lovelace',
    }
    const body = new URLSearchParams({ ...form, country: 'US', postal_code: '94110' })
    return fetch(String(url), { method: 'POST', body, redirect: 'manual' })
  }

  const fault = (body: object) => tell('POST', '/faults', body)
  const noFaults = () => tell('DELETE', '/faults')

  return {
    database,
    sandbox,
    stripe,
    buying,
    store,
    server,
    tell,
    fault,
    noFaults,
    creditType,
    account,
    committed,
    card,
    request,
    buys,
    purchase,
    purchases,
    charges,
    available,
    pay,
    pool: (store as OpenStore).pool,
    sql: (text: string, values: unknown[] = []) => (store as OpenStore).pool.query(text, values),
  }
}

export type Till = Awaited<ReturnType<typeof openTill>>
