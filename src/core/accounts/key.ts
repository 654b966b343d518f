import type { Instant } from '../instant.ts'

/**
 * What the bearer of a key may do. `operator` is the product itself and sees every account. The others are bound to
 * one account: `admin` also manages its members, caps and keys, `spender` reads and burns, `viewer` only reads.
 */
export const keyRoles = ['operator', 'admin', 'spender', 'viewer'] as const
export type KeyRole = (typeof keyRoles)[number]

/**
 * Who may be calling: the bearers of keys, and who opened the portal. A `buyer` reads its account, buys, and minds its
 * cards, seats and caps; a `member` reads what it has itself burned and can still burn. Neither burns or makes keys.
 */
export const callerRoles = [...keyRoles, 'buyer', 'member'] as const
export type CallerRole = (typeof callerRoles)[number]

/**
 * The faces of the API. A key belongs to the face that it was issued for, and has the form which clients of that face
 * expect; a native one opens all of them.
 */
export const faces = ['native', 'neo', 'vercel', 'hyperline'] as const
export type Face = (typeof faces)[number]

/** An API key as it is kept: the secret itself is shown once and stored only as its SHA-256. */
export interface Key {
  readonly id: string
  readonly account: string | null
  readonly member: string | null
  readonly role: KeyRole
  readonly dialect: Face
  readonly name: string | null
  readonly prefix: string
  readonly last_four: string
  /** Requests in ten seconds; null means as many as any key may send. */
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
  readonly role: CallerRole
  /** The face that the key was issued for; a token is native. */
  readonly dialect: Face
  readonly rate_limit: number | null
  /** Where the caller came by a link to the portal. */
  readonly portal?: PortalVisit
}

/** What a link to the portal says beside who opens it. */
export interface PortalVisit {
  /** Where the portal leads back to. */
  readonly return_url: string | null
  readonly expires_at: Instant
  /** Of the account and the member when the link was made: in a later one it opens nothing. */
  readonly era: number
}
