import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for what gives no notice of itself, and says what that was when it does not come. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  patience_ms = 60_000,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + patience_ms
  // Often at first; who waits long would only take the time of what it waits for.
  for (let pause_ms = 10; ; pause_ms = Math.min(pause_ms * 1.2, 200)) {
    const seen = await look()
    if (seen) return seen as Exclude<T, false | null | undefined>
    if (performance.now() > deadline) throw new Error(`waited ${patience_ms} ms for ${what}`)
    await sleep(pause_ms)
  }
}
