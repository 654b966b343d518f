import { createPrice } from '../../../src/core/pricing/create-price.ts'
import type { Price, PriceScheme } from '../../../src/core/pricing/price.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { hyperline } from '../../../src/dialects/hyperline/dialect.ts'
import { native } from '../../../src/dialects/native/dialect.ts'
import type { Server } from '../../../src/http/serve.ts'
import { mintingIds } from '../../../src/store/mint.ts'
import type { OpenStore } from '../../../src/store/store.ts'
import { afterFile } from '../../harness/after-file.ts'
import { type Subject, sandboxSubject, unique } from '../../payments/subject.ts'
import { type Client, nativeServer } from '../native/server.ts'

/** A seller on the local Stripe: the face of Hyperline, and Scrip's own to look behind it. */
export interface Seller {
  readonly server: Server
  readonly store: OpenStore
  readonly payments: Subject['payments']
  readonly stripe: Subject['stripe']
  readonly operator: Client
  /** A key of this face, with an allowance of its own. */
  key(): Promise<Client & { readonly secret: string }>
  tell(method: string, path: string, body?: unknown): Promise<unknown>
  /** The server's clock, put forward by so much. */
  advance(ms: number): void
  /** A customer, with a card where one is named: `pm_card_visa`. */
  customer(card?: string): Promise<string>
  card(customer: string, card: string): Promise<void>
  /** A product of Hyperline's: a credit type. */
  product(more?: object): Promise<string>
  price(product: string, terms: PriceScheme): Promise<Price>
  charges(customer: string): Promise<number>
}

export async function openSeller(): Promise<Seller> {
  const subject = await sandboxSubject()
  afterFile(() => subject.close())
  let ahead_ms = 0
  const { payments, stripe } = subject
  const clock = { now: () => Date.now() + ahead_ms }
  const { server, store, operator, keyFor } = await nativeServer({
    dialects: [native, hyperline],
    payments,
    clock,
  })

  async function made(path: string, body: object): Promise<string> {
    const answer = await operator('POST', path, body)
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
    return answer.body.id
  }

  async function payer(account: string): Promise<string> {
    const known = await store.registry.customer(account)
    if (known !== null) return known
    const customer = await payments.customer({ account, name: account, email: null })
    await store.registry.keepCustomer(account, customer, Date.now())
    return customer
  }

  async function card(account: string, name: string): Promise<void> {
    const customer = await payer(account)
    const { id } = await stripe.paymentMethods.attach(name, { customer })
    await payments.setDefault(customer, id)
  }

  return {
    server,
    store,
    payments,
    stripe,
    operator,
    key: () => keyFor({ dialect: 'hyperline', test: true }),
    tell: (...told) => (subject.sandbox as NonNullable<Subject['sandbox']>).tell(...told),
    advance: (ms) => {
      ahead_ms += ms
    },
    async customer(name) {
      const id = await made('/v1/accounts', { id: unique('cus'), kind: 'team', name: 'Acme' })
      if (name !== undefined) await card(id, name)
      return id
    },
    card,
    product: (more = {}) =>
      made('/v1/credit-types', {
        id: unique('itm'),
        name: 'Tokens',
        unit: 'token',
        currency: 'usd',
        expiry: { policy: 'fixed', after: 'P1Y' },
        ...more,
      }),
    async price(credit_type, terms) {
      const now = Date.now()
      const input = { credit_type, currency: 'usd', terms }
      return orRefuse(await createPrice(store.registry, input, now, mintingIds())) as Price
    },
    async charges(account) {
      const { data } = await stripe.charges.list({ customer: await payer(account), limit: 100 })
      return data.filter(({ paid }) => paid).length
    },
  }
}
