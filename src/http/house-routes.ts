import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Store } from '../core/ports.ts'
import { Unavailable } from '../core/unavailable.ts'
import type { Dialect } from './dialect.ts'
import { docsPage } from './document/docs-page.ts'
import { docsStyle } from './document/docs-style.ts'
import { openApi } from './document/openapi.ts'
import type { Metrics } from './metrics.ts'

export interface HouseOptions {
  readonly dialects: readonly Dialect[]
  readonly store: Pick<Store, 'ready'>
  readonly version?: string
}

const READY_WITHIN_MS = 2_000

/** What belongs to no dialect: how the process is, and what it offers. Nobody needs a key for it. */
export function addHouseRoutes(app: FastifyInstance, options: HouseOptions, metrics: Metrics): void {
  app.get('/healthz', { config: { operation: 'health' } }, (_request, reply) => reply.send({ status: 'ok' }))
  app.get('/readyz', { config: { operation: 'readiness' } }, async (_request, reply) => {
    const trouble = await troubleOf(options.store)
    if (trouble === null) return { status: 'ready' }
    return reply.code(503).header('Retry-After', '1').send({ status: 'not ready', reason: trouble })
  })
  app.get('/metrics', { config: { operation: 'metrics' } }, async (_request, reply) =>
    reply.header('Content-Type', metrics.content_type).send(await metrics.text()),
  )
  addDocs(app, options)
}

/** Nothing from elsewhere and no script: there is nothing on the page that could be turned against its reader. */
export const POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The first dialect's own; the others' bear their names. */
const OWN = { page: '/docs', json: '/openapi.json' }

function addDocs(app: FastifyInstance, { dialects, version = '0' }: HouseOptions): void {
  const file = (reply: FastifyReply, type: string, text: string) =>
    reply
      .header('Content-Type', type)
      .header('X-Content-Type-Options', 'nosniff')
      .header('Content-Security-Policy', POLICY)
      .header('Referrer-Policy', 'no-referrer')
      .send(text)
  const config = { operation: 'docs' }
  dialects.forEach((dialect, place) => {
    const at = place === 0 ? OWN : { page: `/docs/${dialect.name}`, json: `/openapi/${dialect.name}.json` }
    // Put together for the first who asks: most starts of a server are for nobody who reads.
    const document = once(() => openApi(dialect, version))
    const page = once(() => docsPage(document(), at.json))
    const json = once(() => JSON.stringify(document()))
    app.get(at.json, { config }, (_request, reply) => file(reply, 'application/json; charset=utf-8', json()))
    app.get(at.page, { config }, (_request, reply) => file(reply, 'text/html; charset=utf-8', page()))
  })
  app.get('/docs/style.css', { config }, (_request, reply) =>
    file(reply, 'text/css; charset=utf-8', docsStyle),
  )
}

function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}

/** What keeps the process from serving, in words of ours: a driver's may hold a host, a user or a password. */
async function troubleOf(store: Pick<Store, 'ready'>): Promise<string | null> {
  const late = Promise.withResolvers<string>()
  const timer = setTimeout(() => late.resolve('The database did not answer within 2 s.'), READY_WITHIN_MS)
  try {
    return await Promise.race([store.ready().then(() => null, reasonOf), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Unavailable) return error.message
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code).slice(0, 40)})` : ''
  return `The database can not be reached${code}.`
}
