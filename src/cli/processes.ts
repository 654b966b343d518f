import cluster, { type Worker } from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import { relayRates } from '../http/access/shared-rates.ts'
import { gatherMetrics } from '../http/shared-metrics.ts'
import { CannotStart } from '../store/migrate/cannot-start.ts'
import type { Log } from './log.ts'
import type { Deps, Listen, Listening, Settled } from './serve.ts'
import type { Settings } from './settings.ts'

type ToFork = { do: 'listen'; settled: Settled } | { do: 'drain' }
type FromFork = { is: 'listening'; url: string } | { is: 'failed'; code: string; message: string }

/**
 * Serves with several processes behind one port. This one owns the database, the local Stripe and the forks; it tells
 * them what is settled over their channel, since an environment can be read by more than its process.
 */
export async function forkProcesses(
  count: number,
  { connection, stripe, tokens, log }: Deps,
): Promise<Listening> {
  gatherMetrics()
  relayRates()
  let draining = false
  const exits: Promise<void>[] = []

  async function keep(slot: number): Promise<string> {
    const worker = cluster.fork()
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    exits[slot] = exited
    const url = await firstWord(worker, { connection, stripe, tokens })
    exited.then(() => (draining ? undefined : restart(slot, worker)))
    return url
  }

  async function restart(slot: number, dead: Worker) {
    const how = dead.process.signalCode ?? `code ${dead.process.exitCode}`
    log.warn(`Process ${dead.process.pid} ended (${how}) and is started again`)
    for (let pauseMs = 100; !draining; pauseMs = Math.min(pauseMs * 2, 5_000)) {
      await sleep(pauseMs)
      if (draining) return
      try {
        await keep(slot)
        return
      } catch (error) {
        log.error(`A process did not start: ${(error as Error).message}`)
      }
    }
  }

  const urls = await Promise.all(Array.from({ length: count }, (_, slot) => keep(slot))).catch((error) => {
    draining = true
    for (const worker of workers()) worker.process.kill('SIGKILL')
    throw error
  })
  return {
    url: urls[0] ?? '',
    async close() {
      draining = true
      for (const worker of workers()) if (worker.isConnected()) worker.send({ do: 'drain' } satisfies ToFork)
      await Promise.all(exits)
    },
  }
}

const workers = (): Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)

function firstWord(worker: Worker, settled: Settled): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.once('online', () => worker.send({ do: 'listen', settled } satisfies ToFork))
    worker.once('exit', (code) =>
      reject(new CannotStart(`A process of the server ended at once (code ${code}).`)),
    )
    worker.on('message', (message: FromFork) => {
      if (message.is === 'listening') resolve(message.url)
      if (message.is === 'failed') reject(Object.assign(new Error(message.message), { code: message.code }))
    })
  })
}

/** The side of a fork. A Ctrl-C reaches every process of the terminal; forks leave the answer to the first. */
export function serveAsFork(listen: Listen, settings: Settings, log: Log): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let serving: Promise<Listening> | undefined
  let draining = false
  const answer = (message: FromFork) =>
    new Promise<void>((sent) => process.send?.(message, undefined, undefined, () => sent()) ?? sent())
  const drain = async () => {
    draining = true
    await (await serving)?.close()
    cluster.worker?.disconnect()
    resolve()
  }
  // The channel breaks when the first process is killed, and without it a fork has no business going on.
  cluster.worker?.on('error', () => process.exit(1))
  process.on('SIGINT', () => undefined)
  process.once('SIGTERM', () => drain().catch(reject))
  process.on('message', (message: ToFork) => {
    if (message.do === 'drain') return drain().catch(reject)
    if (draining) return
    serving ??= listen({ ...message.settled, settings, log })
    serving.then(
      ({ url }) => answer({ is: 'listening', url }),
      ({ code = '', message }) => answer({ is: 'failed', code, message }).then(resolve),
    )
  })
  return promise
}
