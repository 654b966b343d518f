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

async function answers(stripe: Stripe): Promise<Finding> {
  try {
    await stripe.charges.list({ limit: 1 })
    return ok('It answers and takes the key.')
  } catch (error) {
    if (error instanceof Stripe.errors.StripeAuthenticationError)
      return wrong('It does not know the key.', 'Copy STRIPE_SECRET_KEY anew from the dashboard.')
    if (error instanceof Stripe.errors.StripePermissionError)
      return wrong('The key may not read charges.', 'Give the restricted key what docs/stripe.md lists.')
    const { message } = error as Error
    return wrong(
      `It does not answer: ${message.split('\n')[0]}`,
      'Look at the network, and status.stripe.com.',
    )
  }
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
    return [
      warn(
        `Whether it sends its events here is not known: ${message.split('\n')[0]}`,
        `See in the dashboard that there is an endpoint ${url}.`,
      ),
    ]
  }
}
