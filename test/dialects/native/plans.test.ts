import { beforeAll, expect, test } from 'vitest'
import { type NativeServer, nativeServer } from './server.ts'

let native: NativeServer
const create = (more: object) =>
  native.operator('POST', '/v1/plans', { name: 'Team', credit_type: 'agent', ...more })
const get = async (path: string) => (await native.operator('GET', path)).body
const bySize = (...sizes: object[]) => ({ pricing: { by: 'size', sizes } })

beforeAll(async () => {
  native = await nativeServer()
  const { operator } = native
  await operator('POST', '/v1/credit-types', { id: 'agent', name: 'Agent', unit_price: '0.01' })
  await operator('POST', '/v1/credit-types', { id: 'yen', name: 'Yen', unit_price: '1', currency: 'jpy' })
  await operator('POST', '/v1/credit-types', { id: 'unsold', name: 'Only by plan' })
})

test('a plan with seats of sizes is made, read, listed and archived', async () => {
  const made = await create({
    id: 'team',
    ...bySize({ credits: 1000, month_price: '9.5', year_price: 95 }, { credits: '0.5', year_price: '45' }),
    bonus: '12.5',
    days_until_due: 14,
  })
  expect(made).toMatchObject({
    status: 201,
    body: {
      id: 'team',
      name: 'Team',
      credit_type: 'agent',
      currency: 'usd',
      gives_to: 'seats',
      pricing: {
        by: 'size',
        sizes: [
          { credits: '1000', month_price: '9.50', year_price: '95.00' },
          { credits: '0.5', month_price: null, year_price: '45.00' },
        ],
      },
      bonus: '12.5',
      days_until_due: 14,
      archived_at: null,
    },
  })
  expect(await get('/v1/plans/team')).toEqual(made.body)
  expect((await get('/v1/plans?credit_type=agent')).items).toContainEqual(made.body)
  expect((await get('/v1/plans?credit_type=yen')).items).toEqual([])
  expect(await create({ id: 'team', ...bySize({ credits: 1, month_price: 1 }) })).toMatchObject({
    status: 409,
    body: { code: 'plan_exists' },
  })
  const gone = await native.operator('DELETE', '/v1/plans/team')
  expect(gone).toMatchObject({ status: 200, body: { ...made.body, archived_at: expect.any(String) } })
  expect((await native.operator('DELETE', '/v1/plans/team')).body).toEqual(gone.body)
  expect(await get('/v1/plans/team')).toEqual(gone.body)
  for (const method of ['GET', 'DELETE'])
    expect(await native.operator(method, '/v1/plans/none')).toMatchObject({
      status: 404,
      body: { code: 'plan_not_found' },
    })
})

test('a plan by the credit says what each of a month costs', async () => {
  const pricing = { by: 'credit', month_unit_price: '0.000125', year_unit_price: 0 }
  const made = await create({ credit_type: 'unsold', currency: 'eur', gives_to: 'quantity', pricing })
  expect(made).toMatchObject({
    status: 201,
    body: {
      id: expect.stringMatching(/^pln_/),
      currency: 'eur',
      gives_to: 'quantity',
      pricing: { by: 'credit', month_unit_price: '0.000125', year_unit_price: '0' },
      bonus: '0',
      days_until_due: 30,
    },
  })
  const monthly = await create({ pricing: { by: 'credit', month_unit_price: '1' } })
  expect(monthly.body.pricing).toEqual({ by: 'credit', month_unit_price: '1', year_unit_price: null })
})

test('money is in the currency of the credit type', async () => {
  const yen = (month_price: string) => create({ credit_type: 'yen', ...bySize({ credits: 1, month_price }) })
  expect((await yen('1500')).body).toMatchObject({
    currency: 'jpy',
    pricing: { sizes: [{ month_price: '1500' }] },
  })
  expect((await yen('1500.5')).body.errors).toEqual([
    { field: 'pricing/sizes/0/month_price', message: 'must have at most 0 decimals in jpy' },
  ])
  const dinars = (month_price: string) =>
    create({ credit_type: 'unsold', currency: 'kwd', ...bySize({ credits: 1, month_price }) })
  expect((await dinars('1.23')).body).toMatchObject({ pricing: { sizes: [{ month_price: '1.230' }] } })
  expect((await dinars('1.234')).body.errors).toEqual([
    { field: 'pricing/sizes/0/month_price', message: 'must be in steps of 0.010 in kwd' },
  ])
  const euro = await create({ currency: 'eur', ...bySize({ credits: 1, month_price: '1' }) })
  expect(euro).toMatchObject({ status: 422, body: { code: 'plan_not_offered' } })
  const none = await create({ credit_type: 'none', ...bySize({ credits: 1, month_price: '1' }) })
  expect(none).toMatchObject({ status: 404, body: { code: 'credit_type_not_found' } })
})

test.each<[string, object, string]>([
  ['two of one size', bySize({ credits: 1, month_price: 1 }, { credits: '1.0', year_price: 2 }), 'pricing'],
  ['a size without a price', bySize({ credits: 1 }), 'pricing'],
  ['more decimals than cents', bySize({ credits: 1, year_price: '0.001' }), 'pricing/sizes/0/year_price'],
  ['no sizes', { pricing: { by: 'size' } }, 'pricing/sizes'],
  ['no price for a credit', { pricing: { by: 'credit' } }, 'pricing'],
  [
    'sizes of a price by the credit',
    { pricing: { by: 'credit', month_unit_price: 1, sizes: [{ credits: 1, month_price: 1 }] } },
    'pricing/sizes',
  ],
  [
    'a price by the credit of sizes',
    { pricing: { by: 'size', year_unit_price: 1, sizes: [{ credits: 1, month_price: 1 }] } },
    'pricing/year_unit_price',
  ],
])('%s is refused by its field', async (_, more, field) => {
  const { status, body } = await create(more)
  expect([status, body.errors?.map((fault: { field: string }) => fault.field)]).toEqual([400, [field]])
})

test('the catalogue is listed newest first, page by page, for everybody who has a key', async () => {
  await native.operator('POST', '/v1/accounts', { id: 'reader', kind: 'user', name: 'Reader' })
  const viewer = await native.keyFor({ account: 'reader', role: 'viewer' })
  const pricing = { by: 'credit', month_unit_price: '1' }
  await native.operator('POST', '/v1/credit-types', { id: 'paged', name: 'Paged' })
  for (const id of ['c', 'a', 'b']) await create({ id: `paged_${id}`, credit_type: 'paged', pricing })
  const page = await viewer('GET', '/v1/plans?credit_type=paged&limit=2')
  expect(page.status).toBe(200)
  const rest = await viewer('GET', `/v1/plans?credit_type=paged&cursor=${page.body.next_cursor}`)
  const seen = [...page.body.items, ...rest.body.items]
  expect(rest.body.next_cursor).toBeNull()
  expect(seen.map(({ id }) => id).sort()).toEqual(['paged_a', 'paged_b', 'paged_c'])
  expect(seen.map(({ created_at }) => created_at)).toEqual(
    seen
      .map(({ created_at }) => created_at)
      .sort()
      .reverse(),
  )
  expect((await viewer('GET', '/v1/plans?cursor=nonsense')).status).toBe(400)
  expect((await viewer('POST', '/v1/plans', { name: 'x', credit_type: 'paged', pricing })).status).toBe(403)
  expect((await viewer('DELETE', '/v1/plans/paged_a')).status).toBe(403)
})

test('what members without a seat may draw on is a term of the account', async () => {
  const made = await native.operator('POST', '/v1/accounts', { id: 'team_x', kind: 'team', name: 'X' })
  expect(made.body.seatless).toBe('topup')
  const path = '/v1/accounts/team_x'
  expect((await native.operator('PATCH', path, { seatless: 'nothing' })).body.seatless).toBe('nothing')
  expect(await get(path)).toMatchObject({ seatless: 'nothing', spent_on_refund: 'debt' })
  expect((await native.operator('PATCH', path, { name: 'Y' })).body.seatless).toBe('nothing')
  const own = { id: 'team_y', kind: 'team', name: 'Y', seatless: 'nothing' }
  expect((await native.operator('POST', '/v1/accounts', own)).body.seatless).toBe('nothing')
  expect((await get('/v1/accounts/team_y')).seatless).toBe('nothing')
  const admin = await native.keyFor({ account: 'team_x', role: 'admin' })
  expect((await admin('PATCH', path, { seatless: 'topup' })).status).toBe(403)
  expect((await native.operator('PATCH', path, { seatless: 'none' })).status).toBe(400)
})
