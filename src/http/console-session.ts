import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CONSOLE_MARK, consoleCookie, consoleKeyOf, isCookieKey } from './console-cookie.ts'

interface ConsoleOptions {
  readonly identify: (key: string, request: FastifyRequest) => Promise<{ readonly role: string } | null>
  /** Whether the console is reached by https. */
  readonly secure: () => boolean
}

/**
 * Where the console signs in and out, and learns whether it is signed in. The key lies in a cookie that no script can
 * read and that is sent to no request which another site began. It is looked up with every call, so a revoked key ends
 * the session at once.
 */
export function addConsoleSession(app: FastifyInstance, { identify, secure }: ConsoleOptions): void {
  const config = { operation: 'console_session' }
  const url = '/console/session'
  const say = (reply: FastifyReply, status: number, body?: object) =>
    reply.code(status).header('Cache-Control', 'no-store').send(body)
  const isOperator = async (key: string, request: FastifyRequest) =>
    (await identify(key, request))?.role === 'operator'
  const isOurs = (request: FastifyRequest) => request.headers[CONSOLE_MARK] === '1'
  const notOurs = { detail: `Send the header ${CONSOLE_MARK}: 1.` }

  app.post(url, { config }, async (request, reply) => {
    if (!isOurs(request)) return say(reply, 403, notOurs)
    const given = (request.body as { readonly key?: unknown } | undefined)?.key
    const key = typeof given === 'string' ? given.trim() : null
    if (!isCookieKey(key)) return say(reply, 400, { detail: 'Send {"key": "sk_…"}, an operator key.' })
    if (!(await isOperator(key, request)))
      return say(reply, 401, { detail: 'This is no operator key, or it was revoked.' })
    return say(reply.header('Set-Cookie', consoleCookie(key, secure())), 204)
  })

  app.get(url, { config }, async (request, reply) => {
    const key = consoleKeyOf(request.headers, secure)
    if (key === null || !(await isOperator(key, request)))
      return say(reply, 401, { detail: 'Nobody is signed in.' })
    return say(reply, 200, { role: 'operator' })
  })

  app.delete(url, { config }, async (request, reply) => {
    if (!isOurs(request)) return say(reply, 403, notOurs)
    return say(reply.header('Set-Cookie', consoleCookie(null, secure())), 204)
  })
}
