import { parseArgs } from 'node:util'
import Stripe from 'stripe'
import { CannotStart } from '../store/cannot-start.ts'
import type { Command } from './commands.ts'
import { type Credentials, credentialsFile, readCredentials } from './credentials.ts'
import { readSettings } from './settings.ts'

const USUAL_NUMBER = '4242424242424242'

/** What there is to do with the demo while a server with the local Stripe runs. */
export const demoCommand: Command = {
  summary: 'Save a test card for an account, while the local Stripe is used',
  usage: 'card ACCOUNT [--number 4242424242424242]',
  async run(args, env) {
    const { values, positionals } = parseArgs({
      args,
      options: { number: { type: 'string', default: USUAL_NUMBER } },
      allowPositionals: true,
    })
    const [action, account, ...more] = positionals
    if (action !== 'card' || account === undefined || more.length > 0)
      throw new CannotStart('What to do with the demo is: card ACCOUNT.')
    const number = values.number.replace(/[\s-]/g, '')
    if (!/^\d{12,19}$/.test(number))
      throw new CannotStart(`--number is ${JSON.stringify(values.number)}; accepted is a test card's number.`)
    process.stdout.write(`${await saveCard(demoOf(readSettings(env).dataDir), account, number)}\n`)
  },
}

type Demo = Credentials & { readonly sandbox_url: string }

function demoOf(dataDir: string): Demo {
  const known = readCredentials(dataDir)
  if (!known) {
    throw new CannotStart(
      `There is no ${credentialsFile(dataDir)}; start the server first, or set SCRIP_DATA_DIR as it has it.`,
    )
  }
  const { sandbox_url } = known
  if (sandbox_url === undefined)
    throw new CannotStart(
      'The server sells through the real Stripe, where no test card is saved for anybody.',
    )
  return { ...known, sandbox_url }
}

/** The server makes the customer and says on which page a card is saved; the card goes to the local Stripe alone. */
async function saveCard(demo: Demo, account: string, number: string): Promise<string> {
  const methods = `/v1/accounts/${encodeURIComponent(account)}/payment-methods`
  const { url } = await ask<{ url: string }>(demo, 'POST', methods, { success_url: `${demo.base_url}/docs` })
  const session = /\bcs_\w+/.exec(url)?.[0]
  const { hostname: host, port, origin } = new URL(demo.sandbox_url)
  if (session === undefined || new URL(url).origin !== origin)
    throw new CannotStart('The server sells through another Stripe than the local one; restart it first.')
  const stripe = new Stripe('sk_test_sandbox', { host, port, protocol: 'http', telemetry: false })
  try {
    const { customer } = await stripe.checkout.sessions.retrieve(session)
    const exp_year = new Date().getUTCFullYear() + 4
    const card = { number, exp_month: 12, exp_year }
    const method = await stripe.paymentMethods.create({ type: 'card', card })
    await stripe.paymentMethods.attach(method.id, { customer: String(customer) })
    await stripe.checkout.sessions.expire(session)
    await ask(demo, 'PUT', `${methods}/${method.id}/default`)
    const { brand = 'card', last4 = '' } = method.card ?? {}
    return `${account} pays with the ${brand} that ends in ${last4} (${method.id}) from now on`
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError)
      throw new CannotStart(`The card was not saved: ${error.message}`)
    throw error
  }
}

async function ask<T>(demo: Demo, method: string, path: string, body?: object): Promise<T> {
  const { base_url, operator_key } = demo
  const headers = { authorization: `Bearer ${operator_key}`, 'content-type': 'application/json' }
  const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) }
  const response = await fetch(`${base_url}${path}`, sent).catch(() => {
    throw new CannotStart(`No server answers at ${base_url}; start it first.`)
  })
  const answer = await response.json()
  if (response.ok) return answer as T
  const { code, detail } = answer as { code?: string; detail?: string }
  if (code === 'account_not_found') throw new CannotStart(detail ?? 'There is no such account.')
  throw new CannotStart(`The server does not take the card: ${detail ?? response.status}`)
}
