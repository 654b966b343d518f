import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '../core/refusal.ts'
import type { Dialect } from './dialect.ts'
import { refusalOf } from './failure.ts'
import type { RequestLog } from './logging.ts'
import type { Metrics } from './metrics.ts'
import type { AnyRefusal, FieldFault, HttpRefusal } from './refusals.ts'

const NO_FAULTS: readonly FieldFault[] = []

/** Sends every answer that is no success, and counts and logs every answer. */
export class Responder {
  readonly #metrics: Metrics
  readonly #log: RequestLog
  /** While the server stops, each answer ends its connection, so that no client waits on it for another one. */
  draining = false

  constructor(metrics: Metrics, log: RequestLog) {
    this.#metrics = metrics
    this.#log = log
  }

  /** Called just before a success is sent. */
  succeeded(request: FastifyRequest, reply: FastifyReply, route: string, status: number): void {
    const ms = this.answered(request, reply, route, status)
    if (this.#log.verbose) this.#log.answered(lineOf(request, route, status, ms))
  }

  /** Counts an answer of whatever kind, just before it is sent, and says how long it took. */
  answered(request: FastifyRequest, reply: FastifyReply, route: string, status: number): number {
    if (this.draining) reply.header('Connection', 'close')
    const ms = performance.now() - request.started_at
    this.#metrics.answered(route, request.method, status, ms)
    return ms
  }

  refuse(request: FastifyRequest, reply: FastifyReply, dialect: Dialect, refusal: AnyRefusal): void {
    const { name, status, ms } = this.#send(request, reply, dialect, refusal)
    if (this.#log.verbose) this.#log.refused({ ...lineOf(request, name, status, ms), code: refusal.refused })
  }

  /** An error becomes the refusal that it stands for; one that stands for none is logged with its cause. */
  fail(request: FastifyRequest, reply: FastifyReply, dialect: Dialect, error: unknown): void {
    const refusal = refusalOf(error, request.raw.readableAborted)
    const { name, status, ms } = this.#send(request, reply, dialect, refusal)
    const line = lineOf(request, name, status, ms)
    if (status >= 500) this.#log.failed(line, error)
    else if (this.#log.verbose) this.#log.refused({ ...line, code: refusal.refused })
  }

  countRefused(dialect: Dialect, codes: readonly string[]): void {
    for (const code of codes) this.#metrics.refused(dialect.name, code)
  }

  #send(request: FastifyRequest, reply: FastifyReply, dialect: Dialect, refusal: AnyRefusal) {
    const { status } = dialect.refusals[refusal.refused]
    const { refused: code, detail } = refusal
    const { faults = NO_FAULTS, rate = null, headers } = refusal as Partial<HttpRefusal>
    const { purchase = null } = refusal as Partial<Refusal>
    const problem = { code, status, detail, faults, rate, purchase, correlation_id: request.id }
    const { content_type, body } = dialect.envelope(problem)
    if (headers) reply.headers(headers)
    const name = request.routeOptions.config?.operation ?? dialect.name
    const ms = this.answered(request, reply, name, status)
    this.#metrics.refused(dialect.name, code)
    reply.code(status).header('Content-Type', content_type).send(JSON.stringify(body))
    return { name, status, ms }
  }
}

const lineOf = (request: FastifyRequest, route: string, status: number, ms: number) => ({
  request_id: request.id,
  method: request.method,
  route,
  status,
  ms: Math.round(ms * 100) / 100,
})
