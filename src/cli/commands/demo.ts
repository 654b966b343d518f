import Stripe from 'stripe'
import { type Scrip, ScripRefusal } from '../../../sdk/src/index.ts'
import { CannotStart } from '../../store/migrate/cannot-start.ts'
import { command, type Group } from '../command.ts'
import { type Credentials, credentialsFile, readCredentials } from '../credentials.ts'
import { Misused, NoServer } from '../exit.ts'
import { dataDirOf } from '../settings.ts'
import { asCallerReads, clientOf } from '../where.ts'

/** What there is to do with the demo while a server with the local Stripe runs. */
const card = command({
  name: 'card',
  summary: 'Save a test card for an account and make it the default, while the local Stripe is used',
  args: ['ACCOUNT'],
  options: { number: { value: 'NUMBER', help: "A test card's number.", usual: '4242424242424242' } },
  examples: ['demo card neo_demo', 'demo card demo --number 4000000000000341'],
  calls: false,
  async run({ args: [account], options, env, out }) {
    const number = options.number.replace(/[\s-]/g, '')
    if (!/^\d{12,19}$/.test(number))
      throw new Misused(`--number is ${JSON.stringify(options.number)}; accepted is a test card's number.`)
    const demo = demoOf(dataDirOf(env))
    const where = { url: demo.base_url, key: demo.operator_key }
    const saved = await saveCard(clientOf(where), demo, account, number).catch((error: unknown) => {
      throw inWords(asCallerReads(error, where))
    })
    const { id, brand, last4 } = saved
    out.one(saved, [`${account} pays with the ${brand} that ends in ${last4} (${id}) from now on`])
  },
})

export const demo: Group = {
  name: 'demo',
  summary: 'Test cards for the demo, while the local Stripe is used',
  commands: [card],
}

type Demo = Credentials & { readonly sandbox_url: string }

function demoOf(dataDir: string): Demo {
  const known = readCredentials(dataDir)
  if (!known)
    throw new NoServer(
      `There is no ${credentialsFile(dataDir)}; start the server first, or set SCRIP_DATA_DIR as it has it.`,
    )
  const { sandbox_url } = known
  if (sandbox_url === undefined)
    throw new CannotStart(
      'The server sells through the real Stripe, where no test card is saved for anybody.',
    )
  return { ...known, sandbox_url }
}

/** The server makes the customer and says on which page a card is saved; the card goes to the local Stripe alone. */
async function saveCard(scrip: Scrip, { base_url, sandbox_url }: Demo, account: string, number: string) {
  const { url } = await scrip.paymentMethods.add(account, { success_url: `${base_url}/docs` })
  const session = /\bcs_\w+/.exec(url)?.[0]
  const { hostname: host, port, origin } = new URL(sandbox_url)
  if (session === undefined || new URL(url).origin !== origin)
    throw new CannotStart('The server sells through another Stripe than the local one; restart it first.')
  const stripe = new Stripe('sk_test_sandbox', { host, port, protocol: 'http', telemetry: false })
  const { customer } = await stripe.checkout.sessions.retrieve(session)
  const exp_year = new Date().getUTCFullYear() + 4
  const method = await stripe.paymentMethods.create({
    type: 'card',
    card: { number, exp_month: 12, exp_year },
  })
  await stripe.paymentMethods.attach(method.id, { customer: String(customer) })
  await stripe.checkout.sessions.expire(session)
  await scrip.paymentMethods.setDefault(account, method.id)
  const { brand = 'card', last4 = '' } = method.card ?? {}
  return { id: method.id, account, brand, last4 }
}

function inWords(error: unknown): unknown {
  if (error instanceof Stripe.errors.StripeCardError)
    return new CannotStart(`The card was not saved: ${error.message}`)
  if (error instanceof Stripe.errors.StripeConnectionError)
    return new NoServer('The local Stripe does not answer; it runs while its server does.')
  if (error instanceof ScripRefusal && error.code === 'redirect_not_allowed')
    return new CannotStart(`The server does not take the card: ${error.detail}`)
  return error
}
