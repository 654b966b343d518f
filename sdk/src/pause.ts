const LONGEST_MS = 10_000

/** How long to wait before the next attempt: twice as long each time, and never the same for two clients. */
export const backoff = (attempt: number, first_ms: number): number =>
  Math.min(LONGEST_MS, first_ms * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2)

/** What `Retry-After` asks for, which is seconds or a date. */
export function retryAfterSeconds(header: string | null): number | null {
  if (header === null) return null
  if (/^\d+$/.test(header.trim())) return Number(header)
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - Date.now()) / 1000))
}

/** Waits, unless the signal says otherwise: then it throws the signal's reason. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
