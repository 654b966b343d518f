import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'

/** The last purchase of a bucket whose credits were granted: from it on the bucket counts anew. */
export interface LastPurchase {
  readonly grant: string
  readonly credits_micro: Micro
  /** What the bucket still had, held or not, just before. */
  readonly remaining_before_micro: Micro
  readonly granted_at: Instant
}

/** A grant that has started and came by no subscription. */
export interface BucketGrant {
  readonly id: string
  readonly amount_micro: Micro
  /** Can be drawn. */
  readonly remaining_micro: Micro
  /** Set aside by holds, or frozen. */
  readonly held_micro: Micro
  readonly frozen_micro: Micro
  readonly starts_at: Instant
  readonly expires_at: Instant | null
  /** What of it expired, and what was taken back of it, since the last purchase; ever, where there is none. */
  readonly expired_micro: Micro
  readonly revoked_micro: Micro
}

export interface BucketFacts {
  readonly last: LastPurchase | null
  readonly grants: readonly BucketGrant[]
}

/** What an account topped up with, seen as one bucket that every purchase fills anew. */
export interface Bucket {
  /** What remained at the last purchase and what was bought, with what came since and without what was taken back. */
  readonly issued_micro: Micro
  /** Of that burned, set aside by holds, or gone for a debt. */
  readonly used_micro: Micro
  readonly available_micro: Micro
  /** When the last of it expires or did; null where some of it never does, or there is nothing yet. */
  readonly expires_at: Instant | null
  readonly is_expired: boolean
  /** Null where nothing was ever bought. */
  readonly last: Pick<LastPurchase, 'credits_micro' | 'granted_at'> | null
}

/**
 * What is issued is counted, what is available is what the grants say, and what is used lies between the two. So
 * usage needs no sum, however much of it there was. A bucket that has expired keeps both numbers, and has nothing
 * available; a grant that expired before the rest is no longer counted as issued.
 */
export function bucketOf({ last, grants }: BucketFacts, now: Instant): Bucket {
  const expires_at = expiryOf(last, grants)
  const is_expired = expires_at !== null && expires_at <= now
  let issued_micro = last ? last.remaining_before_micro + last.credits_micro : 0n
  let available_micro = 0n
  let lapsed_micro = 0n
  for (const grant of grants) {
    available_micro += grant.remaining_micro
    if (cameSince(last, grant)) issued_micro += grant.amount_micro
    issued_micro -= grant.revoked_micro + grant.frozen_micro
    if (grant.expires_at === expires_at) lapsed_micro += grant.expired_micro
    else issued_micro -= grant.expired_micro
  }
  const left_micro = available_micro + lapsed_micro
  // Usage of before the purchase may be given back after it: then there is more than was issued.
  const used_micro = issued_micro > left_micro ? issued_micro - left_micro : 0n
  return { issued_micro: left_micro + used_micro, used_micro, available_micro, expires_at, is_expired, last }
}

const cameSince = (last: LastPurchase | null, { id, starts_at }: BucketGrant): boolean =>
  last === null || (id !== last.grant && starts_at > last.granted_at)

/** That of what is left, which counts to the last; where nothing is left, that of what was issued. */
function expiryOf(last: LastPurchase | null, grants: readonly BucketGrant[]): Instant | null {
  const left = grants.filter(({ remaining_micro, held_micro }) => remaining_micro + held_micro > 0n)
  const issued = () => grants.filter((grant) => grant.id === last?.grant || cameSince(last, grant))
  let latest: Instant | null = null
  for (const { expires_at } of left.length > 0 ? left : issued()) {
    if (expires_at === null) return null
    if (latest === null || expires_at > latest) latest = expires_at
  }
  return latest
}
