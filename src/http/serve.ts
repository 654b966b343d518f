import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Logger } from 'pino'
import type { Principal } from '../core/accounts/key.ts'
import type { Instant } from '../core/instant.ts'
import type { Store } from '../core/ports.ts'
import { Authenticator } from './access/authenticate.ts'
import { addConsoleSession, sessionRenewal } from './access/console-session.ts'
import { consoleTokens } from './access/console-token.ts'
import { type Gate, type GateOptions, gateOf } from './access/gate.ts'
import { eitherKind, portalTokens } from './access/portal-token.ts'
import { type TokenSettings, tokenVerifier } from './access/token.ts'
import { answerBrokenHttp } from './broken-http.ts'
import type { Ports } from './call.ts'
import { addCors } from './cors.ts'
import { type Dialect, dialectFinder } from './dialect.ts'
import { MAX_BODY_BYTES } from './failure.ts'
import { handlerOf } from './handler.ts'
import { addHouseRoutes } from './house-routes.ts'
import { jsonBody } from './json-body.ts'
import { requestLog } from './logging.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { addOtherMethods } from './other-methods.ts'
import { parseQuery } from './query-string.ts'
import { refuseHttp } from './refusals.ts'
import { requestIds } from './request-id.ts'
import { Responder } from './respond.ts'
import { type Route, successesOf } from './route.ts'
import { serializersOnDemand } from './serializers.ts'
import { addWebRoutes, type WebOptions } from './web-routes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Principal
    /** What only the caller knows, as `Call` keeps it. */
    seal: string
    now: Instant
    /** On the process's own clock. */
    started_at: number
  }
  interface FastifyContextConfig {
    operation?: string
    dialect?: Dialect
  }
}

export interface ServerOptions extends Omit<Ports, 'portal'>, Pick<GateOptions, 'rate_limit'> {
  /** The first one answers for paths that are nobody's. */
  readonly dialects: readonly Dialect[]
  readonly log: Logger
  readonly tokens?: TokenSettings
  /** How people reach the server, where that is known. */
  readonly public_url?: () => string
  /** The origins whose pages may call the API from a browser. */
  readonly cors_origins?: readonly string[]
  /** The portal and the console; left out, there are none. */
  readonly web?: WebOptions
  /** Routes beside the dialects', of rooms that the server need not know. */
  readonly others?: readonly AddRoutes[]
  readonly metrics?: Metrics
  /** Shown in the OpenAPI document. */
  readonly version?: string
}

export type AddRoutes = (app: FastifyInstance, options: ServerOptions, responder: Responder) => void

export interface Server {
  readonly app: FastifyInstance
  /** Listens and answers its URL. */
  listen(port: number, host: string): Promise<string>
  /** Takes no new requests, finishes those under way, and cuts what is left after `within_ms`. */
  drain(within_ms?: number): Promise<void>
}

const DRAIN_MS = 10_000
const SWEEP_MS = 50

export function createServer(options: ServerOptions): Server {
  const metrics = options.metrics ?? createMetrics()
  const responder = new Responder(metrics, requestLog(options.log))
  const app = createApp(options, responder)
  const { store, tokens = {}, public_url = () => '' } = options
  const portal = portalTokens(secretOf(store, 'portal'))
  const secure = () => public_url().startsWith('https:')
  const console = { tokens: consoleTokens(secretOf(store, 'console')), secure }
  const verify = eitherKind(tokenVerifier(tokens), portal.verify)
  const authenticator = new Authenticator(store, verify, console.tokens)
  const gate = gateOf({ ...options, authenticator, secure, renew: sessionRenewal(console) }, responder)
  const ports: Ports = { ...options, portal: { sign: portal.sign, url: () => `${public_url()}/portal/` } }
  for (const dialect of options.dialects)
    for (const route of dialect.routes) addRoute(app, route, dialect, ports, responder, gate)
  addOtherMethods(app, options, responder)
  addHouseRoutes(app, options, metrics)
  for (const add of options.others ?? []) add(app, options, responder)
  addConsoleSession(app, { ...console, authenticator, store })
  if (options.web) addWebRoutes(app, options.web)
  if (options.cors_origins?.length) addCors(app, options.cors_origins)
  return {
    app,
    listen: (port, host) => app.listen({ port, host }),
    async drain(within_ms = DRAIN_MS) {
      responder.draining = true
      const cut = setTimeout(() => app.server.closeAllConnections(), within_ms)
      // A connection whose last request ends only now would be kept for the next one, which never comes.
      const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS)
      await app.close()
      clearInterval(sweep)
      clearTimeout(cut)
    },
  }
}

/** Read when it is first needed, and read again where that failed. */
function secretOf(store: Pick<Store, 'signingSecret'>, name: string): () => Promise<Uint8Array> {
  let known: Promise<Uint8Array> | undefined
  return () => {
    known ??= store.signingSecret(name).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
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
    // The framework's own lines matter from warnings upwards; requests are logged by the responder.
    loggerInstance: log.child({}, { level: quieter(log) }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // One logger for all requests: a child for each would cost more than the rest of the framework.
    childLoggerFactory: (logger) => logger,
    genReqId: requestIds(),
    bodyLimit: MAX_BODY_BYTES,
    schemaController: { compilersFactory: { buildSerializer: serializersOnDemand } },
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
  app.decorateRequest('seal', '')
  app.decorateRequest('now', 0)
  app.decorateRequest('started_at', 0)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, jsonBody)
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

const quieter = (log: Logger): string => (log.isLevelEnabled('warn') ? 'warn' : log.level)

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
    schema: {
      response: Object.fromEntries(successesOf(route).map((status) => [status, route.success.schema])),
    },
    onRequest: gate(route, dialect),
    handler: handlerOf(route, dialect, ports, responder),
  })
}
