import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { EVENT_TYPES } from '../src/payments/stripe/event.ts'
import { freePort } from '../test/harness/port.ts'

export interface LocalStripe {
  readonly url: URL
  /** How a server is told of it. */
  readonly env: NodeJS.ProcessEnv
  /** Sends events to a server from now on. */
  notify(url: string): Promise<void>
  stop(): Promise<void>
}

const root = join(import.meta.dirname, '..')

/** A local Stripe in a process of its own, as the real one is in one of its own: what it does costs the server no turn. */
export async function startLocalStripe(data_dir: string): Promise<LocalStripe> {
  const args = ['--port', String(await freePort()), '--data', data_dir]
  const child = spawn(process.execPath, [join(root, 'sandbox', 'main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const { url, secret_key, webhook_secret } = JSON.parse(await firstLine(child)) as Record<string, string>
  return {
    url: new URL(url as string),
    env: { STRIPE_API_URL: url, STRIPE_SECRET_KEY: secret_key, STRIPE_WEBHOOK_SECRET: webhook_secret },
    async notify(where) {
      const body = JSON.stringify({ url: where, events: EVENT_TYPES })
      const { ok } = await fetch(`${url}/_sandbox/webhooks/endpoint`, { method: 'PUT', body })
      if (!ok) throw new Error('the local Stripe takes no endpoint')
    },
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the local Stripe says nothing')
  for await (const line of createInterface(child.stdout)) return line
  throw new Error('the local Stripe did not start')
}
