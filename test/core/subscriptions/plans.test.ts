import { beforeAll, describe, expect, test } from 'vitest'
import { createCreditType } from '../../../src/core/catalogue/create-credit-type.ts'
import { MAX_AMOUNT_MICRO, MICRO } from '../../../src/core/credits.ts'
import { isRefusal } from '../../../src/core/refusal.ts'
import { archivePlan } from '../../../src/core/subscriptions/archive-plan.ts'
import { checkPricing } from '../../../src/core/subscriptions/check-plan.ts'
import { createPlan, type NewPlan } from '../../../src/core/subscriptions/create-plan.ts'
import type { SeatSize } from '../../../src/core/subscriptions/plan.ts'
import { DAY, NOW, openRegistry } from '../../store/registry/open.ts'

const { registry, run, must } = await openRegistry()

const size = (credits: bigint, month_minor: bigint | null, year_minor: bigint | null = null): SeatSize => ({
  credits_micro: credits * MICRO,
  month_minor,
  year_minor,
})

const wanted = (more: Partial<NewPlan> = {}): NewPlan => ({
  id: null,
  name: 'Team',
  credit_type: 'neo',
  currency: null,
  gives_to: 'seats',
  pricing: { by: 'size', sizes: [size(100n, 2_000n, 20_000n), size(500n, 9_000n)] },
  bonus_micro: 0n,
  days_until_due: 30,
  ...more,
})

beforeAll(async () => {
  const type = { unit: 'credit', expiry: { policy: 'never' as const } }
  const priced = { ...type, id: 'neo', name: 'Neo', unit_price_micro: MICRO, currency: 'eur' }
  await must(createCreditType, priced)
  await must(createCreditType, { ...priced, id: 'v0', unit_price_micro: null, currency: 'usd' })
})

test('a plan is made under the product’s own id or a minted one, once', async () => {
  const plan = await must(createPlan, wanted({ id: 'team', bonus_micro: 7n }))
  expect(plan).toEqual({
    ...wanted({ id: 'team', bonus_micro: 7n }),
    currency: 'eur',
    created_at: NOW,
    archived_at: null,
  })
  expect(await registry.plan('team')).toEqual(plan)
  expect(await run(createPlan, wanted({ id: 'team', name: 'Other' }))).toMatchObject({
    refused: 'plan_exists',
  })
  expect(await registry.plan('team')).toEqual(plan)
  expect((await must(createPlan, wanted())).id).toMatch(/^pln_/)
})

test('of twenty that want one id at once, one gets it', async () => {
  const many = Array.from({ length: 20 }, (_, i) =>
    run(createPlan, wanted({ id: 'race', name: `Plan ${i}` })),
  )
  const made = (await Promise.all(many)).filter((answer) => !isRefusal(answer))
  expect(made).toEqual([await registry.plan('race')])
})

test.each<[string, Partial<NewPlan>, string]>([
  ['of no credit type', { credit_type: 'none' }, 'credit_type_not_found'],
  ['in another currency than its credits', { currency: 'usd' }, 'plan_not_offered'],
  ['without a size', { pricing: { by: 'size', sizes: [] } }, 'plan_not_offered'],
  ['with a bonus below zero', { bonus_micro: -1n }, 'plan_not_offered'],
  ['with more bonus than there may be', { bonus_micro: MAX_AMOUNT_MICRO + 1n }, 'plan_not_offered'],
  ['whose invoices are due before they are sent', { days_until_due: 0 }, 'plan_not_offered'],
  ['whose invoices are due in more than a year', { days_until_due: 366 }, 'plan_not_offered'],
  ['whose invoices are due within half a day', { days_until_due: 0.5 }, 'plan_not_offered'],
])('a plan %s is refused', async (_, more, refused) => {
  const before = await registry.plans(null, { limit: 100, after: null })
  expect(await run(createPlan, wanted(more))).toMatchObject({ refused })
  expect(await registry.plans(null, { limit: 100, after: null })).toEqual(before)
})

test('credits without a price of their own may be subscribed to in any currency', async () => {
  const plan = wanted({ credit_type: 'v0', currency: 'gbp', days_until_due: 365 })
  expect(await must(createPlan, plan)).toMatchObject({ currency: 'gbp', days_until_due: 365 })
  expect(await must(createPlan, { ...plan, currency: null, days_until_due: 1 })).toMatchObject({
    currency: 'usd',
    days_until_due: 1,
  })
})

describe('a price', () => {
  const sizes = (...all: SeatSize[]) => checkPricing({ by: 'size', sizes: all })?.fault ?? null
  const credit = (month: bigint | null, year: bigint | null) =>
    checkPricing({ by: 'credit', month_unit_price_micro: month, year_unit_price_micro: year })?.fault ?? null

  test('by size has sizes that differ, each with a price', () => {
    expect(sizes(size(1n, 0n), size(2n, null, 5n))).toBeNull()
    expect(sizes(size(1n, 1n), size(2n, 1n), size(1n, 2n))).toMatch(/once/)
    expect(sizes(size(0n, 1n))).toMatch(/more than no credits/)
    expect(sizes(size(-1n, 1n))).toMatch(/more than no credits/)
    expect(sizes({ ...size(1n, 1n), credits_micro: MAX_AMOUNT_MICRO + 1n })).toMatch(/at most/)
    expect(sizes(size(1n, 1n), size(2n, null))).toMatch(/a price/)
    expect(sizes(size(1n, -1n))).toMatch(/less than nothing/)
    expect(sizes(size(1n, 1n, -1n))).toMatch(/less than nothing/)
    const many = Array.from({ length: 51 }, (_, i) => size(BigInt(i + 1), 1n))
    expect([sizes(...many), sizes(...many.slice(1))]).toEqual([expect.stringMatching(/at most 50/), null])
  })

  test('by credit has one for the month, the year or both', () => {
    expect([credit(0n, null), credit(null, 1n), credit(1n, 1n)]).toEqual([null, null, null])
    expect(credit(null, null)).toMatch(/a price/)
    expect([credit(-1n, null), credit(1n, -1n)]).toEqual(Array(2).fill(expect.stringMatching(/less than/)))
  })
})

test('an archived plan stays archived since when it was', async () => {
  await must(createPlan, wanted({ id: 'old' }))
  expect(await must(archivePlan, { id: 'old' })).toMatchObject({ id: 'old', archived_at: NOW })
  expect(await must(archivePlan, { id: 'old' }, NOW + DAY)).toMatchObject({ archived_at: NOW })
  expect(await registry.plan('old')).toMatchObject({ archived_at: NOW })
  expect(await run(archivePlan, { id: 'none' })).toMatchObject({ refused: 'plan_not_found' })
})
