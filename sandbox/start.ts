import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serverOf } from './http/serve.ts'
import { newId } from './ids.ts'
import { Sandbox } from './sandbox.ts'

export interface StartOptions {
  /** 0 for any that is free. */
  port: number
  host?: string
  /** Where everything is kept; it is made if it isn't there. */
  dataDir: string
  /** Where events are sent, and which; all, unless that is said. Without a secret, one is made and kept. */
  webhook?: { url: string; secret?: string; events?: readonly string[] }
  /** How it is reached from outside, where that isn't the address it listens on. */
  publicUrl?: string
  log?: (line: string) => void
  clock?: () => number
}

export interface RunningSandbox {
  readonly url: string
  readonly port: number
  readonly host: string
  /** One of the keys that it takes; it takes any that begins with sk_test_. */
  readonly secretKey: string
  readonly webhookSecret: string
  close(): Promise<void>
}

const SWEEP_MS = 1000

/** Starts a local Stripe. */
export async function startSandbox(options: StartOptions): Promise<RunningSandbox> {
  const { host = '127.0.0.1', port, webhook, publicUrl } = options
  const sandbox = new Sandbox(options)
  const webhookSecret = webhook?.secret ?? sandbox.settings.get().webhook_secret ?? newId('whsec', 32)
  sandbox.settings.change({
    webhook_secret: webhookSecret,
    ...(webhook === undefined ? {} : { webhook_url: webhook.url, webhook_events: webhook.events ?? null }),
  })
  const server = serverOf(sandbox)
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    await sandbox.close()
    throw error
  }
  const address = server.address() as AddressInfo
  const shown = nameOf(address)
  sandbox.url = publicUrl ?? `http://${shown}:${address.port}`
  sandbox.sender.wake()
  // What falls due while nobody calls.
  const sweeping = setInterval(() => sandbox.tick(), SWEEP_MS)
  sweeping.unref()
  return {
    url: sandbox.url,
    port: address.port,
    host,
    secretKey: 'sk_test_sandbox',
    webhookSecret,
    async close() {
      clearInterval(sweeping)
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      await sandbox.close()
    },
  }
}

/** What listens everywhere is reached here, too: no browser opens a page of 0.0.0.0. */
function nameOf({ address, family }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return '127.0.0.1'
  return family === 'IPv6' ? `[${address}]` : address
}
