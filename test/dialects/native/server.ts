import { pino } from 'pino'
import { afterAll } from 'vitest'
import { issueKey } from '../../../src/core/accounts/issue-key.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { native } from '../../../src/dialects/native/dialect.ts'
import { createServer, type Server, type ServerOptions } from '../../../src/http/serve.ts'
import { mintingIds } from '../../../src/store/mint.ts'
import { secrets } from '../../../src/store/secret.ts'
import { type OpenStore, openStore } from '../../../src/store/store.ts'
import { freshDatabase } from '../../harness/database.ts'

const quiet = { batch() {}, queued() {}, failed() {} }

export interface Wire {
  readonly status: number
  readonly headers: Record<string, unknown>
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is what the tests are there to check.
  readonly body: any
}

export type Client = (
  method: string,
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Wire>

export interface NativeServer {
  readonly server: Server
  readonly store: OpenStore
  /** Calls with the key of the operator. */
  readonly operator: Client
  readonly operatorSecret: string
  clientOf(secret: string | null): Client
  /** A key that is made by the operator, as a client. */
  keyFor(scope: object): Promise<Client & { secret: string }>
}

/** The native API on a fresh database, without a socket. */
export async function nativeServer(options: Partial<ServerOptions> = {}): Promise<NativeServer> {
  const database = await freshDatabase()
  const store = openStore({ connection: database.server, lanes: 1, meter: quiet })
  const ids = mintingIds()
  const clock = { now: () => Date.now() }
  const log = pino({ level: 'silent' })
  const server = createServer({ dialects: [native], store, ids, secrets, clock, log, ...options })
  await server.app.ready()
  afterAll(async () => {
    await server.drain()
    await store.close()
  })
  const secret = secrets.mint()
  const blank = { account: null, member: null, role: null, name: null, rate_limit: null, expires_at: null }
  await store.once(null, Date.now(), async (registry) =>
    orRefuse(await issueKey(registry, { ...blank, secret }, ids, Date.now())),
  )
  const clientOf =
    (bearer: string | null): Client =>
    async (method, url, body, headers = {}) => {
      const response = await server.app.inject({
        method: method as 'GET',
        url,
        headers: {
          ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && {
          payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
        }),
      })
      return {
        status: response.statusCode,
        headers: response.headers,
        body: response.payload === '' ? null : JSON.parse(response.payload),
      }
    }
  const operator = clientOf(secret.text)
  return {
    server,
    store,
    operator,
    operatorSecret: secret.text,
    clientOf,
    async keyFor(scope) {
      const { status, body } = await operator('POST', '/v1/keys', scope)
      if (status !== 201) throw new Error(JSON.stringify(body))
      return Object.assign(clientOf(body.secret), { secret: body.secret as string })
    },
  }
}
