import { randomFillSync } from 'node:crypto'
import type { Instant } from '../core/instant.ts'
import type { Ids } from '../core/ports.ts'

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

/** Every pair of digits, so that ten bits cost one look-up. */
const PAIRS = Array.from({ length: 1024 }, (_, i) => `${DIGITS[i >> 5]}${DIGITS[i & 31]}`)

const HALF_BITS = 2 ** 40

/** Eight digits of 40 bits: more than 32, so the upper half is taken off by division. */
function eightDigits(value: number): string {
  const high = Math.floor(value / 0x100000)
  const low = value % 0x100000
  return `${PAIRS[high >> 10]}${PAIRS[high & 1023]}${PAIRS[low >> 10]}${PAIRS[low & 1023]}`
}

/**
 * Mints `deb_` and 26 digits: 48 bits of the time in milliseconds and 80 random ones. Within one millisecond the
 * random part only counts up, so that ids of one process are in order, and an index on them grows at its end.
 */
export function mintingIds(fill: (bytes: Buffer) => void = randomFillSync): Ids {
  const pool = Buffer.alloc(4000)
  let used = pool.length
  let time: Instant = -1
  let timeDigits = ''
  let upper = 0
  let upperDigits = ''
  let lower = 0

  function random40(): number {
    if (used === pool.length) {
      fill(pool)
      used = 0
    }
    used += 5
    return pool.readUIntBE(used - 5, 5)
  }

  function begin(now: Instant): void {
    time = now
    timeDigits = PAIRS[Math.floor(now / HALF_BITS)] + eightDigits(now % HALF_BITS)
    upper = random40()
    upperDigits = eightDigits(upper)
    lower = random40()
  }

  function countUp(): void {
    lower += 1
    if (lower < HALF_BITS) return
    lower = 0
    upper = (upper + 1) % HALF_BITS
    upperDigits = eightDigits(upper)
  }

  return {
    mint(prefix, now) {
      if (now === time) countUp()
      else begin(now)
      return `${prefix}_${timeDigits}${upperDigits}${eightDigits(lower)}`
    },
  }
}
