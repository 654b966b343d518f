import { hash, randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Store } from '../../core/ports.ts'
import type { Authenticator } from './authenticate.ts'
import { CONSOLE_MARK, consoleBearerOf, consoleCookie, tokenOfConsole } from './console-cookie.ts'
import { type ConsoleTokens, LONGEST_MS } from './console-token.ts'

interface ConsoleOptions {
  readonly authenticator: Authenticator
  readonly store: Pick<Store, 'endSession'>
  readonly tokens: ConsoleTokens
  /** Whether the console is reached by https. */
  readonly secure: () => boolean
}

/** Gives whoever is using the console another token, so that its session goes on; done before the answer is sent. */
export type RenewSession = (request: FastifyRequest, reply: FastifyReply, bearer: string) => Promise<void>

export const sessionRenewal =
  ({ tokens, secure }: Pick<ConsoleOptions, 'tokens' | 'secure'>): RenewSession =>
  async ({ now }, reply, bearer) => {
    const session = await tokens.open(tokenOfConsole(bearer) ?? '', now)
    if (session?.isWorn) reply.header('Set-Cookie', consoleCookie(await tokens.seal(session, now), secure()))
  }

const KEY = /^[\x21-\x7e]{1,512}$/

/**
 * Where the console signs in and out, and learns whether it is signed in. What it gets for the key is a token in a
 * cookie that no script can read and that is sent to no request which another site began. The key that it was got for
 * is looked up with every call, so one that is revoked or rotated ends the session at once.
 */
export function addConsoleSession(app: FastifyInstance, options: ConsoleOptions): void {
  const { authenticator, store, tokens, secure } = options
  const renew = sessionRenewal(options)
  const config = { operation: 'console_session' }
  const url = '/console/session'
  const say = (reply: FastifyReply, status: number, body?: object) =>
    reply.code(status).header('Cache-Control', 'no-store').send(body)
  const isOperator = async (bearer: string, { now, started_at }: FastifyRequest) =>
    (await authenticator.identify(bearer, now, started_at))?.principal.role === 'operator'
  const isOurs = (request: FastifyRequest) => request.headers[CONSOLE_MARK] === '1'
  const notOurs = { detail: `Send the header ${CONSOLE_MARK}: 1.` }
  // Before the body is read, as the gate does where there is a key.
  const onRequest = (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    if (isOurs(request)) done()
    else say(reply, 403, notOurs)
  }

  app.post(url, { config, onRequest }, async (request, reply) => {
    const given = (request.body as { readonly key?: unknown } | undefined)?.key
    const key = typeof given === 'string' ? given.trim() : ''
    if (!KEY.test(key)) return say(reply, 400, { detail: 'Send {"key": "sk_…"}, an operator key.' })
    if (!(await isOperator(key, request)))
      return say(reply, 401, { detail: 'This is no operator key, or it was revoked.' })
    const session = {
      id: randomUUID(),
      key_sha256: hash('sha256', key, 'buffer'),
      began_at: request.now,
      seal: randomBytes(32).toString('base64url'),
    }
    const token = await tokens.seal(session, request.now)
    return say(reply.header('Set-Cookie', consoleCookie(token, secure())), 204)
  })

  app.get(url, { config }, async (request, reply) => {
    const bearer = consoleBearerOf(request.headers, secure)
    if (bearer === null || !(await isOperator(bearer, request)))
      return say(reply, 401, { detail: 'Nobody is signed in.' })
    await renew(request, reply, bearer)
    return say(reply, 200, { role: 'operator' })
  })

  app.delete(url, { config, onRequest }, async (request, reply) => {
    const token = tokenOfConsole(consoleBearerOf(request.headers, secure) ?? '')
    const session = token === null ? null : await tokens.open(token, request.now)
    // Whoever has a copy of the cookie is signed out with it.
    if (session) await store.endSession(session.id, session.began_at + LONGEST_MS, request.now)
    return say(reply.header('Set-Cookie', consoleCookie(null, secure())), 204)
  })
}
