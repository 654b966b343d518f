import { parentPort, workerData } from 'node:worker_threads'
import type { ConnectionConfig } from '../session/connection-config.ts'
import type { Progress, Verified } from './verify.ts'
import { verify } from './verify.ts'

/** What the thread is given. */
export interface Given {
  readonly connection: ConnectionConfig
  readonly now: number
}

/** What it tells. */
export type Told =
  | { readonly is: 'progress'; readonly progress: Progress }
  | { readonly is: 'verified'; readonly verified: Verified }
  | { readonly is: 'failed'; readonly message: string }

const EVERY_MS = 1_000

const tell = (told: Told) => parentPort?.postMessage(told)

/** Whoever imports this for its types is no thread. */
if (parentPort) {
  const { connection, now } = workerData as Given
  let told_at = Number.NEGATIVE_INFINITY
  const onProgress = (progress: Progress) => {
    if (performance.now() - told_at < EVERY_MS) return
    told_at = performance.now()
    tell({ is: 'progress', progress })
  }
  verify(connection, { now, onProgress }).then(
    (verified) => tell({ is: 'verified', verified }),
    (error: unknown) =>
      tell({ is: 'failed', message: error instanceof Error ? error.message : String(error) }),
  )
}
