import { setTimeout as sleep } from 'node:timers/promises'
import type { Scrip } from '../../sdk/src/index.ts'
import { addDuration } from '../core/period.ts'
import type { ProgressBar } from './progress-bar.ts'

const EVERY_MS = 500

/** Shows how far the clock of an account is for as long as it is being put forward. */
export async function whileWatched<T>(
  scrip: Scrip,
  account: string,
  duration: string,
  bar: ProgressBar,
  advance: () => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const { signal } = stop
  // What goes wrong in here is said by the call that it is about.
  const clock = await scrip.clock.get(account).catch(() => null)
  const watching =
    clock && watch(scrip, account, Date.parse(clock.now), duration, bar, signal).catch(() => {})
  try {
    return await advance()
  } finally {
    stop.abort()
    await watching
    bar.clear()
  }
}

async function watch(
  scrip: Scrip,
  account: string,
  from: number,
  duration: string,
  bar: ProgressBar,
  signal: AbortSignal,
): Promise<void> {
  const way_ms = addDuration(from, duration) - from
  for (;;) {
    await sleep(EVERY_MS, undefined, { signal })
    const { now } = await scrip.clock.get(account, { signal })
    bar.show(Date.parse(now) - from, way_ms, null)
  }
}
