import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { serveControl } from '../control/serve.ts'
import { servePage } from '../pages/serve.ts'
import type { Sandbox } from '../sandbox.ts'
import { answerApi } from './api.ts'

/** Three faces under one address: Stripe's API, the pages that a person sees, and the controls. */
export function serverOf(sandbox: Sandbox): Server {
  return createServer((request, response) => {
    answer(sandbox, request, response).catch((error: unknown) => {
      sandbox.log(`${request.method} ${request.url} broke: ${error instanceof Error ? error.stack : error}`)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
}

function answer(sandbox: Sandbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/'
  if (path.startsWith('/v1/')) return answerApi(sandbox, request, response)
  if (path.startsWith('/_sandbox')) return serveControl(sandbox, request, response)
  return servePage(sandbox, request, response)
}
