import { expect, test } from 'vitest'
import { mintingIds } from '../../src/store/mint.ts'

const now = Date.UTC(2026, 0, 15)

test('an id is its prefix and 26 digits', () => {
  expect(mintingIds().mint('deb', now)).toMatch(/^deb_[0-9a-hjkmnp-tv-z]{26}$/)
  expect(mintingIds().mint('deb', 2 ** 48 - 1)).toMatch(/^deb_7zzzzzzzzz/)
  expect(mintingIds().mint('deb', 0)).toMatch(/^deb_0000000000/)
  expect(mintingIds().mint('deb', 32 ** 5 + 33)).toMatch(/^deb_0000100011/)
})

test('ids are in the order in which they are minted', () => {
  const ids = mintingIds()
  const minted = Array.from({ length: 100_000 }, (_, i) => ids.mint('deb', now + Math.floor(i / 700)))
  expect(minted.findIndex((id, i) => i > 0 && id <= (minted[i - 1] ?? ''))).toBe(-1)
  expect(new Set(minted).size).toBe(minted.length)
})

test('the order holds where the lower half of the random part overflows', () => {
  const ids = mintingIds((bytes) => bytes.fill(0).fill(0xff, 5, 10))
  expect(ids.mint('deb', now).slice(-16)).toBe('00000000zzzzzzzz')
  expect(ids.mint('deb', now).slice(-16)).toBe('0000000100000000')
})

test('two processes, and a clock that goes back, never mint the same', () => {
  const [one, other] = [mintingIds(), mintingIds()]
  const minted = Array.from({ length: 30_000 }, (_, i) => (i % 2 ? one : other).mint('deb', now + (i % 3)))
  expect(new Set(minted).size).toBe(minted.length)
})
