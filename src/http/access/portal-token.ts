import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose'
import type { PortalSession } from '../../core/accounts/open-portal.ts'
import type { Bearer, VerifyToken } from './token.ts'

/** Makes and knows the tokens of links to the portal. */
export interface PortalTokens {
  sign(session: PortalSession): Promise<string>
  readonly verify: VerifyToken
}

/** In a token's head it tells a link to the portal from a token of the product's own. */
const KIND = 'scrip-portal'

/** Signed with a secret of the installation's own, which every server reads from the database. */
export function portalTokens(secret: () => Promise<Uint8Array>): PortalTokens {
  return {
    async sign({ account, member, role, era, return_url, expires_at }) {
      return new SignJWT({ role, member, era, return_url })
        .setProtectedHeader({ alg: 'HS256', kid: KIND })
        .setSubject(account)
        .setAudience(KIND)
        .setExpirationTime(expires_at / 1000)
        .sign(await secret())
    },
    async verify(token, now) {
      const options = {
        algorithms: ['HS256'],
        audience: KIND,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(now),
      }
      try {
        const { payload } = await jwtVerify<Claims>(token, await secret(), options)
        return bearerOf(payload)
      } catch (error) {
        if (error instanceof errors.JOSEError) return null
        throw error
      }
    },
  }
}

/** Tokens of either kind: each is checked by the secret of its own kind, whatever else it says. */
export const eitherKind =
  (ofProduct: VerifyToken | null, ofPortal: VerifyToken): VerifyToken =>
  (token, now) =>
    isPortalToken(token) ? ofPortal(token, now) : (ofProduct?.(token, now) ?? Promise.resolve(null))

function isPortalToken(token: string): boolean {
  try {
    return decodeProtectedHeader(token).kid === KIND
  } catch {
    return false
  }
}

interface Claims {
  readonly sub: string
  readonly exp: number
  readonly role: PortalSession['role']
  readonly member: string | null
  readonly era: number
  readonly return_url: string | null
}

const bearerOf = ({ sub, exp, role, member, era, return_url }: Claims): Bearer => {
  const expires_at = exp * 1000
  const portal = { return_url, expires_at, era }
  return {
    principal: { key: null, account: sub, member, role, dialect: 'native', rate_limit: null, portal },
    expires_at,
  }
}
