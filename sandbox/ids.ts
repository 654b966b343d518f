import { randomBytes } from 'node:crypto'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Random letters and digits. */
export function random(length: number): string {
  let text = ''
  // Bytes from 248 on would make the first letters likelier than the rest.
  while (text.length < length)
    for (const byte of randomBytes(length)) if (byte < 248 && text.length < length) text += LETTERS[byte % 62]
  return text
}

export const newId = (prefix: string, length = 24): string => `${prefix}_${random(length)}`
