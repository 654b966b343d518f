import type { CreditType, Price } from '@scrip/sdk'
import { describe, expect, test } from 'vitest'
import { creditsTaken } from '../../web/console/purchases/credits-taken.ts'
import { expiryText, offersOf, quickAmounts, tierAt } from '../../web/portal/buy/offers.ts'
import { microOf, sentAmount, shareOf, textOf, typedAmount } from '../../web/ui/decimal.ts'

describe('an amount that somebody types', () => {
  test.each([
    ['12', '12'],
    [' 12.50 ', '12.5'],
    ['0.125', '0.125'],
    ['0.000001', '0.000001'],
    ['007', '7'],
    ['10.000', '10'],
    ['1,000', '1000'],
    ['1,234,567.89', '1234567.89'],
    ['12 345 678', '12345678'],
    ['1_000', '1000'],
    ['9999999999999', '9999999999999'],
    ['9,999,999,999,999.999999', '9999999999999.999999'],
  ])('is read as in English: %s', (text, amount) => {
    expect(typedAmount(text)).toBe(amount)
    expect(sentAmount(text)).toBe(amount)
  })

  test.each([
    '0,125',
    '0,125.5',
    '1.234,567',
    '12345,678',
    '1234,567',
    '1,23',
    '1,2345',
    ',123',
    '1 2 3',
    '1 23',
    '1,234 567',
    '1,234.567,890',
    '1.2.3',
    '1.1234567',
    '10000000000000',
    '10,000,000,000,000',
    '-1',
    '+1',
    '1e3',
    '.5',
    '5.',
    '',
    'ten',
    '١٢',
  ])('is none where it could be meant otherwise: %s', (text) => {
    expect(typedAmount(text)).toBeNull()
    expect(sentAmount(text)).toBe(text)
  })
})

test('amounts are exact to the millionth, there and back', () => {
  for (const text of ['0', '0.000001', '-0.5', '-12.34', '9999999999999.999999'])
    expect(textOf(microOf(text))).toBe(text)
  expect(shareOf('1', '3')).toBe(0.3333)
  for (const [part, whole] of [
    ['1', '0'],
    ['-1', '3'],
  ] as const)
    expect(shareOf(part, whole)).toBe(0)
  expect(shareOf('4', '3')).toBe(1)
})

describe('what a refund takes back', () => {
  const bought = {
    subscription: null,
    amount: '100',
    subtotal: '50.00',
    total: '59.50',
    refunded: '0.00',
    revoked: '0',
  }
  const whole = { amount: '100', revoked: '0' }

  test('is in proportion to the money, taxes included, rounded half up', () => {
    expect(creditsTaken(bought, '59.50', whole)).toBe('100')
    expect(creditsTaken(bought, '5.95', whole)).toBe('10')
    expect(creditsTaken({ ...bought, total: null }, '5.00', whole)).toBe('10')
    expect(creditsTaken({ ...bought, total: '3.00' }, '1.00', whole)).toBe('33.333333')
    expect(creditsTaken({ ...bought, total: '3.00' }, '2.00', whole)).toBe('66.666667')
  })

  test('is what refunds have not taken before, so that parts come to the whole', () => {
    const part = { ...bought, total: '3.00', refunded: '1.00', revoked: '33.333333' }
    expect(creditsTaken(part, '1.00', { ...whole, revoked: '33.333333' })).toBe('33.333334')
    expect(creditsTaken(part, '2.00', { ...whole, revoked: '33.333333' })).toBe('66.666667')
    expect(creditsTaken({ ...bought, revoked: '100' }, '5.00', { ...whole, revoked: '100' })).toBe('0')
  })

  test('is no more than was left by who took credits by hand', () => {
    expect(creditsTaken(bought, '59.50', { ...whole, revoked: '60' })).toBe('40')
    expect(creditsTaken(bought, '5.95', { ...whole, revoked: '60' })).toBe('10')
    expect(creditsTaken(bought, '59.50', { ...whole, revoked: '100' })).toBe('0')
  })

  test('is nothing where none were granted, or by a subscription', () => {
    expect(creditsTaken(bought, '59.50', null)).toBe('0')
    expect(creditsTaken({ ...bought, subscription: 'sub_1' }, '59.50', whole)).toBe('0')
  })
})

describe('what is offered', () => {
  const type = {
    id: 'agent',
    currency: 'usd',
    unit_price: '0.01',
    expiry: { policy: 'fixed', after: 'P1Y' },
  } as CreditType
  const price = (more: Partial<Price>) =>
    ({ id: 'pri', credit_type: 'agent', currency: 'usd', ...more }) as Price

  test('is its own price, and those of its prices', () => {
    const tiers = [
      { up_to: '100', unit_price: '0.02' },
      { up_to: null, unit_price: '0.005' },
    ]
    const prices = [
      price({ id: 'packs', scheme: 'bundle', pack_size: '1000', pack_price: '8.50' }),
      price({ id: 'volume', scheme: 'volume', tiers }),
      price({ id: 'other', credit_type: 'gateway', scheme: 'unit', unit_price: '1' }),
    ]
    expect(offersOf(type, prices)).toMatchObject([
      { key: 'own', label: 'Any amount', hint: '$0.01 each' },
      { key: 'packs', label: 'Packs of 1,000', hint: '$8.50 a pack' },
      { key: 'volume', label: 'Cheaper by volume', hint: 'From $0.005 each' },
    ])
    expect(offersOf({ ...type, unit_price: null }, [])).toEqual([])
    expect(tierAt(tiers, '100')).toBe(tiers[0])
    expect(tierAt(tiers, '100.000001')).toBe(tiers[1])
  })

  test.each([
    ['usd', '0.01', ['1000', '5000', '10000', '50000']],
    ['usd', '0.03', ['300', '1000', '3000', '10000']],
    ['jpy', '3', ['300', '1000', '3000', '10000']],
    ['usd', '40', ['1', '2', '10']],
    ['usd', '0', []],
  ])('has quick amounts that are round: %s %s', (currency, unit_price, amounts) => {
    const [offer] = offersOf({ ...type, currency, unit_price }, [])
    expect(offer && quickAmounts({ ...type, currency, unit_price }, offer)).toEqual(amounts)
  })

  test('says when it expires', () => {
    const said = (expiry: Partial<CreditType['expiry']>) =>
      expiryText({ ...type, expiry: expiry as CreditType['expiry'] })
    expect(said({ policy: 'never' })).toBe('They never expire.')
    expect(said({ policy: 'fixed', after: 'P1Y' })).toBe('They expire a year after they are bought.')
    expect(said({ policy: 'rolling', after: 'P30D' })).toContain('30 days after the last purchase')
    expect(said({ policy: 'period_end', period: 'month' })).toContain('the end of the month')
  })
})
