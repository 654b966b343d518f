import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { afterFile } from './after-file.ts'

export interface Answer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is what the tests are there to check.
  readonly body: any
  readonly milliseconds: number
}

export type Headers = Readonly<Record<string, string>>

/** Calls one server with one key. A connection that breaks rejects with the driver's own error. */
export interface Wire {
  (method: string, path: string, body?: unknown, headers?: Headers): Promise<Answer>
  close(): void
}

/** The operator's key that the first start on a data directory wrote down. */
export const operatorKey = (dataDir: string): string =>
  JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')).operator_key

export interface WireOptions {
  /** One connection for each request, instead of one for many. */
  readonly fresh?: boolean
  readonly patience_ms?: number
  /** Where it is there for all the tests of a file, instead of one. */
  readonly keep?: boolean
}

export function wireTo(port: number, key: string | null, options: WireOptions = {}): Wire {
  const agent = new Agent({ keepAlive: !options.fresh, maxSockets: Number.POSITIVE_INFINITY })
  const patience_ms = options.patience_ms ?? 60_000
  const call = (method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const began = performance.now()
      const payload = body === undefined ? null : Buffer.from(JSON.stringify(body))
      const sent = request({
        host: '127.0.0.1',
        port,
        agent,
        method,
        path,
        headers: {
          ...(key !== null && { authorization: `Bearer ${key}` }),
          ...(payload && { 'content-type': 'application/json', 'content-length': payload.length }),
          ...headers,
        },
      })
      sent.setTimeout(patience_ms, () => sent.destroy(new Error(`no answer within ${patience_ms} ms`)))
      sent.on('error', reject)
      sent.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const { statusCode: status = 0, headers } = response
          const isJson = /json/.test(headers['content-type'] ?? '')
          const milliseconds = performance.now() - began
          resolve({ status, headers, body: isJson ? JSON.parse(text) : text, milliseconds })
        })
      })
      sent.end(payload ?? undefined)
    })
  const wire = Object.assign(call, { close: () => agent.destroy() })
  const whenOver = options.keep ? afterFile : onTestFinished
  whenOver(() => wire.close())
  return wire
}

/** Calls it and takes nothing but success for an answer. */
export async function must(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body
}

export interface World {
  readonly accounts: readonly string[]
  readonly credit_type: string
  /** Credits for each account. */
  readonly amount: number
}

/** Makes accounts with credits to burn. */
export async function furnish(operator: Wire, world: World): Promise<void> {
  const { accounts, credit_type, amount } = world
  await must(
    operator('POST', '/v1/credit-types', { id: credit_type, name: credit_type, expiry: { policy: 'never' } }),
  )
  for (const id of accounts) {
    await must(operator('POST', '/v1/accounts', { id, kind: 'team', name: id }))
    await must(operator('POST', `/v1/accounts/${id}/grants`, { credit_type, amount: String(amount) }))
  }
}
