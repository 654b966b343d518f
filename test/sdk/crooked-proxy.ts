import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll } from 'vitest'

/** What becomes of one request: of the next one, or of the next one to such a path. */
export type Fate = Doom & { readonly on?: RegExp }

type Doom =
  | { readonly kind: 'pass' }
  /** The server does it, and its answer is lost on the way. */
  | { readonly kind: 'lose' }
  /** The same, with half of the answer having come. */
  | { readonly kind: 'cut' }
  /** The connection breaks before the server has seen anything. */
  | { readonly kind: 'reset' }
  /** Nothing ever comes. */
  | { readonly kind: 'hang' }
  /** Somebody between answers. */
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly body?: string
      readonly headers?: Readonly<Record<string, string>>
    }

export interface Seen {
  readonly method: string
  readonly path: string
  readonly key: string | null
  readonly at: number
  readonly body: string
}

export interface CrookedProxy {
  readonly baseUrl: string
  /** What became of each request is in the order in which they came; what isn't foretold passes. */
  next(...fates: Fate[]): void
  /** Forgets what was foretold and seen. */
  calm(): void
  /** What came since it was last asked. */
  seen(): Seen[]
  /** The most requests that were under way at once since the start. */
  readonly most: number
}

const pass: Fate = { kind: 'pass' }

/** A proxy that fails as it is told. */
export async function crookedProxy(target: string): Promise<CrookedProxy> {
  const { hostname, port } = new URL(target)
  let fates: Fate[] = []
  let seen: Seen[] = []
  let underWay = 0
  let most = 0

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = incoming
    const body = await buffer(incoming)
    const key = headers['idempotency-key']?.toString() ?? null
    seen.push({ method, path, key, at: performance.now(), body: body.toString() })
    const place = fates.findIndex(({ on }) => on?.test(path) ?? true)
    const [fate = pass] = place < 0 ? [] : fates.splice(place, 1)
    if (fate.kind === 'hang') return
    if (fate.kind === 'reset') return void outgoing.socket?.resetAndDestroy()
    if (fate.kind === 'answer')
      return void outgoing.writeHead(fate.status, { ...fate.headers }).end(fate.body ?? '')
    const onward = request({ hostname, port, method, path, headers })
    onward.end(body)
    const [answer] = (await once(onward, 'response')) as [IncomingMessage]
    const content = await buffer(answer)
    if (fate.kind === 'lose') return void outgoing.socket?.resetAndDestroy()
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
    if (fate.kind === 'pass') return void outgoing.end(content)
    outgoing.write(content.subarray(0, content.length / 2), () => outgoing.socket?.resetAndDestroy())
  }

  const server = createServer((incoming, outgoing) => {
    underWay += 1
    most = Math.max(most, underWay)
    outgoing.on('close', () => {
      underWay -= 1
    })
    handle(incoming, outgoing).catch(() => outgoing.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: (...more) => {
      fates = [...fates, ...more]
    },
    calm: () => {
      fates = []
      seen = []
    },
    seen: () => {
      const all = seen
      seen = []
      return all
    },
    get most() {
      return most
    },
  }
}
