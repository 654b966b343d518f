import { beforeAll, describe, expect, test } from 'vitest'
import { subscribers } from './subscribers.ts'

let shop: Awaited<ReturnType<typeof subscribers>>
const send = (method: string, path: string, body?: object, headers = {}) =>
  shop.native.operator(method, path, body, headers)

beforeAll(async () => {
  shop = await subscribers()
})

const DAY_MS = 86_400_000

describe('the end', () => {
  test('comes with the period, can be taken back until then, and takes the seats along', async () => {
    const { team, begun, get, wait, available, paid } = shop
    await team('ends', ['ada'])
    const path = await begun('ends')
    const canceled = await send('POST', `${path}/cancel`)
    expect([canceled.status, canceled.body]).toEqual([
      200,
      expect.objectContaining({
        status: 'active',
        cancel_at_period_end: true,
        next_charge: '0.00',
        renews_at: null,
        resets_at: null,
        ends_at: canceled.body.period_ends_at,
      }),
    ])
    const resumed = await send('POST', `${path}/resume`)
    expect(resumed.body).toMatchObject({ cancel_at_period_end: false, ends_at: null, next_charge: '19.00' })
    const { body } = await send('POST', `${path}/cancel`, { at: 'period_end' })
    await wait('ends', body.ends_at)
    expect(await get(path)).toMatchObject({ status: 'canceled', canceled_at: expect.any(String) })
    expect(await available('ends', '?member=ada')).toBe('0')
    expect(await paid('ends')).toEqual(['19.00'])
    for (const [method, part, sent] of [
      ['POST', '/resume'],
      ['POST', '/cancel'],
      ['DELETE', '/pending'],
      ['POST', '/pay'],
      ['POST', '/preview', { seats: 3 }],
      ['PATCH', '', { seats: 3 }],
    ] as const)
      expect((await send(method, `${path}${part}`, sent)).body.code).toBe('subscription_not_active')
  })

  test('comes at once when the operator says so', async () => {
    const { team, begun, get, available } = shop
    await team('stops', ['ada'])
    const path = await begun('stops')
    await send('POST', '/v1/accounts/stops/grants', { credit_type: 'agent', amount: '7' })
    const { status, body } = await send('POST', `${path}/cancel`, { at: 'now' })
    expect([status, body.status, body.ends_at]).toEqual([200, 'canceled', body.canceled_at])
    expect(await available('stops', '?member=ada')).toBe('7')
    // Another one begins anew, and the old one has no overview any more.
    const next = await begun('stops')
    expect((await get(`${path}/overview`)).code).toBe('subscription_not_active')
    expect((await get(`${next}/overview`)).subscription.status).toBe('active')
  })
})

describe('a renewal that is declined', () => {
  test('is past due without credits, until a card that works pays it', async () => {
    const { team, begun, get, wait, available, native } = shop
    await team('owes', ['ada'])
    const path = await begun('owes', { seats: 1 })
    await native.card('owes', 'pm_card_chargeCustomerFail')
    await wait('owes', (await get(path)).renews_at)
    const due = await get(path)
    expect(due).toMatchObject({ status: 'past_due', attempts: 1, bill: null, next_charge: '9.50' })
    expect(Date.parse(due.next_attempt_at) - Date.parse(due.period_ends_at)).toBe(DAY_MS)
    expect(await available('owes', '?member=ada')).toBe('0')
    expect((await get(`${path}/seats`)).items).toMatchObject([{ allotment: '0', used: '0', remaining: '0' }])
    const declined = await send('POST', `${path}/pay`)
    expect([declined.status, declined.body.code]).toEqual([402, 'card_declined'])
    const [bill] = (await get('/v1/accounts/owes/purchases?limit=1')).items
    expect(declined.body).toMatchObject({ purchase: bill.id, detail: expect.stringContaining('declined') })
    for (const { id } of (await get('/v1/accounts/owes/payment-methods')).items)
      await send('DELETE', `/v1/accounts/owes/payment-methods/${id}`)
    const cardless = await send('POST', `${path}/pay`)
    expect([cardless.status, cardless.body.code]).toEqual([402, 'payment_method_missing'])
    expect(cardless.body.detail).toContain('no saved card')
    await native.card('owes')
    const { status, body } = await send('POST', `${path}/pay`)
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ status: 'active', attempts: 0, next_attempt_at: null }),
    ])
    expect(await available('owes', '?member=ada')).toBe('1000')
  })

  test('says why, whoever pays it', async () => {
    const { team, begun, get, wait } = shop
    await team('commits', ['ada'], null)
    await send('POST', '/v1/credit-types', { id: 'miu', name: 'Committed', currency: 'usd' })
    await send('PATCH', '/v1/accounts/commits', { pays_with: 'commitment' })
    await send('POST', '/v1/accounts/commits/grants', { credit_type: 'miu', amount: '10' })
    const path = await begun('commits', { seats: 1 })
    await wait('commits', (await get(path)).renews_at)
    const { status, body } = await send('POST', `${path}/pay`)
    const [bill] = (await get('/v1/accounts/commits/purchases?limit=1')).items
    expect([status, body.code, body.purchase]).toEqual([402, 'payment_refused', bill.id])
    expect(body.detail).toContain(bill.failure.message)
  })

  test('is tried after 1, 3 and 7 days, and ends it after that', async () => {
    const { team, begun, get, wait, native } = shop
    await team('gone', ['ada'])
    const path = await begun('gone', { seats: 1 })
    await native.card('gone', 'pm_card_chargeCustomerFail')
    const { renews_at } = await get(path)
    await wait('gone', renews_at)
    const days: number[] = []
    for (let seen = await get(path); seen.status === 'past_due'; seen = await get(path)) {
      days.push((Date.parse(seen.next_attempt_at) - Date.parse(renews_at)) / DAY_MS)
      await wait('gone', seen.next_attempt_at)
    }
    expect(days).toEqual([1, 3, 7])
    expect((await get(path)).status).toBe('canceled')
    const events = await get(`${path}/events?limit=3`)
    expect(events.items.map(({ kind }: { kind: string }) => kind)).toEqual([
      'canceled',
      'renewal_billed',
      'payment_failed',
    ])
    const rest = await get(`${path}/events?cursor=${encodeURIComponent(events.next_cursor)}&limit=200`)
    expect(rest.items.at(-1)).toMatchObject({ version: 1, kind: 'created', detail: { plan: 'team' } })
    expect(rest.items.find(({ kind }: { kind: string }) => kind === 'renewal_billed').detail).toMatchObject({
      amount: '9.50',
    })
  })

  test('waits for an owner whom the card wants', async () => {
    const { team, begun, get, wait, native } = shop
    await team('waits', ['ada'])
    const path = await begun('waits', { seats: 1 })
    await native.card('waits', 'pm_card_authenticationRequired')
    await wait('waits', (await get(path)).renews_at)
    const waiting = await get(path)
    expect(waiting).toMatchObject({ status: 'past_due', bill: { kind: 'renewal' }, next_attempt_at: null })
    const { status, body } = await send('POST', `${path}/pay`)
    expect([status, body.bill.purchase]).toEqual([202, waiting.bill.purchase])
  })
})

test('the overview says what is used and left, beside what was topped up', async () => {
  const { team, begun, get, burn } = shop
  await team('seen', ['ada', 'bob', 'eve'])
  const path = await begun('seen')
  await send('POST', '/v1/accounts/seen/purchases', { credit_type: 'agent', amount: '500' })
  await burn('seen', 'ada', '1150')
  await burn('seen', 'eve', '25.5')
  const overview = await get(`${path}/overview`)
  expect(overview).toMatchObject({
    subscription: await get(path),
    in_force: true,
    granted_monthly: '2000',
    bonus: '200',
    used: '1100',
    remaining: '1100',
    available: '1524.5',
    topped_up: { issued: '500', used: '75.5', available: '424.5', purchased: '500', expired: false },
    free_seats: [],
  })
  expect(overview.members).toMatchObject([
    { id: 'ada', role: 'member', status: 'active', seat: { used: '1100', remaining: '0' } },
    { id: 'bob', seat: { allotment: '1100', bonus: '100', used: '0', remaining: '1100' } },
    { id: 'eve', seat: null },
  ])
})
