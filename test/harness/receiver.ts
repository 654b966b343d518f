import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { onTestFinished } from 'vitest'
import { until } from './until.ts'

export interface Received {
  /** The `webhook-id`. */
  readonly id: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is what the tests are there to check.
  readonly body: any
}

type Answer = (received: Received, response: ServerResponse) => void

/** What a product has to hear webhooks with: a real HTTP server, which answers as it is told. */
export async function startReceiver(port = 0) {
  const received: Received[] = []
  let answer: Answer = (_, response) => response.end()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const { headers } = request
    const one = { id: String(headers['webhook-id']), headers, text, body: JSON.parse(text) }
    received.push(one)
    answer(one, response)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hear`,
    received,
    /** How everything is answered from now on. */
    answers(how: Answer | number) {
      answer = typeof how === 'number' ? (_, response) => response.writeHead(how).end() : how
    },
    heard: (count: number) =>
      until(`${count} webhooks`, () => received.length >= count && received.slice(0, count)),
    types: () => received.map(({ body }) => body.type),
  }
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>

/** Throws where the secret did not sign it. */
export const verified = (secret: string, { headers, text }: Received): unknown =>
  new Webhook(secret).verify(text, headers as Record<string, string>)
