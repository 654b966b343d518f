import { randomBytes } from 'node:crypto'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Taken from in turn, because asking for a few bytes takes as long as asking for many. */
let pool: Buffer = Buffer.alloc(0)
let taken = 0

function nextByte(): number {
  if (taken === pool.length) {
    pool = randomBytes(4096)
    taken = 0
  }
  return pool[taken++] as number
}

/** Random letters and digits. */
export function random(length: number): string {
  let text = ''
  while (text.length < length) {
    const byte = nextByte()
    // Bytes from 248 on would make the first letters likelier than the rest.
    if (byte < 248) text += LETTERS[byte % 62]
  }
  return text
}

export const newId = (prefix: string, length = 24): string => `${prefix}_${random(length)}`
