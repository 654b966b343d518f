import type { Principal } from '../core/accounts/key.ts'
import type { Instant } from '../core/instant.ts'

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

export interface Rate {
  readonly limit: number
  readonly remaining: number
  readonly reset_seconds: number
  readonly allowed: boolean
}

const MAX_WINDOWS = 50_000

/** Counts each caller's requests in this process. Null: the caller isn't limited. */
export class RateLimits {
  readonly #windows = new Map<string, Window>()
  readonly #default: RateLimit

  constructor(byDefault: RateLimit) {
    this.#default = byDefault
  }

  take(caller: Principal, now: Instant): Rate | null {
    const limit = caller.rate_limit ?? (caller.role === 'operator' ? null : this.#default.limit)
    if (limit === null) return null
    const name = caller.key ?? `token ${caller.account} ${caller.member}`
    const { window_ms } = this.#default
    const { window, allowed } = countRequest(this.#windows.get(name), limit, window_ms, now)
    if (this.#windows.size >= MAX_WINDOWS && !this.#windows.has(name)) this.#sweep(now)
    this.#windows.set(name, window)
    const reset_seconds = Math.max(1, Math.ceil((window.started_at + window_ms - now) / 1000))
    return { limit, remaining: Math.max(0, limit - window.used), reset_seconds, allowed }
  }

  /** Forgets the windows that are over, and where none is, all of them: memory comes first. */
  #sweep(now: Instant): void {
    for (const [name, { started_at }] of this.#windows)
      if (now >= started_at + this.#default.window_ms) this.#windows.delete(name)
    if (this.#windows.size >= MAX_WINDOWS) this.#windows.clear()
  }
}
