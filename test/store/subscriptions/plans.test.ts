import { expect, test } from 'vitest'
import { DAY, NOW, openRegistry } from '../registry/open.ts'
import { paged, planOf, refusedBy } from './open.ts'

const { registry, pool } = await openRegistry()
const first = { limit: 100, after: null }

test('plans come back as they were written, once for each id', async () => {
  const plan = planOf('kept')
  const priced = planOf('priced', {
    gives_to: 'quantity',
    pricing: { by: 'credit', month_unit_price_micro: 9_007_199_254_740_993n, year_unit_price_micro: null },
  })
  expect([await registry.insertPlan(plan), await registry.insertPlan(priced)]).toEqual([true, true])
  expect(await registry.insertPlan({ ...plan, name: 'other' })).toBe(false)
  expect([await registry.plan('kept'), await registry.plan('priced')]).toEqual([plan, priced])
  expect(await registry.plan('none')).toBeNull()
})

test('plans are listed newest first, whatever their ids', async () => {
  const of = (id: string, created_at: number) => planOf(id, { credit_type: 'listed', created_at })
  const plans = [of('b', NOW), of('c', NOW - DAY), of('a', NOW + DAY), of('d', NOW), of('e', NOW)]
  for (const plan of plans) await registry.insertPlan(plan)
  const seen = await paged((page) => registry.plans('listed', page))
  expect(seen.map(({ id }) => id)).toEqual(['a', 'e', 'd', 'b', 'c'])
  expect((await registry.plans(null, first)).items.length).toBeGreaterThanOrEqual(5)
  for (const place of ['x', ['x'], [1], [1, 'x\u0000'], [1e300, 'x']]) {
    const after = Buffer.from(JSON.stringify(place)).toString('base64url')
    await expect(registry.plans(null, { limit: 2, after })).rejects.toThrow(/cursor/)
  }
})

test('the newest plan that is not archived is the one that is sold, and archiving is for good', async () => {
  const of = (id: string, created_at: number, gives_to: 'seats' | 'quantity' = 'seats') =>
    planOf(id, { credit_type: 'sold', created_at, gives_to })
  for (const plan of [of('z_old', NOW), of('a_new', NOW + 1), of('m_lot', NOW + 2, 'quantity')])
    await registry.insertPlan(plan)
  const sold = async (gives_to: 'seats' | 'quantity' | null) =>
    (await registry.planFor('sold', gives_to))?.id ?? null
  expect([await sold('seats'), await sold('quantity'), await sold(null)]).toEqual(['a_new', 'm_lot', 'm_lot'])
  await registry.archivePlan('a_new', NOW + DAY)
  await registry.archivePlan('a_new', NOW + 2 * DAY)
  expect(await registry.plan('a_new')).toMatchObject({ archived_at: NOW + DAY })
  expect(await sold('seats')).toBe('z_old')
  await registry.archivePlan('z_old', NOW)
  expect(await sold('seats')).toBeNull()
})

test('nobody can change a plan but by archiving it', async () => {
  expect(await refusedBy(pool.query("update plans set name = 'x'"))).toBe('42501')
  expect(await refusedBy(pool.query('delete from plans'))).toBe('42501')
})
