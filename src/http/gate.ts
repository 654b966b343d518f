import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '../core/accounts/key.ts'
import type { Store } from '../core/ports.ts'
import { admit } from './admit.ts'
import { Authenticator, bearerOf } from './authenticate.ts'
import type { Dialect } from './dialect.ts'
import { type Rate, type RateLimit, RateLimits } from './rate-limit.ts'
import { refuseHttp } from './refusals.ts'
import type { Responder } from './respond.ts'
import type { Route } from './route.ts'
import { shareRates } from './shared-rates.ts'
import { type TokenSettings, tokenVerifier } from './token.ts'

export interface GateOptions {
  readonly store: Pick<Store, 'authenticate' | 'isKnown'>
  readonly tokens?: TokenSettings
  readonly rate_limit?: RateLimit
}

export const DEFAULT_RATE_LIMIT: RateLimit = { limit: 1000, window_ms: 10_000 }

export type Gate = (
  route: Route,
  dialect: Dialect,
) => (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void

/** Lets in whoever may use a route, before anything of the request's body is read. */
export function gateOf(
  { store, tokens = {}, rate_limit = DEFAULT_RATE_LIMIT }: GateOptions,
  responder: Responder,
): Gate {
  const authenticator = new Authenticator(store, tokenVerifier(tokens))
  const limits = new RateLimits(rate_limit)
  shareRates(limits)
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
