import type { FastifyReply, FastifyRequest } from 'fastify'
import { Call, type Ports } from './call.ts'
import type { Dialect } from './dialect.ts'
import { Unreadable } from './exact-json.ts'
import { idempotencyKeyOf, KeysInUse, USUAL_KEY_RULES } from './idempotency.ts'
import { UnreadableQuery } from './query-string.ts'
import { type AnyRefusal, type FieldFault, invalid, isAnyRefusal } from './refusals.ts'
import type { Responder } from './respond.ts'
import type { Route } from './route.ts'
import { type Check, checkOf, MAX_FAULTS } from './validation.ts'

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/** The handler that the framework calls: checks every part of the request, runs the route's own, sends the answer. */
export function handlerOf(route: Route, dialect: Dialect, ports: Ports, responder: Responder): Handler {
  const check = requestCheck(route)
  const { id, method, success, handler, idempotent } = route
  const { status } = success
  const rules = dialect.idempotency ?? USUAL_KEY_RULES
  const accountOf = accountFinder(route)
  const inUse = rules.concurrent === 'refused' ? new KeysInUse() : null
  return async (request, reply) => {
    try {
      const { params, query, body, caller, now, seal } = request
      const unfit = check(params, query, body)
      const key = idempotent ? idempotencyKeyOf(request.headers['idempotency-key'], rules) : null
      const refusal = unfit ?? (typeof key === 'object' ? key : null)
      if (refusal) return responder.refuse(request, reply, dialect, refusal) ?? reply
      const parts = {
        params,
        query,
        body: body ?? NOTHING,
        key: key as string | null,
        method,
        url: request.url,
        seal,
      }
      const call = new Call(ports, caller, now, parts)
      const account = accountOf(params, query) ?? caller.account
      if (account !== null) call.actFor(account)
      const answer =
        inUse && call.key !== null
          ? await inUse.whileFree(caller, call.key, () => handler(call))
          : await handler(call)
      if (call.replayed) reply.header('Idempotent-Replayed', 'true')
      if (isAnyRefusal(answer)) responder.refuse(request, reply, dialect, answer)
      else {
        if (call.refused) responder.countRefused(dialect, call.refused)
        const code = call.status ?? status
        responder.succeeded(request, reply, id, code)
        reply.code(code).send(answer)
      }
    } catch (error) {
      responder.fail(request, reply, dialect, error)
    }
    return reply
  }
}

const NOTHING = Object.freeze({})

/** The account that the request names where the route says that one is named. */
function accountFinder({ account }: Route): (params: unknown, query: unknown) => string | null {
  if (!account) return () => null
  const { name } = account
  return (params, query) => {
    const named = (account.in === 'path' ? params : query) as Readonly<Record<string, unknown>>
    const id = named[name]
    return typeof id === 'string' ? id : null
  }
}

/** Checks all parts of a request and lists what is wrong with any of them. */
function requestCheck({ params, query, body, bodyOptional }: Route) {
  const checkParams = params && checkOf(params)
  const checkQuery = query && checkOf(query)
  const checkBody = body && bodyCheck(checkOf(body), bodyOptional)
  return (givenParams: unknown, givenQuery: unknown, givenBody: unknown): AnyRefusal | null => {
    if (givenBody instanceof Unreadable) return givenBody.refusal
    const faults = join(checkParams?.(givenParams) ?? null, queryFaults(checkQuery, givenQuery)) ?? null
    const all = join(faults, checkBody ? checkBody(givenBody) : unexpectedBody(givenBody))
    return all && invalid(all.slice(0, MAX_FAULTS))
  }
}

const join = (a: FieldFault[] | null, b: FieldFault[] | null): FieldFault[] | null =>
  a && b ? [...a, ...b] : (a ?? b)

const bodyCheck =
  (check: Check, optional: boolean): Check =>
  (body) => {
    if (body !== undefined) return check(body)
    return optional ? null : [{ field: '', message: 'needs a JSON body' }]
  }

/** An empty object where nothing is expected does no harm, and some clients always send one. */
function unexpectedBody(body: unknown): FieldFault[] | null {
  if (body === undefined) return null
  const isEmpty = typeof body === 'object' && body !== null && Object.keys(body).length === 0
  return isEmpty ? null : [{ field: '', message: 'takes no body' }]
}

function queryFaults(check: Check | null, query: unknown): FieldFault[] | null {
  if (query instanceof UnreadableQuery) return [{ field: query.field, message: query.message }]
  if (check) return check(query)
  for (const field in query as object) return [{ field, message: 'is not a known field' }]
  return null
}
