import { describe, expect, test } from 'vitest'
import {
  type Bucket,
  type BucketGrant,
  bucketOf,
  type LastPurchase,
} from '../../../src/core/purchases/bucket.ts'

const DAY = 86_400_000
const NOW = 1_000 * DAY
const YEAR = 365 * DAY
const credits = (whole: number) => BigInt(whole) * 1_000_000n

/** A grant of so many whole credits, untouched unless told otherwise. */
function grantOf(id: string, amount: number, more: Partial<Record<keyof BucketGrant, unknown>> = {}) {
  return {
    id,
    amount_micro: credits(amount),
    remaining_micro: credits(amount),
    held_micro: 0n,
    frozen_micro: 0n,
    starts_at: NOW - 10 * DAY,
    expires_at: NOW - 10 * DAY + YEAR,
    expired_micro: 0n,
    revoked_micro: 0n,
    ...more,
  } as BucketGrant
}

const bought = (grant: string, amount: number, before: number): LastPurchase => ({
  grant,
  credits_micro: credits(amount),
  remaining_before_micro: credits(before),
  granted_at: NOW - 10 * DAY,
})

const shown = ({ issued_micro, used_micro, available_micro, is_expired }: Bucket) => ({
  issued: Number(issued_micro) / 1e6,
  used: Number(used_micro) / 1e6,
  available: Number(available_micro) / 1e6,
  is_expired,
})

const at = (last: LastPurchase | null, grants: BucketGrant[], now = NOW) =>
  shown(bucketOf({ last, grants }, now))

describe('the bucket', () => {
  test('is empty before anything came', () => {
    const bucket = bucketOf({ last: null, grants: [] }, NOW)
    expect(bucket).toMatchObject({ expires_at: null, last: null })
    expect(shown(bucket)).toEqual({ issued: 0, used: 0, available: 0, is_expired: false })
  })

  test('of grants alone counts all of them', () => {
    const grants = [
      grantOf('a', 30, { remaining_micro: 0n }),
      grantOf('b', 20, { remaining_micro: credits(15) }),
    ]
    expect(at(null, grants)).toEqual({ issued: 50, used: 35, available: 15, is_expired: false })
  })

  test('begins anew with each purchase, from what remained', () => {
    const old = grantOf('a', 100, { remaining_micro: credits(40), starts_at: NOW - 20 * DAY })
    const last = bought('b', 200, 40)
    expect(at(last, [old, grantOf('b', 200)])).toEqual({
      issued: 240,
      used: 0,
      available: 240,
      is_expired: false,
    })
    const later = [{ ...old, remaining_micro: 0n }, grantOf('b', 200, { remaining_micro: credits(190) })]
    expect(at(last, later)).toEqual({ issued: 240, used: 50, available: 190, is_expired: false })
  })

  test('takes in what is granted after the purchase, and not what came before it', () => {
    const given = grantOf('c', 10, { starts_at: NOW - DAY })
    const before = grantOf('a', 5, { starts_at: NOW - 20 * DAY })
    expect(at(bought('b', 100, 5), [before, grantOf('b', 100), given])).toMatchObject({
      issued: 115,
      used: 0,
    })
  })

  test('counts what is held as used until it comes back', () => {
    const grants = [grantOf('b', 100, { remaining_micro: credits(70), held_micro: credits(30) })]
    expect(at(bought('b', 100, 0), grants)).toMatchObject({ issued: 100, used: 30, available: 70 })
  })

  test('counts what is frozen neither as issued nor as used', () => {
    const frozen = { remaining_micro: 0n, held_micro: credits(90), frozen_micro: credits(90) }
    expect(at(bought('b', 100, 0), [grantOf('b', 100, frozen)])).toMatchObject({
      issued: 10,
      used: 10,
      available: 0,
    })
  })

  test('has what was taken back no longer issued, and what was spent still used', () => {
    const half = grantOf('b', 100, { remaining_micro: credits(50), revoked_micro: credits(50) })
    expect(at(bought('b', 100, 0), [half])).toMatchObject({ issued: 50, used: 0, available: 50 })
    // 80 were spent: of the 50 to take back, 20 were left; the other 30 are owed.
    const spent = grantOf('b', 100, { remaining_micro: 0n, revoked_micro: credits(20) })
    expect(at(bought('b', 100, 0), [spent])).toMatchObject({ issued: 80, used: 80, available: 0 })
  })

  test('has a debt that the purchase paid as used', () => {
    const paid = grantOf('b', 100, { remaining_micro: credits(80) })
    expect(at(bought('b', 100, 0), [paid])).toMatchObject({ issued: 100, used: 20, available: 80 })
  })

  test('of which more is there than was issued never has less than nothing used', () => {
    // Usage of before the purchase was given back after it.
    const returned = grantOf('a', 100, { remaining_micro: credits(15), starts_at: NOW - 20 * DAY })
    expect(at(bought('b', 100, 10), [returned, grantOf('b', 100)])).toMatchObject({
      issued: 115,
      used: 0,
      available: 115,
    })
  })

  test('keeps its numbers when it expires, with nothing available', () => {
    const end = NOW - 10 * DAY + YEAR
    const lapsed = grantOf('b', 100, { remaining_micro: 0n, expired_micro: credits(70) })
    const last = bought('b', 100, 0)
    expect(at(last, [lapsed], end)).toEqual({ issued: 100, used: 30, available: 0, is_expired: true })
    expect(bucketOf({ last, grants: [lapsed] }, end).expires_at).toBe(end)
  })

  test('is not expired a millisecond before its end', () => {
    const end = NOW - 10 * DAY + YEAR
    expect(at(bought('b', 100, 0), [grantOf('b', 100)], end - 1)).toMatchObject({
      is_expired: false,
      available: 100,
    })
  })

  test('lets go of a grant that expires before the rest', () => {
    const early = grantOf('c', 50, {
      starts_at: NOW - 5 * DAY,
      expires_at: NOW - DAY,
      remaining_micro: 0n,
      expired_micro: credits(40),
    })
    const rest = grantOf('b', 100, { remaining_micro: credits(95) })
    expect(at(bought('b', 100, 0), [early, rest])).toEqual({
      issued: 110,
      used: 15,
      available: 95,
      is_expired: false,
    })
  })

  test('ends with the last of what is left, and never where some of that never does', () => {
    const ends = (grants: BucketGrant[]) => bucketOf({ last: bought('b', 100, 0), grants }, NOW).expires_at
    const last = grantOf('b', 100)
    const given = grantOf('c', 10, { starts_at: NOW - DAY, expires_at: NOW + 2 * YEAR })
    expect(ends([last, given])).toBe(NOW + 2 * YEAR)
    expect(ends([last, { ...given, remaining_micro: 0n }])).toBe(last.expires_at)
    expect(ends([last, { ...given, expires_at: null }])).toBeNull()
    expect(
      ends([
        { ...last, remaining_micro: 0n },
        { ...given, remaining_micro: 0n },
      ]),
    ).toBe(NOW + 2 * YEAR)
  })
})
