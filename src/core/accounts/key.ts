import type { Instant } from '../instant.ts'

/**
 * What the bearer of a key may do. `operator` is the product itself and sees every account. The others are bound to
 * one account: `admin` also manages its members, caps and keys, `spender` reads and burns, `viewer` only reads.
 */
export const keyRoles = ['operator', 'admin', 'spender', 'viewer'] as const
export type KeyRole = (typeof keyRoles)[number]

/** An API key as it is kept: the secret itself is shown once and stored only as its SHA-256. */
export interface Key {
  readonly id: string
  readonly account: string | null
  readonly member: string | null
  readonly role: KeyRole
  readonly name: string | null
  readonly prefix: string
  readonly last_four: string
  /** Requests in a window of `rate_window_seconds`; null means the default of the role. */
  readonly rate_limit: number | null
  readonly created_at: Instant
  readonly expires_at: Instant | null
  readonly revoked_at: Instant | null
}

/** Who is calling, after authentication by key or token. */
export interface Principal {
  /** The API key's id, or null for a token. */
  readonly key: string | null
  readonly account: string | null
  readonly member: string | null
  readonly role: KeyRole
  readonly rate_limit: number | null
}
