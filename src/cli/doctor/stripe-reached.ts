import Stripe from 'stripe'
import { EVENT_TYPES } from '../../payments/stripe/event.ts'
import { hostOf, type Settings, type StripeSettings } from '../settings.ts'
import { type Examination, type Finding, ok, warn, wrong } from './finding.ts'
import { isLocal } from './is-live.ts'

/** Whether Stripe answers, takes the key, and sends its events here. */
export const stripeReached: Examination = {
  name: 'Stripe',
  async look({ settings, credentials, server }) {
    if (!settings) return []
    const { stripe } = settings
    if (stripe) {
      const client = clientOf(stripe)
      const answer = await answers(client)
      return answer.health === 'ok' ? [answer, ...(await endpoints(client, settings))] : [answer]
    }
    const apiUrl = credentials?.sandbox_url
    // The local one runs only while its server does.
    if (apiUrl === undefined || !(await server())) return []
    return [await answers(clientOf({ secretKey: 'sk_test_sandbox', webhookSecret: '', apiUrl }))]
  },
}

const clientOf = ({ secretKey, apiUrl }: StripeSettings) =>
  new Stripe(secretKey, {
    ...(apiUrl !== undefined && hostOf(apiUrl)),
    timeout: 5_000,
    maxNetworkRetries: 0,
    telemetry: false,
  })

/** One harmless read for each thing that the key must be able to read. Whether it may write is told by nothing but doing it. */
const READS: Readonly<Record<string, (stripe: Stripe) => PromiseLike<unknown>>> = {
  charges: (stripe) => stripe.charges.list(ONE),
  customers: (stripe) => stripe.customers.list(ONE),
  // One that isn't there is missing to whoever may read it.
  'payment methods': (stripe) => stripe.paymentMethods.retrieve('pm_none'),
  'checkout sessions': (stripe) => stripe.checkout.sessions.list(ONE),
  'payment intents': (stripe) => stripe.paymentIntents.list(ONE),
  invoices: (stripe) => stripe.invoices.list(ONE),
  'invoice payments': (stripe) => stripe.invoicePayments.list(ONE),
  'invoice items': (stripe) => stripe.invoiceItems.list(ONE),
  refunds: (stripe) => stripe.refunds.list(ONE),
  disputes: (stripe) => stripe.disputes.list(ONE),
  events: (stripe) => stripe.events.list(ONE),
}

const ONE = { limit: 1 }

const { StripeAuthenticationError, StripeInvalidRequestError, StripePermissionError } = Stripe.errors

/** One after the other, so that nobody is asked eleven things who answers nothing. */
async function answers(stripe: Stripe): Promise<Finding> {
  const missing: string[] = []
  try {
    for (const [what, read] of Object.entries(READS)) if (!(await mayRead(stripe, read))) missing.push(what)
  } catch (error) {
    if (error instanceof StripeAuthenticationError)
      return wrong('It does not know the key.', 'Copy STRIPE_SECRET_KEY anew from the dashboard.')
    const { message } = error as Error
    return wrong(
      `It does not answer: ${message.split('\n')[0]}`,
      'Look at the network, and status.stripe.com.',
    )
  }
  if (missing.length === 0) return ok('It answers, takes the key, and lets it read what it must.')
  return wrong(
    `The key may not read ${missing.join(', ')}.`,
    'Give the restricted key what docs/stripe.md lists.',
  )
}

async function mayRead(stripe: Stripe, read: (stripe: Stripe) => PromiseLike<unknown>): Promise<boolean> {
  try {
    await read(stripe)
  } catch (error) {
    if (error instanceof StripePermissionError) return false
    if (!(error instanceof StripeInvalidRequestError && error.code === 'resource_missing')) throw error
  }
  return true
}

async function endpoints(stripe: Stripe, { publicUrl }: Settings): Promise<Finding[]> {
  if (publicUrl === undefined || isLocal(publicUrl)) return []
  const url = `${publicUrl}/webhooks/stripe`
  try {
    const { data } = await stripe.webhookEndpoints.list({ limit: 100 })
    const endpoint = data.find((one) => one.url === url && one.status === 'enabled')
    if (!endpoint)
      return [
        wrong(`It has no enabled webhook endpoint ${url}.`, 'Add it in the dashboard; see docs/stripe.md.'),
      ]
    const sent = new Set<string>(endpoint.enabled_events)
    const missing = sent.has('*') ? [] : EVENT_TYPES.filter((type) => !sent.has(type))
    if (missing.length === 0) return [ok(`It sends its events to ${url}.`)]
    return [wrong(`Its endpoint lacks the events ${missing.join(', ')}.`, 'Add them in the dashboard.')]
  } catch (error) {
    const { message } = error as Error
    const why =
      error instanceof StripePermissionError
        ? 'the key may not read webhook endpoints.'
        : message.split('\n')[0]
    return [
      warn(
        `Whether it sends its events here is not known: ${why}`,
        `See in the dashboard that there is an endpoint ${url}.`,
      ),
    ]
  }
}
