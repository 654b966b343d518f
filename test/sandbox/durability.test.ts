import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { freshDirectory } from '../harness/directory.ts'
import { freePort } from '../harness/port.ts'
import { clientOf, entry, submit } from './world.ts'

const directory = freshDirectory('sandbox')

const main = join(import.meta.dirname, '../../sandbox/main.ts')

async function start(port: number): Promise<{ process: ChildProcess; stripe: Stripe; secret: string }> {
  const child = spawn(process.execPath, [main, '--port', String(port), '--data', directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout! }), 'line')
  const { secret_key, webhook_secret } = JSON.parse(line)
  const stripe = clientOf({ host: '127.0.0.1', port, secretKey: secret_key })
  return { process: child, stripe, secret: webhook_secret }
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

test('what was answered is there after kill -9 and a new start', async () => {
  const port = await freePort()
  const first = await start(port)
  const customer = await first.stripe.customers.create({ name: 'Ada' })
  const method = await first.stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id })
  const params = {
    amount: 900,
    currency: 'usd',
    customer: customer.id,
    payment_method: method.id,
    confirm: true,
    off_session: true,
    allowed_payment_method_types: ['card'],
  } satisfies Stripe.PaymentIntentCreateParams
  const options = { idempotencyKey: 'pur_killed' }
  const session = await first.stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'http://shop.test/done',
    line_items: [
      { quantity: 1, price_data: { currency: 'usd', unit_amount: 700, product_data: { name: 'Credits' } } },
    ],
  })
  await fetch(`http://127.0.0.1:${port}/_sandbox/clock`, { method: 'POST', body: '{"advance_seconds": 60}' })
  const intent = await first.stripe.paymentIntents.create(params, options)
  await kill(first.process)

  const second = await start(port)
  try {
    expect(await second.stripe.paymentIntents.retrieve(intent.id)).toEqual(intent)
    expect(await second.stripe.paymentIntents.create(params, options)).toEqual(intent)
    expect((await second.stripe.charges.list({ customer: customer.id })).data).toHaveLength(1)
    expect((await second.stripe.checkout.sessions.retrieve(session.id)).status).toBe('open')
    expect((await submit(session.url, entry('4242424242424242'))).status).toBe(303)
    expect(second.secret).toBe(first.secret)
    const later = await second.stripe.customers.create({})
    expect(later.created).toBeGreaterThanOrEqual(customer.created + 60)
  } finally {
    await kill(second.process)
  }
})
