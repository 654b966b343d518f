import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CreditType } from '../../../src/core/catalogue/credit-type.ts'
import { isFault, MICRO, parseMicro } from '../../../src/core/credits.ts'
import { checkPrice } from '../../../src/core/pricing/check-price.ts'
import type { Price, PriceScheme, Tier } from '../../../src/core/pricing/price.ts'
import { MAX_PRICE_MINOR, quote } from '../../../src/core/pricing/quote.ts'
import { isRefusal } from '../../../src/core/refusal.ts'

/** An amount as a person writes it. */
function micro(text: string): bigint {
  const parsed = parseMicro(text)
  if (isFault(parsed)) throw new Error(parsed.fault)
  return parsed
}

const typeAt = (unit_price: string | null, currency = 'usd'): CreditType => ({
  id: 'neo',
  name: 'Neo credits',
  unit: 'credit',
  unit_price_micro: unit_price === null ? null : micro(unit_price),
  currency,
  expiry: { policy: 'never' },
  created_at: 0,
})

const priceOf = (terms: PriceScheme, more: Partial<Price> = {}): Price => ({
  id: 'pri_1',
  credit_type: 'neo',
  currency: 'usd',
  terms,
  created_at: 0,
  archived_at: null,
  ...more,
})

const minorOf = (answer: ReturnType<typeof quote>) =>
  isRefusal(answer) ? answer.refused : answer.price_minor

describe('a price for each credit', () => {
  test.each([
    ['5', 'usd', '100', 50_000n],
    ['5', 'usd', '3000', 1_500_000n],
    ['5', 'usd', '99.999999', 50_000n],
    ['5', 'usd', '100.000001', 50_000n],
    ['5', 'usd', '100.1', 50_050n],
    ['5', 'usd', '100.001', 50_001n],
    ['5', 'usd', '100.000999', 50_000n],
    ['0.000001', 'usd', '5000', 1n],
    ['0.000001', 'usd', '4999.999999', 'amount_too_small'],
    ['0.015', 'usd', '1', 2n],
    ['0.014999', 'usd', '1', 1n],
    ['1.5', 'jpy', '1', 2n],
    ['1.499999', 'jpy', '1', 1n],
    ['0.005', 'kwd', '1', 10n],
    ['0.004999', 'kwd', '1', 'amount_too_small'],
    ['50.5', 'ugx', '100', 505_000n],
    ['0.5', 'isk', '1', 100n],
    ['0.499999', 'isk', '1', 'amount_too_small'],
    ['1', 'usd', '999999.99', MAX_PRICE_MINOR],
    ['1', 'usd', '1000000', 'credits_out_of_range'],
    ['0', 'usd', '100', 'amount_too_small'],
    [null, 'usd', '100', 'not_for_sale'],
  ])('%s %s: %s credits are %s', (unit_price, currency, credits, minor) => {
    expect(minorOf(quote(typeAt(unit_price, currency), null, micro(credits), null))).toBe(minor)
  })

  test('costs a cent more every fifth of a hundredth, in steps of a tenth of a credit at ten cents', () => {
    for (let tenths = 1n; tenths <= 100n; tenths += 1n)
      expect(minorOf(quote(typeAt('0.1'), null, (tenths * MICRO) / 10n, null))).toBe(
        tenths < 1n ? 'amount_too_small' : tenths,
      )
  })

  test('rounds once and half up, whatever the amount and the price', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 12n), fc.bigInt(1n, 10n ** 7n), (credits_micro, unit_price_micro) => {
        const type = { ...typeAt('1'), unit_price_micro }
        const answer = quote(type, null, credits_micro, null)
        const exact = credits_micro * unit_price_micro * 100n
        if (isRefusal(answer)) {
          expect(2n * exact < 10n ** 12n || exact > MAX_PRICE_MINOR * 10n ** 12n).toBe(true)
          return
        }
        // What is charged is never more than half a cent away, and half a cent is rounded up.
        const twice_off = 2n * (answer.price_minor * 10n ** 12n - exact)
        expect(twice_off > -(10n ** 12n) && twice_off <= 10n ** 12n).toBe(true)
      }),
    )
  })
})

describe('a bundle', () => {
  const bundle = priceOf({ scheme: 'bundle', pack_size_micro: micro('2.5'), pack_price_minor: 999n })
  test.each([
    ['2.5', 999n],
    ['25', 9990n],
    ['2.500001', 'not_a_whole_pack'],
    ['2', 'not_a_whole_pack'],
  ])('%s credits are %s', (credits, minor) => {
    const answer = quote(typeAt(null), bundle, micro(credits), null)
    expect(minorOf(answer)).toBe(minor)
    if (!isRefusal(answer)) expect(answer).toMatchObject({ price: 'pri_1', unit_price_micro: null })
  })
})

describe('volume tiers', () => {
  const tiers = [
    { up_to_micro: micro('100'), unit_price_micro: micro('5') },
    { up_to_micro: micro('1000'), unit_price_micro: micro('4') },
    { up_to_micro: null, unit_price_micro: micro('3.5') },
  ]
  test.each([
    ['0.1', 50n, '5'],
    ['100', 50_000n, '5'],
    ['100.000001', 40_000n, '4'],
    ['1000', 400_000n, '4'],
    ['1000.1', 350_035n, '3.5'],
    ['3000', 1_050_000n, '3.5'],
  ])('the tier of %s credits prices all of them', (credits, minor, each) => {
    const answer = quote(typeAt('9'), priceOf({ scheme: 'volume', tiers }), micro(credits), null)
    expect(answer).toMatchObject({ price_minor: minor, unit_price_micro: micro(each) })
  })
})

describe('a price', () => {
  const unit: PriceScheme = { scheme: 'unit', unit_price_micro: micro('2') }
  test('may be in another currency than its type', () => {
    const answer = quote(typeAt('5'), priceOf(unit, { currency: 'jpy' }), micro('10'), null)
    expect(answer).toMatchObject({ currency: 'jpy', price_minor: 20n })
  })
  test('of another type, or archived, is refused', () => {
    const asked = (more: Partial<Price>) => minorOf(quote(typeAt('5'), priceOf(unit, more), MICRO, null))
    expect(asked({ credit_type: 'v0' })).toBe('price_mismatch')
    expect(asked({ archived_at: 5 })).toBe('price_not_found')
  })
  test('gives way to no amount of the caller, which needs no price', () => {
    expect(minorOf(quote(typeAt('5'), priceOf(unit), MICRO, 100n))).toBe('price_mismatch')
    expect(quote(typeAt(null), null, MICRO, 123n)).toMatchObject({
      price_minor: 123n,
      unit_price_micro: null,
    })
    expect(minorOf(quote(typeAt(null), null, MICRO, 0n))).toBe('amount_too_small')
  })
})

describe('the terms of a new price', () => {
  const tier = (up_to: string | null, each = 1n): Tier => ({
    up_to_micro: up_to === null ? null : micro(up_to),
    unit_price_micro: each,
  })
  test.each<[PriceScheme, string | null]>([
    [{ scheme: 'unit', unit_price_micro: 0n }, null],
    [{ scheme: 'unit', unit_price_micro: -1n }, 'less than nothing'],
    [{ scheme: 'bundle', pack_size_micro: 1n, pack_price_minor: 0n }, null],
    [{ scheme: 'bundle', pack_size_micro: 0n, pack_price_minor: 1n }, 'no credits'],
    [{ scheme: 'bundle', pack_size_micro: 1n, pack_price_minor: -1n }, 'less than nothing'],
    [{ scheme: 'volume', tiers: [tier(null)] }, null],
    [{ scheme: 'volume', tiers: [tier('1'), tier('2'), tier(null)] }, null],
    [{ scheme: 'volume', tiers: [] }, 'a tier'],
    [{ scheme: 'volume', tiers: [tier('1')] }, 'the last must not'],
    [{ scheme: 'volume', tiers: [tier(null), tier(null)] }, 'the last must not'],
    [{ scheme: 'volume', tiers: [tier('0'), tier(null)] }, 'further'],
    [{ scheme: 'volume', tiers: [tier('2'), tier('2'), tier(null)] }, 'further'],
    [{ scheme: 'volume', tiers: [tier('1', -1n), tier(null)] }, 'less than nothing'],
  ])('number %# is looked over', (terms, fault) => {
    const found = checkPrice(terms)
    if (fault === null) expect(found).toBeNull()
    else expect(found?.fault).toContain(fault)
  })
})
