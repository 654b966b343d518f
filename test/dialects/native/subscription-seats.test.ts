import { beforeAll, expect, test } from 'vitest'
import { subscribers } from './subscribers.ts'

let shop: Awaited<ReturnType<typeof subscribers>>
const send = (method: string, path: string, body?: object, headers = {}) =>
  shop.native.operator(method, path, body, headers)

beforeAll(async () => {
  shop = await subscribers()
})

const allDrawn = async (account: string, members: readonly string[]) =>
  Promise.all(members.map((member) => shop.available(account, `?member=${member}`)))

test('a seat is taken and given with what is left in it', async () => {
  const { team, begun, get, burn } = shop
  await team('hands', ['ada', 'bob', 'eve'])
  const seats = `${await begun('hands')}/seats`
  await burn('hands', 'ada', '300')
  expect((await get(seats)).items).toMatchObject([
    { member: 'ada', allotment: '1100', bonus: '100', used: '300', remaining: '800' },
    { member: 'bob', allotment: '1100', bonus: '100', used: '0', remaining: '1100' },
  ])
  const full = await send('PUT', `${seats}/eve`)
  expect([full.status, full.body.code]).toEqual([409, 'no_free_seat'])
  const taken = await send('DELETE', `${seats}/ada`)
  expect([taken.status, taken.body]).toEqual([200, { member: 'ada', seat: null }])
  expect(await allDrawn('hands', ['ada', 'bob', 'eve'])).toEqual(['0', '1100', '0'])
  expect((await get(seats)).items[0]).toMatchObject({ member: null, used: '300', remaining: '800' })
  const given = await send('PUT', `${seats}/eve`)
  expect([given.status, given.body]).toEqual([
    200,
    { member: 'eve', seat: expect.objectContaining({ allotment: '1100', used: '300', remaining: '800' }) },
  ])
  expect((await send('PUT', `${seats}/eve`)).body).toEqual(given.body)
  expect(await allDrawn('hands', ['ada', 'bob', 'eve'])).toEqual(['0', '1100', '800'])
})

test('seats are listed page by page', async () => {
  const { team, begun, get } = shop
  await team('pages', ['ada', 'bob'])
  const seats = `${await begun('pages', { seats: 5 })}/seats`
  const whole = (await get(seats)).items
  const paged: unknown[] = []
  for (let query: string | null = '?limit=2'; query; ) {
    const { items, next_cursor }: { items: object[]; next_cursor: string | null } = await get(
      `${seats}${query}`,
    )
    expect(items.length).toBeLessThanOrEqual(2)
    paged.push(...items)
    query = next_cursor && `?limit=2&cursor=${encodeURIComponent(next_cursor)}`
  }
  expect(paged).toEqual(whole)
  expect(whole).toMatchObject([{ member: 'ada', remaining: '1100' }, { member: 'bob' }, {}, {}, {}])
})

test('a seat moves with what was used of it, and nobody has two', async () => {
  const { team, begun, burn, get } = shop
  await team('moves', ['ada', 'bob', 'eve'])
  const seats = `${await begun('moves')}/seats`
  await burn('moves', 'ada', '1000')
  const moved = await send('POST', `${seats}/ada/move`, { to: 'eve' })
  expect([moved.status, moved.body]).toEqual([
    200,
    { member: 'eve', seat: expect.objectContaining({ used: '1000', remaining: '100' }) },
  ])
  expect(await allDrawn('moves', ['ada', 'eve'])).toEqual(['0', '100'])
  for (const [from, to, status, code] of [
    ['eve', 'bob', 409, 'member_has_seat'],
    ['ada', 'bob', 409, 'member_has_no_seat'],
    ['eve', 'zoe', 404, 'member_not_found'],
  ] as const) {
    const { status: got, body } = await send('POST', `${seats}/${from}/move`, { to })
    expect([from, to, got, body.code]).toEqual([from, to, status, code])
  }
  const none = await send('DELETE', `${seats}/ada`)
  expect([none.status, none.body.code]).toEqual([409, 'member_has_no_seat'])
  // Back and forth makes no second allotment.
  await send('POST', `${seats}/eve/move`, { to: 'ada' })
  expect(await allDrawn('moves', ['ada', 'eve'])).toEqual(['100', '0'])
  expect((await get(seats)).items).toHaveLength(2)
})

test('who is removed leaves the seat, also where that was cut off', async () => {
  const { team, begun, get, native } = shop
  await team('leaves', ['ada', 'bob'])
  const seats = `${await begun('leaves')}/seats`
  expect((await send('DELETE', '/v1/accounts/leaves/members/ada')).status).toBe(200)
  const members = async () => (await get(seats)).items.map(({ member }: { member: string }) => member)
  expect(await members()).toEqual([null, 'bob'])
  // As if the server had ended between the two: the seat is still the removed member's.
  await native.store.pool.query(
    `update seats set member_id = 'ada' where account_id = 'leaves' and member_id is null`,
  )
  expect(await members()).toEqual(['ada', 'bob'])
  expect((await send('DELETE', '/v1/accounts/leaves/members/ada')).body.code).toBe('member_not_found')
  expect(await members()).toEqual([null, 'bob'])
})

test('who stays a member keeps the seat, whatever call removes nobody', async () => {
  const { team, begun, get } = shop
  await team('stays', ['ada', 'bob', 'eve'])
  const seats = `${await begun('stays')}/seats`
  const members = async () => (await get(seats)).items.map(({ member }: { member: string }) => member)
  const key = { 'idempotency-key': 'leave' }
  expect((await send('DELETE', '/v1/accounts/stays/members/eve', undefined, key)).status).toBe(200)
  const reused = await send('DELETE', '/v1/accounts/stays/members/ada', undefined, key)
  expect([reused.status, reused.body.code]).toEqual([422, 'idempotency_key_reused'])
  expect(await members()).toEqual(['ada', 'bob'])
  // The call comes again after the member has come back, and has a seat.
  await send('POST', '/v1/accounts/stays/members', { id: 'eve' })
  await send('POST', `${seats}/ada/move`, { to: 'eve' })
  expect((await send('DELETE', '/v1/accounts/stays/members/eve', undefined, key)).status).toBe(200)
  expect(await members()).toEqual(['eve', 'bob'])
})

test('no credits are granted by hand in the name of what was bought', async () => {
  await shop.team('by_hand')
  const grant = (source: string) =>
    send('POST', '/v1/accounts/by_hand/grants', { credit_type: 'agent', amount: '10', source })
  const sources = ['manual', 'promotion', 'adjustment', 'subscription', 'purchase']
  const told = await Promise.all(sources.map(async (source) => [source, (await grant(source)).status]))
  expect(told.map(([, status]) => status)).toEqual([201, 201, 201, 400, 400])
})

test('without a seat a member draws on the top-up only where the account allows it', async () => {
  const { team, begun, burn } = shop
  await team('strict', ['ada', 'bob'])
  await begun('strict', { seats: 1 })
  await send('POST', '/v1/accounts/strict/purchases', { credit_type: 'agent', amount: '500' })
  expect((await burn('strict', 'bob', '1')).status).toBe(201)
  await send('PATCH', '/v1/accounts/strict', { seatless: 'nothing' })
  const refused = await burn('strict', 'bob', '1')
  expect([refused.status, refused.body.code]).toEqual([402, 'insufficient_credits'])
  // The seat first, then the top-up.
  expect((await burn('strict', 'ada', '1200')).status).toBe(201)
  expect(await shop.available('strict', '?member=ada')).toBe('399')
})
