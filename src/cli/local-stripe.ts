import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { EVENT_TYPES } from '../payments/stripe/event.ts'
import { lockDirectory } from '../store/embedded/lock.ts'
import { CannotStart } from '../store/migrate/cannot-start.ts'
import { readCredentials } from './credentials.ts'
import type { Log } from './log.ts'
import type { Settings, StripeSettings } from './settings.ts'

/** What starts the sandbox, which nothing here may import. */
export type StartSandbox = (options: {
  port: number
  host: string
  dataDir: string
  log: (line: string) => void
}) => Promise<Sandbox>

type Sandbox = {
  readonly url: string
  readonly secretKey: string
  readonly webhookSecret: string
  close(): Promise<void>
}

/** A Stripe of this server's own, for as long as nobody has given it a real one. */
export type LocalStripe = {
  readonly url: string
  /** What a real Stripe's settings would be. */
  readonly settings: StripeSettings
  /** Where its events go from now on. */
  notify(url: string): Promise<void>
  /** May be called more than once. */
  close(): Promise<void>
}

/** The first one that is tried, and how many after it; all are below the range of outgoing connections. */
const USUAL_PORT = 12_111
const PORTS = 200

export async function startLocalStripe(
  settings: Settings,
  log: Log,
  start: StartSandbox,
): Promise<LocalStripe> {
  const dataDir = join(settings.dataDir, 'sandbox')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = lockDirectory(dataDir)
  try {
    const options = { host: settings.host, dataDir, log: (line: string) => log.debug({ sandbox: line }) }
    const sandbox = await onSomePort(settings, (port) => start({ ...options, port }))
    const { url, secretKey, webhookSecret } = sandbox
    let closed: Promise<void> | undefined
    return {
      url,
      settings: { secretKey, webhookSecret, apiUrl: url },
      notify: (where) => notify(url, where),
      close() {
        closed ??= sandbox.close().finally(lock.release)
        return closed
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** The port that is set; else the one it had before, so that pages and clients find it again; else a free one. */
async function onSomePort<T>(settings: Settings, listen: (port: number) => Promise<T>): Promise<T> {
  const before = URL.parse(readCredentials(settings.dataDir)?.sandbox_url ?? '')?.port
  const usual = Array.from({ length: PORTS }, (_, i) => USUAL_PORT + i)
  const ports = settings.sandboxPort === undefined ? [...(before ? [Number(before)] : []), ...usual] : []
  for (const port of ports) {
    try {
      if (port !== settings.port) return await listen(port)
    } catch (error) {
      if (!isUnusable(error)) throw error
    }
  }
  const last = settings.sandboxPort ?? 0
  return listen(last).catch((error) => {
    if (!isUnusable(error)) throw error
    throw new CannotStart(
      `Port ${last}, for the local Stripe, is in use or not allowed; set SCRIP_SANDBOX_PORT to a free one.`,
    )
  })
}

const isUnusable = (error: unknown): boolean =>
  /^(EADDRINUSE|EACCES)$/.test((error as NodeJS.ErrnoException).code ?? '')

/** As somebody would who sets the endpoint up: for the events that it needs. */
async function notify(sandbox: string, url: string): Promise<void> {
  const response = await fetch(`${sandbox}/_sandbox/webhooks/endpoint`, {
    method: 'PUT',
    body: JSON.stringify({ url, events: EVENT_TYPES }),
  })
  if (!response.ok)
    throw new Error(`The local Stripe does not take its webhook's URL: ${await response.text()}`)
}
