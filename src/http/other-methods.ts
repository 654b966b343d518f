import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Dialect } from './dialect.ts'
import { refuseHttp } from './refusals.ts'
import type { Responder } from './respond.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** A path that is there under another method says so, and which. */
export function addOtherMethods(
  app: FastifyInstance,
  { dialects }: { readonly dialects: readonly Dialect[] },
  responder: Responder,
): void {
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
