import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '../../core/accounts/key.ts'
import type { Dialect, RateRules } from '../dialect.ts'
import { type HttpRefusal, refuseHttp } from '../refusals.ts'
import type { Responder } from '../respond.ts'
import type { Route } from '../route.ts'
import { admit } from './admit.ts'
import type { Authenticator, Caller } from './authenticate.ts'
import { tokenOfConsole } from './console-cookie.ts'
import type { RenewSession } from './console-session.ts'
import { USUAL_CREDENTIALS } from './credentials.ts'
import { type Rate, type RateLimit, RateLimits, shareOf } from './rate-limit.ts'
import { shareRates } from './shared-rates.ts'

export interface GateOptions {
  readonly authenticator: Authenticator
  /** Whether the server is reached by https. */
  readonly secure: () => boolean
  readonly renew: RenewSession
  readonly rate_limit?: RateLimit
}

export const DEFAULT_RATE_LIMIT: RateLimit = { limit: 1000, window_ms: 10_000 }

export type Gate = (
  route: Route,
  dialect: Dialect,
) => (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void

/** Lets in whoever may use a route, before anything of the request's body is read. */
export function gateOf(
  { authenticator, secure, renew, rate_limit = DEFAULT_RATE_LIMIT }: GateOptions,
  responder: Responder,
): Gate {
  const limits = new RateLimits(rate_limit)
  shareRates(limits)
  return (route, dialect) => {
    const { read, missing, unknown, challenge } = dialect.credentials ?? USUAL_CREDENTIALS
    const headers = { 'WWW-Authenticate': challenge }
    const nobody = refuseHttp('unauthenticated', missing, headers)
    const stranger = refuseHttp('unauthenticated', unknown, headers)
    const share = shareOf(dialect.rates?.allowance, route.method)
    const showRate = dialect.rates?.headers ?? usualRateHeaders
    const enter = (request: FastifyRequest, reply: FastifyReply, found: Caller | null): boolean => {
      if (!found || !isAtHome(found.principal, dialect)) {
        responder.refuse(request, reply, dialect, stranger)
        return false
      }
      const { principal: caller, seal } = found
      const rate = limits.take(caller, request.now, share)
      if (rate) reply.headers(showRate(rate))
      const refusal =
        rate && !rate.allowed ? tooMany(rate) : admit(route, caller, request.params, request.query)
      if (refusal) {
        responder.refuse(request, reply, dialect, refusal)
        return false
      }
      request.caller = caller
      request.seal = seal
      return true
    }
    return (request, reply, done) => {
      const bearer = read(request.headers, secure)
      if (bearer === null) return responder.refuse(request, reply, dialect, nobody)
      const { now, started_at } = request
      const caller = authenticator.remembered(bearer, now, started_at)
      if (caller) {
        if (enter(request, reply, caller)) done()
        return
      }
      const identify = async () => {
        const found = await authenticator.identify(bearer, now, started_at)
        if (found && tokenOfConsole(bearer) !== null) await renew(request, reply, bearer)
        return found
      }
      identify().then((found) => {
        if (enter(request, reply, found)) done()
      }, done)
    }
  }
}

/**
 * A key opens the face that it was issued for; Scrip's own keys and tokens open every one. A link to the portal opens
 * what the portal speaks: the other faces let their callers do what a buyer may not.
 */
const isAtHome = ({ dialect, portal }: Principal, { name }: Dialect): boolean =>
  dialect === name || (dialect === 'native' && !portal)

function tooMany(rate: Rate): HttpRefusal {
  const { limit, reset_seconds } = rate
  const detail = `More than ${limit} requests came in the window. Try again in ${reset_seconds} s.`
  return { ...refuseHttp('rate_limited', detail, { 'Retry-After': String(reset_seconds) }), rate }
}

const usualRateHeaders: RateRules['headers'] = ({ limit, remaining, reset_seconds }) => ({
  'RateLimit-Limit': String(limit),
  'RateLimit-Remaining': String(remaining),
  'RateLimit-Reset': String(reset_seconds),
})
