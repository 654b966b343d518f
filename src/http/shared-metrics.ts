import cluster from 'node:cluster'
import { AggregatorRegistry, type Registry } from 'prom-client'

interface Asked {
  readonly type: 'scrip:ask-metrics'
  readonly id: number
}

interface Told {
  readonly type: 'scrip:tell-metrics'
  readonly id: number
  readonly text: string | null
}

/** A fork that starts, or is stuck, answers nothing; each of the others has what it can read before this. */
const GATHERED_WITHIN_MS = 3_000

/**
 * Where several processes serve, whoever is asked for the metrics answers for all of them: a fork asks the first
 * process, which gathers and adds up every fork's.
 */
export function sharedText(registry: Registry): () => Promise<string> {
  if (!cluster.isWorker) return () => registry.metrics()
  AggregatorRegistry.setRegistries([registry])
  new AggregatorRegistry()
  const waiting = new Map<number, (text: string | null) => void>()
  process.on('message', (message: Told) => {
    if (message.type === 'scrip:tell-metrics') waiting.get(message.id)?.(message.text)
  })
  let asked = 0
  return async () => {
    const id = ++asked
    const { promise, resolve } = Promise.withResolvers<string | null>()
    waiting.set(id, resolve)
    const timer = setTimeout(resolve, GATHERED_WITHIN_MS, null)
    process.send?.({ type: 'scrip:ask-metrics', id } satisfies Asked)
    const text = await promise
    clearTimeout(timer)
    waiting.delete(id)
    // Half an answer would look like a drop in traffic, so this process's own is the better one.
    return text ?? registry.metrics()
  }
}

/** The first process's side of it. */
export function gatherMetrics(): void {
  const all = new AggregatorRegistry()
  cluster.on('message', (worker, message: Asked) => {
    if (message.type !== 'scrip:ask-metrics') return
    const tell = (text: string | null) => {
      const told: Told = { type: 'scrip:tell-metrics', id: message.id, text }
      if (worker.isConnected()) worker.send(told)
    }
    all.clusterMetrics().then(tell, () => tell(null))
  })
}
