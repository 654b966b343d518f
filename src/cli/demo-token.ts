import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { DEFAULT_AUDIENCE, type TokenSettings } from '../http/access/token.ts'
import { writeDurably } from '../store/embedded/durable-file.ts'
import { NEO_MEMBER } from './demo.ts'
import type { Settings } from './settings.ts'

export const tokensOf = ({ jwtSecret, jwksUrl, jwtAudience }: Settings): TokenSettings => ({
  secret: jwtSecret,
  jwks_url: jwksUrl,
  audience: jwtAudience,
})

/** Where nobody said how tokens are checked, the demo has a secret of its own, made once. */
export function withDemoSecret(tokens: TokenSettings, dataDir: string): TokenSettings {
  if (tokens.secret !== undefined || tokens.jwks_url !== undefined) return tokens
  const file = join(dataDir, 'jwt-secret')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    writeDurably(file, `${randomBytes(32).toString('base64url')}\n`, 0o600)
  }
  return { ...tokens, secret: readFileSync(file, 'utf8').trim() }
}

/** A token of the demo's member of a team; null where only somebody else can sign one. */
export async function demoToken({
  secret,
  audience = DEFAULT_AUDIENCE,
}: TokenSettings): Promise<string | null> {
  if (secret === undefined) return null
  const { account, id } = NEO_MEMBER
  return new SignJWT({ account_id: account, member_id: id, role: 'admin' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(id)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('365 days')
    .sign(new TextEncoder().encode(secret))
}
