import { randomBytes } from 'node:crypto'
import type { RequestPlan } from './plan.ts'

/** What `{key}` becomes; the digits are filled in for each request. */
const KEY_PATTERN = '00000000-0000-4000-8000-000000000000'
/** The positions of the random digits: everything but dashes, the version and the variant. */
const KEY_DIGITS = [...KEY_PATTERN].flatMap((digit, i) => (digit === '-' || i === 14 || i === 19 ? [] : [i]))
const HEX = Buffer.from('0123456789abcdef')

interface Slot {
  readonly at: number
  readonly is: 'account' | 'key'
}

/** One connection's request, written once; each further one only changes its accounts and keys in place. */
export class Template {
  readonly #buffer: Buffer
  readonly #slots: Slot[] = []
  readonly #accounts: readonly Buffer[]
  readonly #random = new Random()

  constructor({ head, body, accounts }: RequestPlan) {
    this.#accounts = accounts.map((account) => Buffer.from(account))
    const width = accounts[0]?.length ?? 0
    if (accounts.some(({ length }) => length !== width)) throw new Error('the accounts differ in length')
    const filled = (text: string) =>
      text.replaceAll('{account}', '?'.repeat(width)).replaceAll('{key}', KEY_PATTERN)
    const length = body === null ? '' : `\r\nContent-Length: ${Buffer.byteLength(filled(body))}`
    const text = `${head}${length}\r\n\r\n${body ?? ''}`
    this.#buffer = Buffer.from(filled(text), 'latin1')
    let shift = 0
    for (const { 0: mark, index } of text.matchAll(/\{account\}|\{key\}/g)) {
      const is = mark === '{key}' ? 'key' : 'account'
      this.#slots.push({ at: index + shift, is })
      shift += (is === 'key' ? KEY_PATTERN.length : width) - mark.length
    }
  }

  /** The next request. The buffer is used again, so the one before must have been answered. */
  next(): Buffer {
    for (const { at, is } of this.#slots) {
      if (is === 'key') this.#writeKey(at)
      else this.#accounts[this.#random.below(this.#accounts.length)]?.copy(this.#buffer, at)
    }
    return this.#buffer
  }

  #writeKey(at: number): void {
    let bits = 0
    for (let i = 0; i < KEY_DIGITS.length; i += 1) {
      // Seven digits of four bits come out of each number.
      bits = i % 7 === 0 ? this.#random.next() : bits >>> 4
      this.#buffer[at + (KEY_DIGITS[i] as number)] = HEX[bits & 15] as number
    }
  }
}

/** Marsaglia's xorshift128, seeded afresh: keys must differ between runs, and cost next to nothing. */
class Random {
  readonly #state = new Int32Array(new Uint8Array(randomBytes(16)).buffer)

  next(): number {
    const state = this.#state as Int32Array & Record<0 | 1 | 2 | 3, number>
    const old = state[3] ^ (state[3] << 11)
    state[3] = state[2]
    state[2] = state[1]
    state[1] = state[0]
    state[0] = state[0] ^ (state[0] >>> 19) ^ old ^ (old >>> 8)
    return state[0] >>> 0
  }

  below(limit: number): number {
    return Math.floor((this.next() / 2 ** 32) * limit)
  }
}
