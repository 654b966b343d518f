import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock, Registry } from '../core/ports.ts'
import { type Attempt, type Verdict, verdictOf } from '../core/webhooks/attempt.ts'
import type { DueDelivery } from '../core/webhooks/delivery.ts'
import type { Happening } from '../core/webhooks/happening.ts'
import { sendWebhook } from './send-webhook.ts'

/** What telling the product takes of the outside. */
export interface Telling {
  readonly registry: Registry
  readonly clock: Clock
  /** What is sent of a happening. */
  body(registry: Registry, happening: Happening): Promise<object>
  /** Hears of each attempt, and what follows from it. */
  tried(due: DueDelivery, attempt: Attempt, verdict: Verdict, milliseconds: number): void
  /** From then on nothing more is begun. */
  readonly stop: AbortSignal
  readonly look_ms?: number
}

/** How often somebody looks for what has happened meanwhile, unless told otherwise. */
const LOOK_MS = 500
/** A run is over by and by, where nothing is under way, so that it is seen to be alive. */
const RUN_MS = 20_000
/** How long what is under way is waited for when the server stops. What is cut off is sent again by the next one. */
const FINISH_MS = 2_000

/**
 * Sends what waits, and goes on looking for more for a while. Each endpoint is told a few things at the same time and
 * has its own room for them, so that one that is slow keeps no other waiting; of one account it is told one thing after
 * another. What came of an attempt is written after it: whoever is killed in between has it sent once more, under the
 * same id. Answers how many attempts there were.
 */
export async function deliver(telling: Telling): Promise<number> {
  const { registry, clock, stop, look_ms = LOOK_MS } = telling
  const underway = new Map<DueDelivery, Promise<void>>()
  const failures: unknown[] = []
  const cut = new AbortController()
  const cutSoon = () => void setTimeout(() => cut.abort(), FINISH_MS).unref()
  stop.addEventListener('abort', cutSoon, { once: true })
  const ends = performance.now() + RUN_MS
  let sent = 0
  const begin = (due: DueDelivery) => {
    const over = sendOne(telling, due, cut.signal)
      .catch((error: unknown) => void failures.push(error))
      .then(() => void underway.delete(due))
    underway.set(due, over)
    sent += 1
  }
  try {
    while (!stop.aborted && failures.length === 0 && (performance.now() < ends || underway.size > 0)) {
      const found = await registry.dueDeliveries(clock.now(), [...underway.keys()])
      for (const due of found) begin(due)
      if (found.length === 0) await pause([...underway.values()], look_ms, stop)
    }
  } finally {
    await Promise.all(underway.values())
    stop.removeEventListener('abort', cutSoon)
  }
  if (failures.length > 0) throw new AggregateError(failures, 'what became of webhooks could not be written')
  return sent
}

/** Until something is over, or it is time to look again. */
async function pause(underway: readonly Promise<void>[], look_ms: number, stop: AbortSignal): Promise<void> {
  const over = new AbortController()
  const signal = AbortSignal.any([stop, over.signal])
  await Promise.race([...underway, sleep(look_ms, null, { signal }).catch(() => {})])
  over.abort()
}

async function sendOne(telling: Telling, due: DueDelivery, cut: AbortSignal): Promise<void> {
  const { registry, clock } = telling
  const began = performance.now()
  const attempt = await telling.body(registry, due).then(
    (body) => sendWebhook(due, body, clock, cut),
    // One that can't be put together waits for a better version and keeps nothing else waiting.
    (error: unknown) => ({ status: null, error: `It could not be put together: ${error}`, at: clock.now() }),
  )
  if (!attempt) return
  const verdict = verdictOf(due, attempt)
  await registry.keepVerdict(due, verdict)
  telling.tried(due, attempt, verdict, performance.now() - began)
}
