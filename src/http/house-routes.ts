import type { FastifyInstance } from 'fastify'
import type { Store } from '../core/ports.ts'
import { Unavailable } from '../core/unavailable.ts'
import type { Metrics } from './metrics.ts'

export interface HouseOptions {
  readonly store: Pick<Store, 'ready'>
}

const READY_WITHIN_MS = 2_000

/** What belongs to no dialect: how the process is, and what it offers. */
export function addHouseRoutes(app: FastifyInstance, { store }: HouseOptions, metrics: Metrics): void {
  app.get('/healthz', { config: { operation: 'health' } }, (_request, reply) => reply.send({ status: 'ok' }))
  app.get('/readyz', { config: { operation: 'readiness' } }, async (_request, reply) => {
    const trouble = await troubleOf(store)
    if (trouble === null) return { status: 'ready' }
    return reply.code(503).header('Retry-After', '1').send({ status: 'not ready', reason: trouble })
  })
  app.get('/metrics', { config: { operation: 'metrics' } }, async (_request, reply) =>
    reply.header('Content-Type', metrics.content_type).send(await metrics.text()),
  )
}

/** What keeps the process from serving, in words of ours: a driver's message may hold a host, a user or a password. */
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
