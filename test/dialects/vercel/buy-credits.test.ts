import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { memberRoles } from '../../../src/core/accounts/member.ts'
import { faultsOf, readAs } from './published-client.ts'
import { gateway, openShop } from './shop.ts'

const shop = await openShop()
const { buy, call } = shop
let count = 0

/** A team of its own for each test, with a card unless told otherwise, and a token of its owner. */
async function opened(card: string | null = 'pm_card_visa', more: object = {}) {
  const id = `team_${++count}`
  await shop.team(id, more)
  if (card !== null) await shop.card(id, card)
  await shop.operator('POST', `/v1/accounts/${id}/members`, { id: 'ada', role: 'owner' })
  return { id, slug: `team-${count}`, token: await shop.token({ account: id, member: 'ada' }) }
}

let other: { id: string; slug: string; token: string }
beforeAll(async () => {
  other = await opened(null)
})

test('a default card is charged at once, and the intent says everything', async () => {
  const { id, token } = await opened()
  const { status, body } = await buy(token, { query: '?source=cli' })
  expect([status, faultsOf(body)]).toEqual([200, []])
  const { purchaseIntent: intent } = body
  expect(intent).toMatchObject({
    id: expect.stringMatching(/^pur_/),
    ownerId: id,
    status: 'succeeded',
    configuration: {
      type: 'credit_topup',
      options: { amount: '10', currency: 'ai_gateway_credits' },
      output: { grantId: expect.stringMatching(/^grt_/) },
    },
    provider: { type: 'stripe_invoice_immediate', resourceId: expect.stringMatching(/^in_/) },
    currency: 'usd',
    subtotal: '10.00',
    tax: '0.00',
    total: '10.00',
    lineItems: [{ name: 'gateway credits', productId: 'gateway', quantity: '10', unitAmount: '1.00' }],
    metadata: { source: 'cli', invoiceUrl: expect.stringMatching(/^http/) },
  })
  const year = Date.parse(intent.configuration.options.expirationDate) - Date.now()
  expect(Math.abs(year / 86_400_000 - 365)).toBeLessThan(2)
  const invoice = await shop.stripe.invoices.retrieve(intent.provider.resourceId)
  expect(invoice).toMatchObject({ total: 1000, status: 'paid' })
  expect([await shop.charges(id), await shop.available(id)]).toEqual([1, '10'])
})

test.each([
  ['agent', 'vercel_agent_credits'],
  ['v0', 'v0_user_credits'],
])('%s is sold as %s', async (creditType, currency) => {
  const { id, token } = await opened()
  const { body } = await buy(token, { body: { item: { type: 'credits', creditType, amount: 3 } } })
  expect(body.purchaseIntent.configuration.options).toMatchObject({ amount: '3', currency })
  expect(body.purchaseIntent.metadata.source).toBe('api')
  expect(await shop.available(id, creditType)).toBe('3')
})

test('a team without a card is refused, or sent to a page where its terms say so', async () => {
  expect(await buy(other.token)).toMatchObject({
    status: 400,
    body: { error: { code: 'missing_stripe_customer', message: expect.any(String) } },
  })
  const { id, token } = await opened(null, { hosted_checkout: true })
  const { status, body } = await buy(token)
  expect([status, readAs(body)]).toEqual([200, 'checkout'])
  expect(body).toEqual({
    checkoutSessionId: expect.stringMatching(/^cs_/),
    checkoutSessionUrl: expect.stringMatching(/^http/),
  })
  expect(await shop.available(id)).toBe('0')
})

test('a decline gives no credits, and its replay tries no card again', async () => {
  const { id, token } = await opened('pm_card_chargeCustomerFail')
  const asked = { headers: { 'idempotency-key': 'k' } }
  const declined = await buy(token, asked)
  expect(declined).toMatchObject({ status: 402, body: { error: { code: 'payment_failed' } } })
  const again = await buy(token, asked)
  expect([again.status, again.body]).toEqual([402, declined.body])
  const { data } = await shop.stripe.charges.list({
    customer: await shop.customer(id),
  })
  expect(data).toHaveLength(1)
  expect(await shop.available(id)).toBe('0')
})

test('a card that wants its owner leaves the intent pending, with the page', async () => {
  const { id, token } = await opened('pm_card_authenticationRequired')
  const { status, body } = await buy(token)
  expect([status, faultsOf(body)]).toEqual([200, []])
  expect(body.purchaseIntent).toMatchObject({
    status: 'pending',
    metadata: { hostedPageUrl: expect.stringMatching(/^http/) },
  })
  expect(await shop.available(id)).toBe('0')
})

test('a commitment is drawn on instead of a card', async () => {
  await shop.operator('POST', '/v1/credit-types', { id: 'miu', name: 'Commitment', currency: 'usd' })
  const { id, token } = await opened(null, { pays_with: 'commitment' })
  expect(await buy(token)).toMatchObject({ status: 402, body: { error: { code: 'payment_failed' } } })
  await shop.operator('POST', `/v1/accounts/${id}/grants`, { credit_type: 'miu', amount: '12' })
  const { status, body } = await buy(token)
  expect([status, faultsOf(body)]).toEqual([200, []])
  expect(body.purchaseIntent).toMatchObject({
    status: 'succeeded',
    currency: 'miu',
    total: '10.00',
    provider: { type: 'orb_ledger', resourceId: expect.stringMatching(/^deb_/) },
  })
  expect([await shop.available(id, 'miu'), await shop.available(id)]).toEqual(['2', '10'])
  expect((await buy(token)).status).toBe(402)
})

test('one key is one purchase, and tells what became of it', async () => {
  const { id, token } = await opened()
  const asked = { headers: { 'idempotency-key': 'once' } }
  const [first, second] = await Promise.all([buy(token, asked), buy(token, asked)])
  expect(second.body).toEqual(first.body)
  const { purchaseIntent: intent } = first.body
  const again = await buy(token, asked)
  expect(again.body).toEqual(first.body)
  expect(again.headers['idempotent-replayed']).toBe('true')
  expect(await shop.charges(id)).toBe(1)
  expect(await buy(token, { ...asked, body: gateway(11) })).toMatchObject({
    status: 400,
    body: { error: { code: 'bad_request' } },
  })
  const { data } = await shop.stripe.charges.list({ customer: await shop.customer(id) })
  const charge = data[0]?.id ?? ''
  await shop.stripe.refunds.create({ charge, amount: 250 })
  await shop.look(id, intent.id)
  const refunded = await buy(token, asked)
  expect(faultsOf(refunded.body)).toEqual([])
  expect(refunded.body.purchaseIntent).toMatchObject({
    id: intent.id,
    status: 'succeeded',
    refund: '2.50',
    lineItems: [{ refund: '2.50' }],
  })
  await shop.tell('POST', '/disputes', { charge, reason: 'fraudulent' })
  await shop.look(id, intent.id)
  const disputed = await buy(token, asked)
  expect(faultsOf(disputed.body)).toEqual([])
  expect(disputed.body.purchaseIntent).toMatchObject({
    status: 'succeeded',
    dispute: { id: expect.stringMatching(/^d[up]_/), reason: 'fraudulent', status: 'open', currency: 'usd' },
  })
})

test('without a key, what is not decided is gone on with, and what is done is done again', async () => {
  const { id, token } = await opened()
  await shop.tell('POST', '/faults', {
    kind: 'lose_answer',
    method: 'POST',
    path: '/v1/invoices/*/pay',
    times: 2,
  })
  const four = await Promise.all([1, 2, 3, 4].map(() => buy(token)))
  expect(four.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(new Set(four.map(({ body }) => body.purchaseIntent.id)).size).toBe(1)
  expect(await shop.charges(id)).toBe(1)
  const next = await buy(token)
  expect(next.body.purchaseIntent.id).not.toBe(four[0]?.body.purchaseIntent.id)
  expect([await shop.charges(id), await shop.available(id)]).toEqual([2, '20'])
})

test.each(memberRoles)('the role %s buys, or may not', async (role) => {
  const { id } = await opened()
  await shop.operator('POST', `/v1/accounts/${id}/members`, { id: 'bob', role })
  const { status, body } = await buy(await shop.token({ account: id, member: 'bob' }))
  if (!['viewer', 'viewer_for_plus', 'contributor'].includes(role)) return expect(status).toBe(200)
  expect([status, body.error.code, await shop.charges(id)]).toEqual([403, 'forbidden', 0])
})

test('a token without a member buys as the admin of the team only', async () => {
  const { id } = await opened()
  expect((await buy(await shop.token({ account: id, role: 'admin' }))).status).toBe(200)
  for (const role of ['spender', 'viewer'])
    expect((await buy(await shop.token({ account: id, role }))).status).toBe(403)
})

test('a team is named by its id, its slug or the token', async () => {
  const { id, slug, token } = await opened()
  const good = ['', `?teamId=${id}`, `?slug=${slug}`, `?teamId=${id}&slug=${slug}`]
  for (const query of good) expect((await buy(token, { query })).body.purchaseIntent?.ownerId).toBe(id)
  const answers = async (queries: string[], by: string) => {
    const all = []
    for (const query of queries) all.push(await buy(by, { query }))
    return all.map(({ status, body }) => `${status} ${body.error?.code}`)
  }
  const strange = [`?teamId=${other.id}`, '?teamId=team_none', `?slug=${other.slug}`, '?slug=none']
  expect(new Set(await answers(strange, token))).toEqual(new Set(['404 not_found']))
  const split = [
    `?teamId=${id}&slug=${other.slug}`,
    `?teamId=${other.id}&slug=${slug}`,
    `?teamId=${id}&slug=none`,
  ]
  expect(new Set(await answers(split, token))).toEqual(new Set(['400 bad_request']))
  expect(await answers(split, shop.operatorSecret)).toEqual(Array(3).fill('400 bad_request'))
  expect(await answers(['', '?teamId=team_none'], shop.operatorSecret)).toEqual([
    '400 bad_request',
    '404 not_found',
  ])
  expect((await buy(shop.operatorSecret, { query: `?slug=${slug}` })).status).toBe(200)
  await shop.operator('POST', '/v1/accounts', { id: 'somebody', kind: 'user', name: 'Somebody' })
  expect(await answers(['?teamId=somebody'], shop.operatorSecret)).toEqual(['404 not_found'])
})

const item = { type: 'credits', creditType: 'gateway', amount: 1 }
test.each<[string, unknown]>([
  ['no body', undefined],
  ['no item', {}],
  ['nothing in it', { item: {} }],
  ['another type', { item: { ...item, type: 'seats' } }],
  ['another credit type', { item: { ...item, creditType: 'neo' } }],
  ['no credits', { item: { ...item, amount: 0 } }],
  ['fewer than none', { item: { ...item, amount: -1 } }],
  ['half a credit', { item: { ...item, amount: 1.5 } }],
  ['text', { item: { ...item, amount: '10' } }],
  ['more than there are', { item: { ...item, amount: 1e13 } }],
  ['a list', [item]],
  ['broken JSON', '{"item"'],
])('%s is a bad request', async (_what, body) => {
  const { status, body: answer } = await buy(other.token, { body })
  expect([status, answer]).toEqual([400, { error: { code: 'bad_request', message: expect.any(String) } }])
})

test('fields that the contract does not name are passed over', async () => {
  const { token } = await opened()
  const body = { item: { ...item, note: 'x' }, at: 1 }
  expect((await buy(token, { body, query: '?x=1' })).status).toBe(200)
})

test('what is not sold, or not for dollars, is refused', async () => {
  const { token } = await opened()
  await shop.operator('POST', '/v1/accounts', { id: 'x', kind: 'team', name: 'x' })
  const change = { method: 'PATCH', url: '/v1/credit-types/v0', payload: { currency: 'eur' } } as const
  const headers = { authorization: `Bearer ${shop.operatorSecret}` }
  await shop.server.app.inject({ ...change, headers })
  const { status, body } = await buy(token, { body: { item: { ...item, creditType: 'v0' } } })
  expect([status, body.error.code]).toEqual([400, 'bad_request'])
})

test('nobody, and a key of another face', async () => {
  const nobody = await buy(null)
  expect(nobody).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } })
  expect(nobody.headers['www-authenticate']).toBe('Bearer')
  expect((await buy('x'.repeat(32))).status).toBe(401)
  const neo = await shop.token({ account: other.id, dialect: 'neo' })
  expect((await buy(neo)).status).toBe(401)
  expect((await call('GET', '/v1/accounts', other.token)).status).toBe(401)
})

test('everything under the prefix is told in the same envelope', async () => {
  const code = async (method: 'GET' | 'POST', url: string, asked = {}) => {
    const { status, body } = await call(method, url, other.token, asked)
    return [status, body.error?.code]
  }
  expect(await code('GET', '/v1/billing/buy')).toEqual([405, 'method_not_allowed'])
  expect(await code('GET', '/v1/billing/nothing')).toEqual([404, 'not_found'])
  expect(await code('POST', '/v1/billing')).toEqual([404, 'not_found'])
  const text = { body: 'x', headers: { 'content-type': 'text/plain' } }
  expect(await code('POST', '/v1/billing/buy', text)).toEqual([415, 'unsupported_media_type'])
  const large = { body: `"${'x'.repeat(1024 * 1024)}"` }
  expect(await code('POST', '/v1/billing/buy', large)).toEqual([413, 'payload_too_large'])
})

test('a limit is told with the answer and with the refusal', async () => {
  const token = await shop.token({ account: other.id, role: 'admin', rate_limit: 1 })
  // The window must not end meanwhile.
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const { headers } = await buy(token)
  expect(headers).toMatchObject({ 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0' })
  const refused = await buy(token)
  const { limit } = refused.body.error
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'rate_limited' } } })
  expect(limit).toEqual({
    remaining: 0,
    total: 1,
    reset: Math.ceil(limit.resetMs / 1000),
    resetMs: expect.any(Number),
  })
  expect(limit.resetMs).toBe(Date.now() + 10_000)
  expect(refused.headers['x-ratelimit-reset']).toBe(String(limit.reset))
  expect(refused.headers['retry-after']).toMatch(/^\d+$/)
})

test('the document has this face by itself', async () => {
  const { body } = await call('GET', '/openapi/vercel.json', null)
  expect(Object.keys(body.paths)).toEqual(['/v1/billing/buy'])
  // Besides those of the contract only what HTTP itself, or a limit, says no with.
  const statuses = Object.keys(body.paths['/v1/billing/buy'].post.responses)
  expect(statuses.filter((status) => !['413', '415', '429'].includes(status))).toEqual([
    '200',
    '400',
    '401',
    '402',
    '403',
    '404',
    '500',
  ])
})

test('what can not be answered now is a 500 as the contract knows it, and says when to try again', async () => {
  const { id, token } = await opened()
  await shop.card(id)
  await shop.tell('POST', '/faults', {
    kind: 'error',
    path: '/v1/payment_methods',
    method: 'GET',
    times: 100,
  })
  const { status, headers, body } = await buy(token)
  await shop.tell('DELETE', '/faults')
  expect([status, body.error.code]).toEqual([500, 'internal_server_error'])
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
})
