import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for what gives no notice of itself, and says what that was when it does not come. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  patience_ms = 15_000,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + patience_ms
  for (;;) {
    const seen = await look()
    if (seen) return seen as Exclude<T, false | null | undefined>
    if (performance.now() > deadline) throw new Error(`waited ${patience_ms} ms for ${what}`)
    await sleep(10)
  }
}
