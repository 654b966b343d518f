import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

export interface WebOptions {
  /** Where the built pages are; a server without them says how they are built. */
  readonly web_dir: string
  /** The origins whose pages may show the portal in a frame. */
  readonly portal_origins: readonly string[]
}

const YEAR_SECONDS = 31_536_000

/** Scripts, styles and pictures of our own, and nothing else from anywhere. */
const policy = (frames: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frames.length === 0 ? "'none'" : frames.join(' ')}`,
  ].join('; ')

/** The portal and the console: one page each, whose paths are its own, and their files, which are named by what is in them. */
export function addWebRoutes(app: FastifyInstance, { web_dir, portal_origins }: WebOptions): void {
  app.register(async (scope) => {
    const root = join(web_dir, 'assets')
    // The library warns of a folder that isn't there.
    mkdirSync(root, { recursive: true })
    await scope.register(fastifyStatic, {
      root,
      prefix: '/assets/',
      preCompressed: true,
      index: false,
      cacheControl: false,
      setHeaders(reply, path) {
        if (!path.startsWith(root)) return
        reply.header('Cache-Control', `public, max-age=${YEAR_SECONDS}, immutable`)
        reply.header('X-Content-Type-Options', 'nosniff')
      },
    })
    addPage(scope, 'portal', policy(portal_origins))
    addPage(scope, 'console', policy([]))
  })

  function addPage(scope: FastifyInstance, name: string, csp: string) {
    const config = { operation: name }
    const page = `${name}/index.html`
    const show = (_request: unknown, reply: FastifyReply) => {
      reply
        .header('Content-Security-Policy', csp)
        .header('Referrer-Policy', 'no-referrer')
        .header('X-Content-Type-Options', 'nosniff')
        .header('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
        .header('Cache-Control', 'no-cache')
      if (existsSync(join(web_dir, page))) return reply.sendFile(page, web_dir, { cacheControl: false })
      return reply
        .code(503)
        .type('text/plain; charset=utf-8')
        .send('The pages are not built. Run: node bin/setup.js\n')
    }
    scope.get(`/${name}`, { config }, show)
    scope.get(`/${name}/*`, { config }, show)
  }
}
