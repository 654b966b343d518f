import { createHash, randomBytes } from 'node:crypto'
import type { Secret } from '../core/accounts/secret.ts'
import type { Secrets } from '../core/ports.ts'

export const sha256Of = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** 256 random bits in 43 characters: nobody guesses one, so a plain hash is enough to keep it by. */
export function mintSecret(): Secret {
  const text = `sk_${randomBytes(32).toString('base64url')}`
  return { text, sha256: sha256Of(text) }
}

export const secrets: Secrets = { mint: mintSecret }
