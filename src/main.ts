import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandTable } from './cli/commands.ts'
import { run } from './cli/run.ts'
import type { Deps, Listening } from './cli/serve.ts'
import type { Clock } from './core/ports.ts'
import { native } from './dialects/native/dialect.ts'
import { createMetrics } from './http/metrics.ts'
import { createServer } from './http/serve.ts'
import { mintingIds } from './store/mint.ts'
import { secrets } from './store/secret.ts'
import { openStore } from './store/store.ts'
import { startWorker } from './worker/worker.ts'

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'))
const clock: Clock = { now: Date.now }

/**
 * Composition: the only file that knows every room. It makes the store on the database's connection, gives it to the
 * routes and the jobs, and answers how to close all of it again.
 */
async function listen({ settings, connection, log }: Deps): Promise<Listening> {
  const metrics = createMetrics()
  const lane = {
    ...metrics.lane,
    failed(error: unknown) {
      metrics.lane.failed(error)
      log.warn({ err: error }, 'a batch was rolled back and is tried again')
    },
  }
  const store = openStore({ connection, lanes: settings.lanes, meter: lane })
  const server = createServer({
    dialects: [native],
    store,
    ids: mintingIds(),
    secrets,
    clock,
    log,
    metrics,
    version: manifest.version,
    tokens: { secret: settings.jwtSecret, jwks_url: settings.jwksUrl, audience: settings.jwtAudience },
  })
  metrics.jobs.lag('settle_due', async () => {
    const now = clock.now()
    return (now - ((await store.upkeep.dueSince(now)) ?? now)) / 1000
  })
  const worker = await startWorker(store.pool, store, clock, {
    ran: metrics.jobs.ran,
    failed: (job, error) => log.error({ err: error, job }, 'a job failed and is tried again'),
  })
  return {
    url: await server.listen(settings.port, settings.host),
    async close() {
      await server.drain()
      await worker.stop()
      await store.close()
    },
  }
}

await run(commandTable(listen), process.argv.slice(2), process.env)
// Whatever a library still holds open must not keep a server that has drained from ending.
process.exit()
