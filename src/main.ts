import { createServer } from 'node:http'
import { commandTable } from './cli/commands.ts'
import { run } from './cli/run.ts'
import type { Deps, Listening } from './cli/serve.ts'

/**
 * Composition: the only file that knows every room. It makes the store on the database's connection, gives
 * it to the routes and the jobs, and answers how to close all of it again.
 */
async function listen({ settings, log }: Deps): Promise<Listening> {
  // ---- Wiring: the store, the HTTP server with its dialects, and the worker are put together here. ----
  const server = createServer((_request, response) => response.end('ok\n'))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : settings.port
  log.debug('The routes are not wired yet')
  return {
    url: `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  // ---- End of the wiring. ----
}

await run(commandTable(listen), process.argv.slice(2), process.env)
// Whatever a library still holds open must not keep a server that has drained from ending.
process.exit()
