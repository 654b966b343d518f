import { createHash, randomBytes } from 'node:crypto'
import { NATIVE_FORM, type Secret, type SecretForm } from '../../core/accounts/secret.ts'
import type { Secrets } from '../../core/ports.ts'

export const sha256Of = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Bytes beyond the last whole round of the alphabet are passed over, so that no character is likelier than another. */
function randomText(characters: number): string {
  const fair = 256 - (256 % ALPHABET.length)
  let text = ''
  while (text.length < characters)
    for (const byte of randomBytes(characters - text.length))
      if (byte < fair) text += ALPHABET[byte % ALPHABET.length]
  return text
}

/** At least 190 random bits: nobody guesses one, so a plain hash is enough to keep it by. */
export function mintSecret({ prefix, characters }: SecretForm = NATIVE_FORM): Secret {
  const text = prefix + randomText(characters)
  return { text, sha256: sha256Of(text) }
}

export const secrets: Secrets = { mint: mintSecret }
