import Stripe from 'stripe'
import type { Demo } from '../harness/demo.ts'

/** What comes over the wire, for whoever furnishes. */
// biome-ignore lint/suspicious/noExplicitAny: the fields that are used are there, or the call fails.
type Body = any
export type Call = (method: string, path: string, body?: object) => Promise<Body>

export function callerTo({ base_url, operator_key }: Pick<Demo, 'base_url' | 'operator_key'>): Call {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${operator_key}`, 'content-type': 'application/json' }
    const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const response = await fetch(`${base_url}${path}`, sent)
    const answer = await response.json()
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`)
    return answer
  }
}

const stripeOf = ({ sandbox_url }: Pick<Demo, 'sandbox_url'>): Stripe => {
  const { hostname: host, port } = new URL(sandbox_url)
  return new Stripe('sk_test_sandbox', { host, port, protocol: 'http', telemetry: false })
}

/** The bank sends the newest refund back. */
export async function failRefund(demo: Demo): Promise<void> {
  const { data } = await stripeOf(demo).refunds.list({ limit: 1 })
  const sent = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"status":"failed"}',
  }
  const { ok, status } = await fetch(`${demo.sandbox_url}/_sandbox/refunds/${data[0]!.id}/close`, sent)
  if (!ok) throw new Error(`the refund could not be made to fail: ${status}`)
}

/** Saves a card of the local Stripe's by its ready-made name, and makes it the default. */
export async function saveCard(
  demo: Demo,
  call: Call,
  account: string,
  card = 'pm_card_visa',
): Promise<void> {
  const stripe = stripeOf(demo)
  const methods = `/v1/accounts/${account}/payment-methods`
  const { url } = await call('POST', methods, { success_url: `${demo.base_url}/docs` })
  const session = /\bcs_\w+/.exec(url)![0]
  const { customer } = await stripe.checkout.sessions.retrieve(session)
  const { id } = await stripe.paymentMethods.attach(card, { customer: String(customer) })
  await call('PUT', `${methods}/${id}/default`)
}

const names = [
  'Northwind Labs',
  'Brightside Analytics',
  'Kestrel Security',
  'Lumen Health',
  'Fieldnote',
  'Harbor Freight AI',
  'Quiet Systems',
  'Parallax Media',
  'Oakline Capital',
  'Tidepool',
  'Meridian Legal',
  'Copperleaf',
  'Juniper & Sons',
  'Halcyon Robotics',
  'Sable Interactive',
  'Ledgerly',
  'Arcadia Games',
  'Basalt Cloud',
  'Cinder Studio',
  'Delphi Search',
  'Evergreen Support',
  'Foxglove Bio',
  'Granite Insurance',
  'Hollow Tree Press',
  'Ironwood Data',
  'Jetty Logistics',
  'Kiln Ceramics',
  'Larkspur Travel',
  'Mosaic Learning',
  'Nimbus Weather',
  'Orchard Payments',
  'Pinecone Retail',
]

/** An account id out of a name, as a product would make it. */
const slugOf = (name: string) => name.toLowerCase().replace(/[^a-z]+/g, '_')

/** More accounts than go on a page. */
export async function openAccounts(call: Call): Promise<void> {
  for (const name of names) {
    const account = {
      id: `team_${slugOf(name)}`,
      kind: 'team',
      name,
      slug: slugOf(name).replaceAll('_', '-'),
    }
    await call('POST', '/v1/accounts', account)
  }
}

/** An account with some of everything that an account's pages show. */
export async function openAcme(demo: Demo, call: Call): Promise<void> {
  await call('POST', '/v1/accounts', { id: 'team_acme', kind: 'team', name: 'Acme Robotics', slug: 'acme' })
  const at = '/v1/accounts/team_acme'
  for (const [id, role] of [
    ['ada', 'owner'],
    ['grace', 'admin'],
    ['linus', 'developer'],
    ['edsger', 'billing'],
  ])
    await call('POST', `${at}/members`, { id, email: `${id}@acme.example`, role })
  await saveCard(demo, call, 'team_acme')
  await call('PUT', `${at}/caps/account/team_acme`, { limit: '5000', unit: 'credits', period: 'month' })
  await call('PUT', `${at}/caps/member/linus`, { limit: '90', unit: 'credits', period: 'day' })
  await call('POST', '/v1/keys', { account: 'team_acme', role: 'spender', name: 'production' })
}

/** A week or so of a team that uses what it has. */
export async function useAcme(call: Call, times: number): Promise<void> {
  const at = '/v1/accounts/team_acme'
  const members = ['ada', 'grace', 'linus', 'ada']
  const features = ['chat', 'search', 'chat', 'summaries', 'chat']
  for (let i = 0; i < times; i += 1) {
    const amount = String(3 + ((i * 37) % 11) + ((i * 13) % 4) / 4)
    const [member, feature] = [members[i % members.length], features[i % features.length]]
    const project = i % 3 === 0 ? 'atlas' : 'web'
    const metadata = { run: `run_${4700 + i}`, model: i % 2 === 0 ? 'large' : 'small' }
    await call('POST', `${at}/debits`, { credit_type: 'agent', amount, member, feature, project, metadata })
  }
}

/** A grant that ends soon, one for a single project, and one that starts later. */
export async function grantAcme(call: Call, now: number): Promise<void> {
  const at = '/v1/accounts/team_acme/grants'
  const day = (days: number) => new Date(now + days * 86_400_000).toISOString()
  const credit_type = 'agent'
  await call('POST', at, {
    credit_type,
    amount: '250',
    source: 'promotion',
    priority: 10,
    expires_at: day(12),
  })
  const scope = { project: 'atlas' }
  await call('POST', at, {
    credit_type,
    amount: '400',
    scope,
    expires_at: day(60),
    metadata: { reason: 'pilot' },
  })
  const starts_at = day(20)
  await call('POST', at, { credit_type, amount: '300', source: 'promotion', starts_at, expires_at: day(80) })
}

export const buyFor = (call: Call, account: string, credit_type: string, amount: string): Promise<Body> =>
  call('POST', `/v1/accounts/${account}/purchases`, { credit_type, amount })

/** All of it: what the console's pages need to have something to show. Answers the ids that addresses need. */
export async function furnishConsole(demo: Demo, call: Call, now: number): Promise<Record<string, string>> {
  await openAcme(demo, call)
  await openAccounts(call)
  await grantAcme(call, now)
  const { id: purchase } = await buyFor(call, 'team_acme', 'agent', '1200')
  await buyFor(call, 'team_acme', 'gateway', '75')
  await useAcme(call, 12)
  const hold = { credit_type: 'agent', amount: '25', ttl_seconds: 86_400, member: 'ada', feature: 'chat' }
  await call('POST', '/v1/accounts/team_acme/holds', hold)
  await saveCard(demo, call, 'team_tidepool', 'pm_card_createDispute')
  const { id: disputed } = await buyFor(call, 'team_tidepool', 'agent', '300')
  await subscribeNeo(demo, call)
  const { items } = await call('GET', '/v1/accounts/team_acme/debits?limit=1')
  return { purchase, disputed, debit: items[0].id }
}

/** The demo's plan for the demo's account, with a seat left over. */
export async function subscribeNeo(demo: Demo, call: Call): Promise<void> {
  await saveCard(demo, call, 'neo_demo')
  const at = '/v1/accounts/neo_demo'
  const wish = { plan: 'plan_neo', seats: 3, credits_per_seat: '250', interval: 'month', member: 'ada' }
  const { subscription } = await call('POST', `${at}/subscriptions`, wish)
  await call('POST', `${at}/members`, { id: 'linus', email: 'linus@example.com', role: 'developer' })
  await call('PUT', `${at}/subscriptions/${subscription.id}/seats/linus`)
}
