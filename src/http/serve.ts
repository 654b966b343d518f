import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { Logger } from 'pino'
import type { Principal } from '../core/accounts/key.ts'
import type { Instant } from '../core/instant.ts'
import { admit } from './admit.ts'
import { Authenticator, bearerOf } from './authenticate.ts'
import { answerBrokenHttp } from './broken-http.ts'
import type { Ports } from './call.ts'
import { type Dialect, dialectFinder } from './dialect.ts'
import { parseExactJson } from './exact-json.ts'
import { MAX_BODY_BYTES } from './failure.ts'
import { handlerOf } from './handler.ts'
import { addHouseRoutes } from './house-routes.ts'
import { requestLog } from './logging.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { parseQuery } from './query-string.ts'
import { type Rate, type RateLimit, RateLimits } from './rate-limit.ts'
import { refuseHttp } from './refusals.ts'
import { requestIds } from './request-id.ts'
import { Responder } from './respond.ts'
import type { Route } from './route.ts'
import { type TokenSettings, tokenVerifier } from './token.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Principal
    bearer: string
    now: Instant
    /** On the process's own clock. */
    started_at: number
  }
  interface FastifyContextConfig {
    operation?: string
    dialect?: Dialect
  }
}

export interface ServerOptions extends Ports {
  /** The first one answers for paths that are nobody's. */
  readonly dialects: readonly Dialect[]
  readonly log: Logger
  readonly tokens?: TokenSettings
  readonly rate_limit?: RateLimit
  readonly metrics?: Metrics
  /** Shown in the OpenAPI document. */
  readonly version?: string
}

export interface Server {
  readonly app: FastifyInstance
  /** Listens and answers its URL. */
  listen(port: number, host: string): Promise<string>
  /** Takes no new requests, finishes those under way, and cuts what is left after `within_ms`. */
  drain(within_ms?: number): Promise<void>
}

export const DEFAULT_RATE_LIMIT: RateLimit = { limit: 1000, window_ms: 10_000 }
const DRAIN_MS = 10_000

export function createServer(options: ServerOptions): Server {
  const metrics = options.metrics ?? createMetrics()
  const responder = new Responder(metrics, requestLog(options.log))
  const app = createApp(options, responder)
  const gate = gateOf(options, responder)
  for (const dialect of options.dialects)
    for (const route of dialect.routes) addRoute(app, route, dialect, options, responder, gate)
  addOtherMethods(app, options, responder)
  addHouseRoutes(app, options, metrics)
  return {
    app,
    listen: (port, host) => app.listen({ port, host }),
    async drain(within_ms = DRAIN_MS) {
      responder.draining = true
      const cut = setTimeout(() => app.server.closeAllConnections(), within_ms)
      await app.close()
      clearTimeout(cut)
    },
  }
}

function createApp({ dialects, log, clock }: ServerOptions, responder: Responder): FastifyInstance {
  const dialectOf = dialectFinder(dialects)
  const dialectFor = (request: FastifyRequest) =>
    request.routeOptions.config?.dialect ?? dialectOf(request.url)
  const begin = (request: FastifyRequest, reply: FastifyReply) => {
    request.started_at = performance.now()
    reply.header('X-Request-Id', request.id)
  }
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    disableRequestLogging: true,
    // One logger for all requests: a child for each would cost more than the rest of the framework.
    childLoggerFactory: (logger) => logger,
    genReqId: requestIds(),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 30_000,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: {
      maxParamLength: 1024,
      querystringParser: (text) => parseQuery(text) as Record<string, string>,
    },
    frameworkErrors(error, request, reply) {
      begin(request, reply)
      responder.fail(request, reply, dialectOf(request.url), error)
    },
    clientErrorHandler: answerBrokenHttp,
  })
  app.decorateRequest('caller', null as unknown as Principal)
  app.decorateRequest('bearer', '')
  app.decorateRequest('now', 0)
  app.decorateRequest('started_at', 0)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body: Buffer, done) =>
    done(null, body.length === 0 ? undefined : parseExactJson(body)),
  )
  app.addHook('onRequest', (request, reply, done) => {
    begin(request, reply)
    request.now = clock.now()
    done()
  })
  app.setErrorHandler((error, request, reply) => responder.fail(request, reply, dialectFor(request), error))
  app.setNotFoundHandler((request, reply) =>
    responder.refuse(
      request,
      reply,
      dialectFor(request),
      refuseHttp('not_found', 'There is nothing at this path.'),
    ),
  )
  return app
}

type Gate = (
  route: Route,
  dialect: Dialect,
) => (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void

/** Lets in whoever may use a route, before anything of the request's body is read. */
function gateOf(
  { store, tokens = {}, rate_limit = DEFAULT_RATE_LIMIT }: ServerOptions,
  responder: Responder,
): Gate {
  const authenticator = new Authenticator(store, tokenVerifier(tokens))
  const limits = new RateLimits(rate_limit)
  return (route, dialect) => {
    const enter = (request: FastifyRequest, reply: FastifyReply, caller: Principal | null): boolean => {
      const rate = caller && limits.take(caller, request.now)
      if (rate) showRate(reply, rate)
      const refusal = !caller
        ? UNAUTHENTICATED
        : rate && !rate.allowed
          ? tooMany(rate)
          : admit(route, caller, request.params, request.query)
      if (!caller || refusal) {
        responder.refuse(request, reply, dialect, refusal ?? UNAUTHENTICATED)
        return false
      }
      request.caller = caller
      return true
    }
    return (request, reply, done) => {
      const bearer = bearerOf(request.headers)
      if (bearer === null) return void enter(request, reply, null)
      request.bearer = bearer
      const { now, started_at } = request
      const caller = authenticator.remembered(bearer, now, started_at)
      if (caller) {
        if (enter(request, reply, caller)) done()
        return
      }
      authenticator.identify(bearer, now, started_at).then((found) => {
        if (enter(request, reply, found)) done()
      }, done)
    }
  }
}

const UNAUTHENTICATED = refuseHttp(
  'unauthenticated',
  'Send a valid key or token: `Authorization: Bearer …` or `X-Api-Key: …`.',
  { 'WWW-Authenticate': 'Bearer' },
)

const tooMany = ({ limit, reset_seconds }: Rate) =>
  refuseHttp(
    'rate_limited',
    `More than ${limit} requests came in the window. Try again in ${reset_seconds} s.`,
    {
      'Retry-After': String(reset_seconds),
    },
  )

function showRate(reply: FastifyReply, { limit, remaining, reset_seconds }: Rate): void {
  reply.header('RateLimit-Limit', limit)
  reply.header('RateLimit-Remaining', remaining)
  reply.header('RateLimit-Reset', reset_seconds)
}

function addRoute(
  app: FastifyInstance,
  route: Route,
  dialect: Dialect,
  ports: Ports,
  responder: Responder,
  gate: Gate,
): void {
  app.route({
    method: route.method,
    url: route.path,
    config: { operation: route.id, dialect },
    schema: { response: { [route.success.status]: route.success.schema } },
    onRequest: gate(route, dialect),
    handler: handlerOf(route, dialect, ports, responder),
  })
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** A path that is there under another method says so, and which. */
function addOtherMethods(app: FastifyInstance, { dialects }: ServerOptions, responder: Responder): void {
  const paths = new Map<string, { url: string; dialect: Dialect; methods: Set<string> }>()
  for (const dialect of dialects)
    for (const { path, method } of dialect.routes) {
      const shape = path.replaceAll(/:[^/]+/g, ':')
      const known = paths.get(shape) ?? { url: path, dialect, methods: new Set<string>() }
      known.methods.add(method)
      if (method === 'GET') known.methods.add('HEAD')
      paths.set(shape, known)
    }
  for (const { url, dialect, methods } of paths.values()) {
    const Allow = [...methods].join(', ')
    const refusal = refuseHttp('method_not_allowed', `This path takes ${Allow}.`, { Allow })
    const refuse = (request: FastifyRequest, reply: FastifyReply) =>
      responder.refuse(request, reply, dialect, refusal)
    app.route({
      method: METHODS.filter((method) => !methods.has(method)),
      url,
      config: { dialect },
      // Before the body is read, which may well be of a kind that isn't taken.
      onRequest: (request, reply) => refuse(request, reply),
      handler: refuse,
    })
  }
}
