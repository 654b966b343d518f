import type { Principal } from '../../core/accounts/key.ts'
import type { Instant } from '../../core/instant.ts'
import type { Method } from '../route.ts'

export interface RateLimit {
  /** Requests in one window; null means as many as one likes. */
  readonly limit: number | null
  readonly window_ms: number
}

/** One caller's window: it is replaced, never moved, so what is asked of it is a pure function. */
export interface Window {
  readonly started_at: Instant
  readonly used: number
}

/** The window after one more request, and whether that request is within the limit. */
export function countRequest(
  window: Window | undefined,
  limit: number,
  window_ms: number,
  now: Instant,
): { readonly window: Window; readonly allowed: boolean } {
  const runs = window !== undefined && now < window.started_at + window_ms && now >= window.started_at
  const used = runs ? window.used : 0
  if (used >= limit && runs) return { window, allowed: false }
  return { window: { started_at: runs ? window.started_at : now, used: used + 1 }, allowed: true }
}

/** What a face allows in one window: reads and writes are counted apart, and those of the operator, too. */
export interface Allowance {
  readonly reads: number
  readonly writes: number
}

/** What a request counts as, and how many of those there may be. */
export interface Share {
  readonly kind: keyof Allowance
  readonly limit: number
}

export function shareOf(allowance: Allowance | undefined, method: Method): Share | null {
  const kind = method === 'GET' ? 'reads' : 'writes'
  return allowance ? { kind, limit: allowance[kind] } : null
}

export interface Rate {
  readonly limit: number
  readonly remaining: number
  readonly reset_seconds: number
  readonly reset_at: Instant
  readonly allowed: boolean
}

const MAX_WINDOWS = 50_000

/** How many requests of whom were counted here and are not told to the other processes yet. */
export type Counted = [name: string, requests: number][]

/** Counts each caller's requests, and hears of those that other processes count. */
export class RateLimits {
  readonly #windows = new Map<string, Window>()
  readonly #default: RateLimit
  #untold: Map<string, number> | null = null

  constructor(byDefault: RateLimit) {
    this.#default = byDefault
  }

  /** Begins to keep what is to be told, and answers how to take it. */
  tell(): () => Counted {
    this.#untold = new Map()
    return () => {
      const counted = [...(this.#untold ?? [])]
      this.#untold?.clear()
      return counted
    }
  }

  hear(counted: Counted, now: Instant): void {
    for (const [name, requests] of counted) {
      const { started_at, used } = this.#running(name, now) ?? { started_at: now, used: 0 }
      this.#windows.set(name, { started_at, used: used + requests })
    }
  }

  #running(name: string, now: Instant): Window | undefined {
    const window = this.#windows.get(name)
    return window && now < window.started_at + this.#default.window_ms ? window : undefined
  }

  /** Null: the caller isn't limited. */
  take(caller: Principal, now: Instant, share: Share | null = null): Rate | null {
    const usual = caller.role === 'operator' ? null : this.#default.limit
    const limit = caller.rate_limit ?? (share ? share.limit : usual)
    if (limit === null) return null
    const who = caller.key ?? `token ${caller.account} ${caller.member}`
    const name = share ? `${who} ${share.kind}` : who
    const { window_ms } = this.#default
    const { window, allowed } = countRequest(this.#windows.get(name), limit, window_ms, now)
    if (this.#windows.size >= MAX_WINDOWS && !this.#windows.has(name)) this.#sweep(now)
    this.#windows.set(name, window)
    if (allowed) this.#untold?.set(name, (this.#untold.get(name) ?? 0) + 1)
    const reset_at = window.started_at + window_ms
    const reset_seconds = Math.max(1, Math.ceil((reset_at - now) / 1000))
    return { limit, remaining: Math.max(0, limit - window.used), reset_seconds, reset_at, allowed }
  }

  /** Forgets the windows that are over, and where none is, all of them: memory comes first. */
  #sweep(now: Instant): void {
    for (const [name, { started_at }] of this.#windows)
      if (now >= started_at + this.#default.window_ms) this.#windows.delete(name)
    if (this.#windows.size >= MAX_WINDOWS) this.#windows.clear()
  }
}
