import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { afterAll, beforeAll } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../sandbox/start.ts'
import { freshDirectory } from '../harness/directory.ts'

export const SECRET = 'whsec_for_tests'

/** A sandbox, the official SDK pointed at it, and an endpoint that takes its webhooks. */
export class World {
  sandbox!: RunningSandbox
  stripe!: Stripe
  /** What the endpoint verified and took, in the order in which it came. */
  readonly events: Stripe.Event[] = []
  /** What the endpoint answers next, where it isn't 200. */
  readonly answers: number[] = []
  #server!: Server

  async start(): Promise<void> {
    const dataDir = freshDirectory('sandbox')
    this.#server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8')
      request.on('data', (part) => (body += part))
      request.on('end', () => {
        const event = this.stripe.webhooks.constructEvent(
          body,
          request.headers['stripe-signature'] ?? '',
          SECRET,
        )
        const status = this.answers.shift() ?? 200
        if (status === 200) this.events.push(event)
        response.writeHead(status).end()
      })
    })
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const { port } = this.#server.address() as AddressInfo
    const webhook = { url: `http://127.0.0.1:${port}/`, secret: SECRET }
    this.sandbox = await startSandbox({ port: 0, dataDir, webhook, log: console.log })
    this.stripe = clientOf(this.sandbox)
  }

  async stop(): Promise<void> {
    await this.sandbox.close()
    this.#server.close()
    this.#server.closeAllConnections()
  }

  /** Tells the sandbox something. */
  async tell<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const response = await fetch(`${this.sandbox.url}/_sandbox${path}`, init)
    const answer = (await response.json()) as T
    if (!response.ok) throw new Error(JSON.stringify(answer))
    return answer
  }

  async customerWith(
    card = 'pm_card_visa',
  ): Promise<{ customer: Stripe.Customer; method: Stripe.PaymentMethod }> {
    const customer = await this.stripe.customers.create({ email: 'ada@example.com', name: 'Ada' })
    const method = await this.stripe.paymentMethods.attach(card, { customer: customer.id })
    await this.stripe.customers.update(customer.id, {
      invoice_settings: { default_payment_method: method.id },
    })
    return { customer, method }
  }

  /** A card that is charged at once, with the buyer away. */
  charge(amount: number, customer: string, method: string, options: Stripe.RequestOptions = {}) {
    const params = { amount, currency: 'usd', customer, payment_method: method } as const
    return this.stripe.paymentIntents.create(
      { ...params, confirm: true, off_session: true, allowed_payment_method_types: ['card'] },
      options,
    )
  }

  /** An open invoice over one item. */
  async invoice(customer: string, amount: number, more: Stripe.InvoiceCreateParams = {}) {
    const draft = await this.stripe.invoices.create({ customer, ...more })
    await this.stripe.invoiceItems.create({
      customer,
      invoice: draft.id,
      currency: 'usd',
      unit_amount_decimal: Stripe.Decimal.from(amount),
      quantity: 1,
      description: 'Credits',
    })
    return this.stripe.invoices.finalizeInvoice(draft.id)
  }

  checkout(more: Partial<Stripe.Checkout.SessionCreateParams> = {}, unit_amount = 2500) {
    return this.stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'http://shop.test/done?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://shop.test/cancelled',
      line_items: [
        { quantity: 2, price_data: { currency: 'usd', unit_amount, product_data: { name: 'Credits' } } },
      ],
      ...more,
    })
  }

  /** Waits for events, and answers the types that have come. */
  async taken(...types: string[]): Promise<string[]> {
    const end = Date.now() + 60_000
    for (;;) {
      const came = this.events.map((event) => event.type as string)
      if (types.every((type) => came.includes(type)) || Date.now() > end) return came
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

export const clientOf = ({ host, port, secretKey }: Pick<RunningSandbox, 'host' | 'port' | 'secretKey'>) =>
  new Stripe(secretKey, { host, port, protocol: 'http', maxNetworkRetries: 0, timeout: 60_000 })

/** What a person enters on a hosted page. */
export const entry = (card: string, more: Record<string, string> = {}): URLSearchParams =>
  new URLSearchParams({
    card,
    expiry: '12 / 34',
    cvc: card.startsWith('37') ? '1234' : '123',
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    country: 'US',
    postal_code: '94110',
    ...more,
  })

/** Sends a form as a browser does, without following where it leads. */
export const submit = (url: string | null | undefined, form: URLSearchParams | Record<string, string>) =>
  fetch(String(url), { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })

/** Presses a button of the bank's page, and answers where it leads. */
export async function answerBank(url: string | null | undefined, answer: 'confirm' | 'refuse') {
  const response = await submit(url, { answer })
  return String(response.headers.get('location'))
}

/** What an SDK's call fails with. */
export async function failure(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (outcome instanceof Stripe.errors.StripeError) return outcome
  throw new Error(`not a failure of Stripe's: ${String(outcome)}`)
}

/** One world for a test file. */
export function useWorld(): World {
  const world = new World()
  beforeAll(() => world.start())
  afterAll(() => world.stop())
  return world
}
