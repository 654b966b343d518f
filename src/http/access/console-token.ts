import { EncryptJWT, errors, jwtDecrypt } from 'jose'
import type { Instant } from '../../core/instant.ts'

/** Who is signed in at the console, by which key, and since when. */
export interface ConsoleSession {
  readonly id: string
  /** The key itself is nowhere in it: this is what the database knows it by. */
  readonly key_sha256: Buffer
  readonly began_at: Instant
  /** What secrets in its kept answers are sealed under: the same in each of its tokens, and stored nowhere. */
  readonly seal: string
}

export interface OpenSession extends ConsoleSession {
  readonly expires_at: Instant
  /** Whether it is time for another token of the same session. */
  readonly isWorn: boolean
}

/** Makes and opens the tokens that stand in the console's cookie. */
export interface ConsoleTokens {
  seal(session: ConsoleSession, now: Instant): Promise<string>
  /** Null where it is none of ours, or has ended. */
  open(token: string, now: Instant): Promise<OpenSession | null>
}

/** So long a session lasts without being used. */
export const IDLE_MS = 12 * 3_600_000
/** And so long at all: whoever holds a cookie can't keep it alive for ever. */
export const LONGEST_MS = 7 * 24 * 3_600_000
/** One that is used gets another token as often as this, and not with every call. */
const WORN_MS = 600_000

const KIND = 'scrip-console'

interface Claims {
  readonly sid: string
  readonly key: string
  readonly began: number
  readonly seal: string
}

/** Sealed with a secret of the installation's own, which every server reads from the database. */
export function consoleTokens(secret: () => Promise<Uint8Array>): ConsoleTokens {
  return {
    async seal({ id, key_sha256, began_at, seal }, now) {
      const claims: Claims = { sid: id, key: key_sha256.toString('base64url'), began: began_at, seal }
      return new EncryptJWT({ ...claims })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience(KIND)
        .setIssuedAt(now / 1000)
        .setExpirationTime(Math.min(now + IDLE_MS, began_at + LONGEST_MS) / 1000)
        .encrypt(await secret())
    },
    async open(token, now) {
      const options = {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        audience: KIND,
        requiredClaims: ['exp', 'iat', 'seal'],
        currentDate: new Date(now),
      }
      try {
        const { payload } = await jwtDecrypt<Claims>(token, await secret(), options)
        const { sid: id, key, began: began_at, seal, iat = 0, exp = 0 } = payload
        return {
          id,
          key_sha256: Buffer.from(key, 'base64url'),
          began_at,
          seal,
          expires_at: exp * 1000,
          isWorn: now >= iat * 1000 + WORN_MS,
        }
      } catch (error) {
        if (error instanceof errors.JOSEError) return null
        throw error
      }
    },
  }
}
