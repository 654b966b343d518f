import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCredits, isFault, MAX_AMOUNT_MICRO, parseCredits, parseMicro } from '../../src/core/credits.ts'

const amount = fc.bigInt(0n, MAX_AMOUNT_MICRO)

describe('credits', () => {
  test('come back from their text as they were', () => {
    fc.assert(
      fc.property(amount, (micro) => {
        expect(parseMicro(formatCredits(micro))).toBe(micro)
      }),
    )
  })

  test('come back from a JSON number as they were, where a number can hold them', () => {
    const held = fc.bigInt(0n, 10n ** 15n)
    fc.assert(
      fc.property(held, (micro) => {
        const number = JSON.parse(JSON.stringify(Number(formatCredits(micro))))
        expect(parseMicro(number)).toBe(micro)
      }),
    )
  })

  test('of any number are exact or refused, never rounded', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 0, max: 1e12 }), (number) => {
        const micro = parseMicro(number)
        if (!isFault(micro)) expect(Number(formatCredits(micro))).toBe(number)
      }),
    )
  })

  test.each([
    [1.5, 1_500_000n],
    ['1.5', 1_500_000n],
    ['0.000001', 1n],
    [1e-6, 1n],
    ['1.5000000000', 1_500_000n],
    [1e12, MAX_AMOUNT_MICRO],
    ['000012', 12_000_000n],
  ])('%s is %s', (text, micro) => {
    expect(parseCredits(text)).toBe(micro)
  })

  test.each([
    ['0.0000001'],
    [1e-7],
    [1.0000001],
    ['1.2345678'],
    [Number('1e400')],
    [-1],
    ['-1'],
    [0],
    [-0],
    ['0'],
    ['-0.000'],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    ['1e3'],
    ['1e400'],
    [1e300],
    [5e-324],
    ['1000000000000.000001'],
    [1e13],
    [''],
    [' 1'],
    ['1.'],
    ['.5'],
    ['+1'],
    ['0x10'],
    ['1,5'],
    ['١'],
    ['9'.repeat(10_000)],
  ])('%s is refused', (text) => {
    expect(parseCredits(text)).toEqual({ fault: expect.any(String) })
  })

  test.each([
    [0n, '0'],
    [1n, '0.000001'],
    [-1n, '-0.000001'],
    [100_000n, '0.1'],
    [1_000_000n, '1'],
    [-1_500_000n, '-1.5'],
    [MAX_AMOUNT_MICRO, '1000000000000'],
  ])('%s prints as %s', (micro, text) => {
    expect(formatCredits(micro)).toBe(text)
  })
})
