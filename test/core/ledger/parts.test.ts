import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { split } from '../../../src/core/ledger/decide-capture.ts'
import { lastDrawn } from '../../../src/core/ledger/decide-reversal.ts'
import type { Draw } from '../../../src/core/ledger/drawdown.ts'
import { extendedTo, type Hold } from '../../../src/core/ledger/hold.ts'

const draw = (grant: string, amount_micro: bigint): Draw => ({ grant, amount_micro })
const RECEIPT = [draw('a', 5n), draw('b', 3n), draw('c', 2n)]
const sum = (draws: readonly Draw[]) => draws.reduce((all, { amount_micro }) => all + amount_micro, 0n)

test('a hold lives ninety days at most, however it is extended; one that was given more keeps it', () => {
  const DAY = 86_400_000
  const hold = { created_at: 5 * DAY, ends_at: 6 * DAY } as Hold
  expect(extendedTo(hold, 30 * DAY)).toBe(30 * DAY)
  expect(extendedTo({ ...hold, ends_at: 90 * DAY }, 120 * DAY)).toBe(95 * DAY)
  expect(extendedTo({ ...hold, ends_at: 100 * DAY }, 130 * DAY)).toBe(100 * DAY)
  expect(extendedTo({ ...hold, ends_at: 100 * DAY }, 97 * DAY)).toBe(97 * DAY)
})

describe('a capture splits the receipt', () => {
  test('within a grant: the first part is burned, the rest goes back', () => {
    expect(split(RECEIPT, 6n)).toEqual({
      taken: [draw('a', 5n), draw('b', 1n)],
      left: [draw('b', 2n), draw('c', 2n)],
    })
  })

  test('at its ends', () => {
    expect(split(RECEIPT, 10n)).toEqual({ taken: RECEIPT, left: [] })
    expect(split(RECEIPT, 0n)).toEqual({ taken: [], left: RECEIPT })
    expect(split(RECEIPT, 99n)).toEqual({ taken: RECEIPT, left: [] })
  })
})

describe('a reversal gives back', () => {
  test('what was drawn last first', () => {
    expect(lastDrawn(RECEIPT, 0n, 4n)).toEqual([draw('c', 2n), draw('b', 2n)])
    expect(lastDrawn(RECEIPT, 4n, 2n)).toEqual([draw('b', 1n), draw('a', 1n)])
    expect(lastDrawn(RECEIPT, 0n, 10n)).toEqual([draw('c', 2n), draw('b', 3n), draw('a', 5n)])
  })

  test('the same in parts as at once', () => {
    const receipt = fc.array(fc.bigInt(1n, 20n), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(receipt, fc.array(fc.bigInt(1n, 9n), { maxLength: 9 }), (amounts, parts) => {
        const draws = amounts.map((amount, i) => draw(`g${i}`, amount))
        const back = new Map<string, bigint>()
        let gone = 0n
        for (const part of parts.filter((one) => one > 0n)) {
          if (gone + part > sum(draws)) break
          for (const { grant, amount_micro } of lastDrawn(draws, gone, part))
            back.set(grant, (back.get(grant) ?? 0n) + amount_micro)
          gone += part
        }
        const atOnce = new Map(
          lastDrawn(draws, 0n, gone).map(({ grant, amount_micro }) => [grant, amount_micro]),
        )
        expect(back).toEqual(atOnce)
      }),
    )
  })
})
