import { errors, type JWTPayload, jwtVerify } from 'jose'
import { ID_PATTERN } from '../../core/accounts/account.ts'
import { keyRoles, type Principal } from '../../core/accounts/key.ts'
import type { Instant } from '../../core/instant.ts'
import { Unavailable } from '../../core/unavailable.ts'
import { keySetVerifier } from './key-set.ts'

export interface TokenSettings {
  /** A shared secret for HS256, or the URL of a key set. */
  readonly secret?: string | undefined
  readonly jwks_url?: string | undefined
  readonly audience?: string | undefined
}

/** Whom a token names, and until when it does. Whether that account is there is not the token's to say. */
export interface Bearer {
  readonly principal: Principal & { readonly account: string }
  readonly expires_at: Instant
}

export type VerifyToken = (token: string, now: Instant) => Promise<Bearer | null>

export const DEFAULT_AUDIENCE = 'scrip'

/** A shared secret is never taken for a public key, nor the other way round: each has its own algorithms. */
const SHARED = ['HS256']
const PUBLIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

/** Null where no tokens are taken. */
export function tokenVerifier({
  secret,
  jwks_url,
  audience = DEFAULT_AUDIENCE,
}: TokenSettings): VerifyToken | null {
  const checks = { audience, requiredClaims: ['exp'], clockTolerance: 0 }
  if (secret !== undefined) {
    const key = new TextEncoder().encode(secret)
    return async (token, now) => {
      const options = { ...checks, algorithms: SHARED, currentDate: new Date(now) }
      return bearerOf(await jwtVerify(token, key, options).catch(orInvalid))
    }
  }
  if (jwks_url === undefined) return null
  const verify = keySetVerifier(new URL(jwks_url))
  return async (token, now) => {
    const options = { ...checks, algorithms: PUBLIC, currentDate: new Date(now) }
    return bearerOf(await verify(token, options).catch(orInvalid))
  }
}

function orInvalid(error: unknown): null {
  if (error instanceof Unavailable) throw error
  // A key of the wrong kind for the algorithm is a TypeError of the platform.
  if (error instanceof errors.JOSEError || error instanceof TypeError) return null
  throw error
}

const ID = new RegExp(ID_PATTERN)
const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value)

/** `account_id`, else `sub`, is the account; `member_id`, or `sub` beside an `account_id`, is the member. */
function bearerOf(verified: { readonly payload: JWTPayload } | null): Bearer | null {
  if (!verified) return null
  const { sub, exp, account_id, member_id, role = 'spender' } = verified.payload
  const account = account_id ?? sub
  const member = member_id ?? (account_id === undefined ? null : (sub ?? null))
  const known = keyRoles.find((name) => name === role)
  // No token is the operator's: whoever signs them would own every account.
  if (!known || known === 'operator') return null
  if (!isId(account) || (member !== null && !isId(member)) || exp === undefined) return null
  const principal = { key: null, account, member, role: known, dialect: 'native', rate_limit: null } as const
  return { principal, expires_at: exp * 1000 }
}
