import type { RawHash } from './http/form.ts'

/** A call of the API as it came and as it was answered. */
export interface Call {
  readonly id: number
  readonly at: number
  readonly method: string
  readonly path: string
  readonly params: RawHash
  readonly idempotency_key: string | null
  readonly request_id: string
  /** null while it is under way, and where nothing was answered. */
  status: number | null
  error_code: string | null
  replayed: boolean
  faults: string[]
}

const MOST = 20_000

/** The calls that were made, for tests to count. */
export class Calls {
  #next = 1
  #calls: Call[] = []

  add(call: Pick<Call, 'at' | 'method' | 'path' | 'params' | 'idempotency_key' | 'request_id'>): Call {
    const added = { ...call, id: this.#next++, status: null, error_code: null, replayed: false, faults: [] }
    this.#calls.push(added)
    if (this.#calls.length > MOST) this.#calls.splice(0, MOST / 2)
    return added
  }

  list(): readonly Call[] {
    return this.#calls
  }

  clear(): void {
    this.#calls = []
  }
}
