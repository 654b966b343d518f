import cluster from 'node:cluster'
import type { Counted, RateLimits } from './rate-limit.ts'

interface Told {
  readonly type: 'scrip:rates'
  readonly counted: Counted
}

const EVERY_MS = 100

const isTold = (message: unknown): message is Told => (message as Told | null)?.type === 'scrip:rates'

/**
 * Where several processes serve, a caller's requests reach all of them, and its limit is one. Each fork tells the
 * others what it counted, ten times a second: in between a caller may get a little more than its limit.
 */
export function shareRates(limits: RateLimits): void {
  if (!cluster.isWorker) return
  const counted = limits.tell()
  process.on('message', (message) => {
    if (isTold(message)) limits.hear(message.counted, Date.now())
  })
  const tell = () => {
    const told: Told = { type: 'scrip:rates', counted: counted() }
    if (told.counted.length > 0 && process.connected) process.send?.(told)
  }
  setInterval(tell, EVERY_MS).unref()
}

/** The first process's side of it: what one fork counted goes to the others. */
export function relayRates(): void {
  cluster.on('message', (from, message) => {
    if (!isTold(message)) return
    for (const worker of Object.values(cluster.workers ?? {}))
      if (worker && worker.id !== from.id && worker.isConnected()) worker.send(message)
  })
}
