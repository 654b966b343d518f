import { ApiError } from '../errors.ts'
import type { Database } from '../store/database.ts'
import type { RawHash } from './form.ts'

const DAY = 86_400

export interface Remembered {
  status: number
  body: string
  request_id: string
}

/** What a key was used for; another request under it is refused. */
export function fingerprint(method: string, path: string, params: RawHash): string {
  return JSON.stringify([`${method} ${path}`, params])
}

/** The answers that keys stand for. They are written with the work itself, and forgotten after a day. */
export class Keys {
  readonly #database: Database
  /** Of the requests under way in this process. */
  readonly busy = new Set<string>()

  constructor(database: Database) {
    this.#database = database
  }

  find(key: string, request: string, now: number): Remembered | undefined {
    const row = this.#database.prepare('select * from keys where key = ?').get(key)
    if (row === undefined) return undefined
    if (Number(row.created) <= now - DAY) {
      this.#database.prepare('delete from keys where key = ?').run(key)
      return undefined
    }
    if (row.request !== request) throw reused(key, String(row.request), request)
    return { status: Number(row.status), body: String(row.body), request_id: String(row.request_id) }
  }

  remember(key: string, request: string, { status, body, request_id }: Remembered, now: number): void {
    this.#database
      .prepare(
        `insert into keys (key, request, status, body, request_id, created) values (?, ?, ?, ?, ?, ?)
         on conflict (key) do nothing`,
      )
      .run(key, request, status, body, request_id, now)
  }
}

function reused(key: string, first: string, now: string): ApiError {
  const [place] = JSON.parse(first)
  const [here] = JSON.parse(now)
  const what =
    place === here
      ? 'with the same parameters they were first used with'
      : `for the same endpoint they were first used for ('${place}' vs '${here}')`
  const message = `Keys for idempotent requests can only be used ${what}. Try using a key other than '${key}' if you meant to execute a different request.`
  return new ApiError(400, { type: 'idempotency_error', message }, { remembered: false })
}

export function inUse(key: string): ApiError {
  const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`
  return new ApiError(
    409,
    { type: 'idempotency_error', code: 'idempotency_key_in_use', message },
    { remembered: false },
  )
}
