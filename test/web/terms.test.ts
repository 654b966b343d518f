import type { Plan } from '@scrip/sdk'
import { expect, test } from 'vitest'
import {
  faultsOf,
  firstTerms,
  intervalsOf,
  isSame,
  movedTo,
  termsOf,
  typed,
  wishOf,
} from '../../web/subscription/terms.ts'

const sized = {
  id: 'team',
  pricing: {
    by: 'size',
    sizes: [
      { credits: '250', month_price: null, year_price: '200.00' },
      { credits: '500', month_price: '40.00', year_price: null },
    ],
  },
} as unknown as Plan
const byCredit = {
  id: 'any',
  pricing: { by: 'credit', month_unit_price: '0.4', year_unit_price: null },
} as unknown as Plan

const terms = { plan: 'team', seats: 3, credits_per_seat: '250', interval: 'month' } as const

test('terms go into the form and come out of it the same', () => {
  expect(termsOf(typed(terms))).toEqual(terms)
  expect(termsOf({ ...typed(terms), seats: ' 12 ', credits: '1,000.50' })).toEqual({
    ...terms,
    seats: 12,
    credits_per_seat: '1000.5',
  })
})

test.each([
  ['seats', ''],
  ['seats', '0'],
  ['seats', '1.5'],
  ['seats', '1e2'],
  ['seats', '1000000'],
  ['credits', ''],
  ['credits', '0'],
  ['credits', '0,5'],
])('%s that are “%s” are nothing to ask for, and a fault once they are typed', (field, text) => {
  const fields = { ...typed(terms), [field]: text }
  expect(termsOf(fields)).toBeNull()
  const faults = faultsOf(fields)
  expect(faults).toEqual({ seats: null, credits: null, ...(text !== '' && { [field]: expect.any(String) }) })
})

test('terms are the same whatever their amounts are written like', () => {
  expect(isSame(terms, { ...terms, credits_per_seat: '250.0' })).toBe(true)
  for (const other of [
    { plan: 'any' },
    { seats: 4 },
    { credits_per_seat: '251' },
    { interval: 'year' as const },
  ])
    expect(isSame(terms, { ...terms, ...other })).toBe(false)
})

test('only what is to be another is asked for, so that what waits for the renewal stays; all of it where nothing is', () => {
  for (const other of [
    { plan: 'any' },
    { seats: 4 },
    { credits_per_seat: '251' },
    { interval: 'year' as const },
  ])
    expect(wishOf({ ...terms, ...other }, terms)).toEqual(other)
  const written = { ...terms, seats: 2, credits_per_seat: '250.0' }
  expect(wishOf(written, terms)).toEqual({ seats: 2 })
  // A subscription is more than its terms.
  expect(wishOf(terms, { ...terms, ...{ status: 'active' } })).toEqual(terms)
})

test('a plan is begun as it is sold', () => {
  expect(intervalsOf(sized)).toEqual(['month', 'year'])
  expect(intervalsOf(byCredit)).toEqual(['month'])
  expect(firstTerms(sized)).toEqual({ plan: 'team', seats: '1', credits: '500', interval: 'month' })
  expect(firstTerms(byCredit)).toEqual({ plan: 'any', seats: '1', credits: '100', interval: 'month' })
})

test('what another plan sells of the same is kept, and else what it sells instead', () => {
  const fields = { plan: 'any', seats: '3', credits: '250.0', interval: 'year' } as const
  expect(movedTo(sized, fields)).toEqual({ ...fields, plan: 'team', credits: '250' })
  expect(movedTo(sized, { ...fields, interval: 'month' })).toMatchObject({ credits: '500' })
  expect(movedTo(byCredit, { ...fields, plan: 'team' })).toEqual({ ...fields, interval: 'month' })
})
