import { type Operations, operations } from './api.ts'
import { attempt, type Fetch, type Sent } from './attempt.ts'
import { freshKey } from './fresh-key.ts'
import { ScripMisuse } from './misuse.ts'
import { backoff, pause } from './pause.ts'
import { filled, jsonOf, keyOf } from './sendable.ts'

/** How patient calls are. */
export interface Patience {
  /** How long one attempt may take; 20 seconds unless said. */
  readonly timeoutMs?: number
  /** How long a call may take with all its attempts and the pauses between them; a minute unless said. */
  readonly limitMs?: number
  /** How often a call is sent again that came to nothing and is safe to send again; 4 unless said. */
  readonly retries?: number
  /** The first pause, in milliseconds; each next one is twice as long. 200 unless said. */
  readonly backoffMs?: number
}

export interface ScripOptions extends Patience {
  /** Where the server is: `https://credits.example.com`. On a page of the server's own it may be `''`. */
  readonly baseUrl: string
  /** A key, a token, or what gives one anew for each attempt. Null where headers or a cookie say who is asking. */
  readonly key: string | null | (() => string | null | Promise<string | null>)
  readonly fetch?: Fetch
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface CallOptions extends Patience {
  /** Made anew for each call unless it is given. */
  readonly idempotencyKey?: string
  /** Says that nothing was ever sent under this key, so that a call turned away at once can't be in doubt. */
  readonly isNewKey?: boolean
  readonly signal?: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
}

export interface Input {
  readonly params?: object | undefined
  readonly query?: object | undefined
  readonly body?: unknown
  /** Whether it may be sent twice without a key: what it carries has keys of its own. */
  readonly isKeyed?: boolean
}

const USUAL = { timeoutMs: 20_000, limitMs: 60_000, retries: 4, backoffMs: 200 }

/** Makes the calls: once where nothing goes wrong, and again where that is safe and may help. */
export class Requests {
  readonly #options: ScripOptions
  readonly #base: string
  readonly #fetch: Fetch

  constructor(options: ScripOptions) {
    this.#options = options
    this.#base = baseOf(options.baseUrl)
    this.#fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init))
  }

  async send<O extends keyof Operations>(
    operation: O,
    input: Input,
    options: CallOptions = {},
  ): Promise<Operations[O]['answer']> {
    const { timeoutMs, limitMs, retries, backoffMs } = { ...USUAL, ...said(this.#options), ...said(options) }
    const { signal } = options
    const { method, path, idempotent } = operations[operation]
    const takesKey = idempotent && !input.isKeyed
    const given = options.idempotencyKey ?? null
    const idempotencyKey = given === null ? (takesKey ? freshKey() : null) : keyOf(given)
    const isSafe = method === 'GET' || idempotencyKey !== null || input.isKeyed === true
    const url = this.#base + filled(path, input.params ?? {}) + queryText(input.query ?? {})
    const body = input.body === undefined ? undefined : jsonOf(input.body)
    const end = performance.now() + limitMs
    // Under a key that somebody else chose it may have been sent before, unless they know better.
    let doubt = (given !== null || input.isKeyed === true) && options.isNewKey !== true
    let wasSent = false
    for (let attempts = 1; ; attempts += 1) {
      const headers = await this.#headers(body !== undefined, idempotencyKey, options)
      const sent: Sent = { url, method, headers, body }
      const left_ms = Math.max(1, end - performance.now())
      const outcome = await attempt(this.#fetch, sent, Math.min(timeoutMs, left_ms), signal)
      if ('answer' in outcome) return outcome.answer as Operations[O]['answer']
      const wait_ms = (outcome.retryAfter_ms ?? 0) + backoff(attempts, backoffMs)
      const goesOn = isSafe && outcome.passing && attempts <= retries && performance.now() + wait_ms < end
      doubt ||= outcome.outcome === 'unknown'
      wasSent ||= outcome.wasSent
      const mayBeDone = method !== 'GET' && doubt && outcome.outcome !== 'not done'
      if (!goesOn) throw outcome.error({ operation, attempts, idempotencyKey, mayBeDone, wasSent })
      await pause(wait_ms, signal)
    }
  }

  async #headers(
    hasBody: boolean,
    idempotencyKey: string | null,
    { headers }: CallOptions,
  ): Promise<Record<string, string>> {
    const { key } = this.#options
    const bearer = typeof key === 'function' ? await key() : key
    return {
      accept: 'application/json',
      ...(hasBody && { 'content-type': 'application/json' }),
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
      ...(idempotencyKey !== null && { 'idempotency-key': idempotencyKey }),
      ...this.#options.headers,
      ...headers,
    }
  }
}

/** What can't be one is told where it was given, and not as a server that nobody reaches. */
function baseOf(baseUrl: string): string {
  const isUrl = typeof baseUrl === 'string' && /^https?:\/\/[^?#@]+$/i.test(baseUrl) && URL.canParse(baseUrl)
  if (isUrl || /^(?:\/[^?#]*)?$/.test(baseUrl ?? '?')) return baseUrl.replace(/\/+$/, '')
  const given = baseUrl === undefined ? 'missing' : JSON.stringify(baseUrl)
  throw new ScripMisuse(
    `baseUrl is ${given}; it is where the server is, as in https://credits.example.com, without a query.`,
  )
}

/** Only what is said: what is undefined overrides nothing. */
function said({ timeoutMs, limitMs, retries, backoffMs }: Patience): Partial<typeof USUAL> {
  const all = { timeoutMs, limitMs, retries, backoffMs }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function queryText(query: object): string {
  const fields = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
  const text = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, String(value)]))
  return fields.length === 0 ? '' : `?${text}`
}
