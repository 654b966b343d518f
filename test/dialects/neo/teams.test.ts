import { beforeAll, describe, expect, test } from 'vitest'
import { type Client, NeoServer } from './server.ts'

let neo: NeoServer
const PURCHASE = '/api/v1/billing/purchase'
const CREDITS = '/api/v1/billing/credits'
const USAGE = '/api/v1/billing/usage'
const MEMBER_CAP = '/api/v1/teams/members/cap'
const DEFAULT_CAP = '/api/v1/teams/default-spending-cap'
const roles = { boss: 'admin', owner: 'owner', dev: 'member', bill: 'billing', eye: 'viewer' }
type Team = Record<keyof typeof roles, Client>

beforeAll(async () => {
  neo = await NeoServer.open()
  await neo.sell()
})

/** A team with credits. */
async function team(id: string): Promise<Team> {
  const members = await neo.team(id, roles)
  await neo.must('POST', `/v1/accounts/${id}/grants`, { credit_type: 'neo', amount: '1000' })
  return members
}

describe('a team', () => {
  test('has one pool, which all of its members see', async () => {
    const { boss, dev, eye } = await team('pool')
    expect((await dev('POST', USAGE, { credits: 100 })).body).toMatchObject({
      credits: 100,
      available_credits: 900,
    })
    for (const who of [boss, dev, eye])
      expect((await who('GET', CREDITS)).body).toMatchObject({
        resource_type: 'team',
        available_credits: 900,
      })
  })

  test('is bought for by its admins alone, by key or by token', async () => {
    const members = await team('buyers')
    await neo.card('buyers')
    const token = (member: string, more = {}) =>
      neo.jwt({ account_id: 'buyers', member_id: `buyers.${member}`, ...more }).then((jwt) => neo.bearer(jwt))
    const wanted = { action: 'purchase', credits: 100 }
    for (const who of [members.boss, members.owner, await token('boss')])
      expect((await who('POST', PURCHASE, wanted)).body.action).toBe('charged')
    const teamToken = neo.bearer(await neo.jwt({ account_id: 'buyers', role: 'spender' }))
    const others = [members.dev, members.bill, members.eye, await token('dev', { role: 'admin' }), teamToken]
    for (const who of [...others, await token('boss', { role: 'viewer' })]) {
      const { status, body } = await who('POST', PURCHASE, wanted)
      expect(status).toBe(403)
      expect(body).toMatchObject({ code: 'forbidden', kind: 'forbidden request' })
      expect(body.message).toBe(`forbidden request: ${body.error}`)
      expect((await who('POST', PURCHASE, { ...wanted, action: 'estimate' })).status).toBe(200)
    }
    expect(await neo.charges('buyers')).toHaveLength(3)
  })

  test('a viewer uses nothing', async () => {
    const { eye } = await team('viewers')
    expect(await eye('POST', USAGE, { credits: 1 })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
  })

  test('a person with an account of their own buys for themselves, by token', async () => {
    await neo.user('solo')
    await neo.card('solo')
    const solo = neo.bearer(await neo.jwt({ sub: 'solo' }))
    expect((await solo('POST', PURCHASE, { action: 'purchase', credits: 100 })).body.action).toBe('charged')
    const reader = neo.bearer(await neo.jwt({ sub: 'solo', role: 'viewer' }))
    expect((await reader('POST', PURCHASE, { action: 'purchase', credits: 100 })).status).toBe(403)
  })
})

describe('caps', () => {
  const cap = (limit: number, used: number, is_default = false) => ({
    limit,
    used,
    remaining: limit - used,
    unit: 'usd',
    period: 'month',
    resets_at: expect.stringMatching(/-01T00:00:00\.000Z$/),
    is_default,
  })

  test("a member's cap is in dollars a month, and tells how far it is used", async () => {
    const { boss, dev } = await team('capped')
    const email = 'dev@capped.example'
    await dev('POST', USAGE, { credits: 10 })
    const set = await boss('PATCH', MEMBER_CAP, { email, spending_cap_usd: 75.5 })
    expect(set).toMatchObject({ status: 200, body: { email, cap: cap(75.5, 50) } })
    const refused = await dev('POST', USAGE, { credits: 5.100001 })
    expect(refused).toMatchObject({
      status: 403,
      body: { code: 'user_spending_cap_reached', kind: 'forbidden request' },
    })
    expect((await dev('POST', USAGE, { credits: 5.1 })).status).toBe(200)
    expect((await boss('POST', USAGE, { credits: 100 })).status).toBe(200)
    expect((await dev('GET', `${MEMBER_CAP}?email=DEV@capped.example`)).body).toEqual({
      email,
      cap: cap(75.5, 75.5),
    })
    // Zero blocks, and taking it away lets go.
    await boss('PATCH', MEMBER_CAP, { email, spending_cap_usd: 0 })
    expect((await dev('POST', USAGE, { credits: 0.000001 })).body.code).toBe('user_spending_cap_reached')
    expect((await boss('DELETE', MEMBER_CAP, { email })).body).toEqual({ email })
    expect((await boss('DELETE', `${MEMBER_CAP}?email=${email}`)).body).toEqual({ email })
    expect((await dev('POST', USAGE, { credits: 1 })).status).toBe(200)
  })

  test('a cap limits no purchase', async () => {
    const { boss } = await team('still')
    await neo.card('still')
    await boss('PATCH', MEMBER_CAP, { email: 'boss@still.example', spending_cap_usd: 0 })
    expect((await boss('POST', PURCHASE, { action: 'purchase', credits: 100 })).body.action).toBe('charged')
  })

  test('the default holds for whoever has none', async () => {
    const { boss, dev } = await team('default')
    const set = await boss('PATCH', DEFAULT_CAP, { spending_cap_usd: 50 })
    const { used: _, remaining: __, ...bare } = cap(50, 0, true)
    expect(set).toMatchObject({ status: 200, body: { cap: bare } })
    expect(set.body.cap).not.toHaveProperty('used')
    expect((await dev('POST', USAGE, { credits: 10 })).status).toBe(200)
    expect((await dev('POST', USAGE, { credits: 1 })).body.code).toBe('user_spending_cap_reached')
    const email = 'dev@default.example'
    expect((await dev('GET', `${MEMBER_CAP}?email=${email}`)).body).toEqual({ email, cap: cap(50, 50, true) })
    await boss('PATCH', MEMBER_CAP, { email, spending_cap_usd: 55 })
    expect((await dev('POST', USAGE, { credits: 1 })).status).toBe(200)
    expect((await boss('DELETE', MEMBER_CAP, { email })).body.cap).toEqual({
      ...cap(50, 55, true),
      remaining: 0,
    })
    expect((await boss('DELETE', DEFAULT_CAP)).body).toEqual({})
    expect((await dev('GET', DEFAULT_CAP)).body).toEqual({})
    expect((await dev('POST', USAGE, { credits: 1 })).status).toBe(200)
  })

  test("a project's cap holds for everyone in it", async () => {
    const { boss, dev } = await team('projects')
    const path = '/api/v1/projects/apollo/cap'
    expect((await dev('GET', path)).body).toEqual({ project_id: 'apollo' })
    await boss('PATCH', path, { spending_cap_usd: 20 })
    const usage = { credits: 4, project_id: 'apollo' }
    expect((await dev('POST', USAGE, usage)).status).toBe(200)
    expect(await boss('POST', USAGE, usage)).toMatchObject({
      status: 403,
      body: { code: 'project_spending_cap_reached' },
    })
    expect((await boss('POST', USAGE, { ...usage, project_id: 'gemini' })).status).toBe(200)
    expect((await dev('GET', path)).body).toEqual({ project_id: 'apollo', cap: cap(20, 20) })
    expect((await boss('DELETE', path)).body).toEqual({ project_id: 'apollo' })
    expect((await boss('POST', USAGE, usage)).status).toBe(200)
  })

  test('are set by admins, and by nobody from elsewhere', async () => {
    const { boss, dev } = await team('rights')
    const stranger = (await team('elsewhere')).boss
    const email = 'dev@rights.example'
    const body = { email, spending_cap_usd: 10 }
    expect((await dev('PATCH', MEMBER_CAP, body)).body.code).toBe('forbidden')
    expect((await dev('DELETE', MEMBER_CAP, { email })).body.code).toBe('forbidden')
    expect((await dev('PATCH', DEFAULT_CAP, body)).body.code).toBe('forbidden')
    expect((await dev('PATCH', '/api/v1/projects/p/cap', body)).body.code).toBe('forbidden')
    expect((await dev('GET', `${MEMBER_CAP}?email=boss@rights.example`)).body.code).toBe('forbidden')
    expect(await stranger('PATCH', MEMBER_CAP, body)).toMatchObject({
      status: 404,
      body: { code: 'not_exists' },
    })
    expect((await boss('PATCH', MEMBER_CAP, { email, spending_cap_usd: -1 })).body.code).toBe(
      'invalid_request',
    )
    expect((await boss('PATCH', MEMBER_CAP, { email, spending_cap_usd: '10' })).body.code).toBe(
      'invalid_request',
    )
    expect((await boss('PATCH', MEMBER_CAP, { spending_cap_usd: 10 })).body.code).toBe('invalid_request')
    expect((await boss('DELETE', MEMBER_CAP)).body.code).toBe('invalid_request')
    expect((await dev('GET', `${MEMBER_CAP}?email=${email}`)).body).toEqual({ email })
  })

  test('usage beyond the balance has its own code', async () => {
    const { dev } = await team('spent')
    expect(await dev('POST', USAGE, { credits: 1000.000001 })).toMatchObject({
      status: 403,
      body: { code: 'insufficient_neo_credits', kind: 'forbidden request' },
    })
    const once = { 'idempotency-key': 'use-1' }
    const first = await dev('POST', USAGE, { credits: 1 }, once)
    expect((await dev('POST', USAGE, { credits: 1 }, once)).body).toEqual(first.body)
    expect((await dev('GET', CREDITS)).body.available_credits).toBe(999)
  })
})
