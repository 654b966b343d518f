import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/**
 * A secret in a kept answer is readable only by whoever holds the bearer secret of the first call, so that the
 * database, its backups included, holds no key that opens anything.
 */
const keyOf = (seal: Buffer): Buffer => Buffer.from(hkdfSync('sha256', seal, '', 'scrip kept answer', 32))

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The text under AES-256-GCM, bound to its place, so that it can't be moved to another answer. */
export function sealSecret(text: string, seal: Buffer, place: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(seal), nonce).setAAD(Buffer.from(place))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The text again; null where the seal or the place is another. */
export function openSecret(sealed: string, seal: Buffer, place: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  const body = bytes.subarray(NONCE_BYTES + TAG_BYTES)
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(seal), bytes.subarray(0, NONCE_BYTES))
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

/** The answer with each `secret` in it, at any depth, replaced. */
export function withSecrets(answer: unknown, replace: (secret: string) => string | null): unknown {
  if (Array.isArray(answer)) return answer.map((item) => withSecrets(item, replace))
  if (typeof answer !== 'object' || answer === null) return answer
  const fields = Object.entries(answer).map(([name, value]) =>
    name === 'secret' && typeof value === 'string'
      ? [name, replace(value)]
      : [name, withSecrets(value, replace)],
  )
  return Object.fromEntries(fields)
}
