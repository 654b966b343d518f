import { Worker } from 'node:worker_threads'
import type { Instant } from '../../core/instant.ts'
import type { Proof, Proving } from '../../core/reports/records.ts'
import type { ConnectionConfig } from '../session/connection-config.ts'
import type { Given, Told } from './thread.ts'
import type { Verified } from './verify.ts'

/**
 * Proves the ledger in a thread of its own, on a connection of its own: it reads every entry that there is, and whoever
 * asks this process for anything meanwhile must not wait for that.
 */
export function proveApart(
  connection: ConnectionConfig,
  now: Instant,
  { onProgress, signal }: Proving,
): Promise<Proof> {
  if (signal.aborted) return Promise.reject(stopped())
  const { promise, resolve, reject } = Promise.withResolvers<Proof>()
  const workerData: Given = { connection, now }
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData, execArgv: [] })
  const stop = () => {
    reject(stopped())
    void thread.terminate()
  }
  signal.addEventListener('abort', stop)
  thread.on('message', (told: Told) => {
    if (told.is === 'progress') onProgress({ done: told.progress.entries, of: told.progress.of })
    else if (told.is === 'verified') resolve(proofOf(told.verified))
    else reject(new Error(told.message))
  })
  thread.on('error', reject)
  // After the last word this is one too many, and changes nothing.
  thread.on('exit', (code) => reject(new Error(`The proof ended by itself, with code ${code}.`)))
  return promise.finally(() => signal.removeEventListener('abort', stop))
}

const stopped = () => new Error('The server was stopped.')

const proofOf = ({ checked, books, breaches, breach_count }: Verified): Proof => ({
  counts: { ...checked },
  books,
  breaches,
  breach_count,
})
