import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addPaymentRoutes } from './checkout/payment-routes.ts'
import { commandTable } from './cli/commands.ts'
import type { StartSandbox } from './cli/local-stripe.ts'
import { run } from './cli/run.ts'
import type { Deps, Listening } from './cli/serve.ts'
import { hostOf, listeningUrl } from './cli/settings.ts'
import type { Clock } from './core/ports.ts'
import { lastReconciled } from './core/purchases/reconciled.ts'
import { laggingJobs, lagOf } from './core/reports/job.ts'
import { hyperline } from './dialects/hyperline/dialect.ts'
import { native } from './dialects/native/dialect.ts'
import { webhookBody } from './dialects/native/webhooks/webhook-body.ts'
import { neo } from './dialects/neo/dialect.ts'
import { vercel } from './dialects/vercel/dialect.ts'
import { createMetrics } from './http/metrics.ts'
import { createServer } from './http/serve.ts'
import { stripePayments } from './payments/stripe/payments.ts'
import { secrets } from './store/accounts/secret.ts'
import { BriefCache } from './store/ledger/brief-cache.ts'
import { mintingIds } from './store/mint.ts'
import { openStore } from './store/store.ts'
import { crowdOf } from './worker/crowd.ts'
import { startWorker, type Told } from './worker/worker.ts'

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'))
const clock: Clock = { now: Date.now }
/** The metrics are anybody's to ask for, and what they ask of the database is asked no more often than this. */
const METRICS_MS = 1_000

/** Read only where it is wanted: a server with a real Stripe has nothing of it. */
const startSandbox: StartSandbox = async (options) =>
  (await import('../sandbox/start.ts')).startSandbox(options)

/**
 * Composition: the only file that knows every room. It makes the store on the database's connection and the payments
 * on Stripe, gives them to the routes and the jobs, and answers how to close all of it again.
 */
async function listen({ settings, connection, stripe, tokens, log }: Deps): Promise<Listening> {
  const metrics = createMetrics()
  const lane = {
    ...metrics.lane,
    failed(error: unknown) {
      metrics.lane.failed(error)
      log.warn({ err: error }, 'a batch was rolled back and is tried again')
    },
  }
  const { queue, crowded } = crowdOf(lane)
  const store = openStore({ connection, lanes: settings.lanes, meter: queue })
  let publicUrl = settings.publicUrl ?? listeningUrl(settings)
  const { secretKey, webhookSecret, apiUrl } = stripe
  const payments = stripePayments({
    secretKey,
    webhookSecret,
    publicUrl: () => publicUrl,
    ...(apiUrl !== undefined && { apiBase: hostOf(apiUrl) }),
    automatic_tax: settings.stripeTax,
    clock,
    log,
  })
  const { redirectOrigins } = settings
  // Nobody is led astray to the server itself.
  const redirects = redirectOrigins ? [...redirectOrigins, new URL(publicUrl).origin] : null
  const buying = { store, payments, ids: mintingIds(), redirects }
  const server = createServer({
    dialects: [native, neo, vercel, hyperline],
    others: [addPaymentRoutes],
    ...buying,
    secrets,
    clock,
    log,
    metrics,
    version: manifest.version,
    tokens,
    public_url: () => publicUrl,
    cors_origins: settings.corsOrigins,
    web: { web_dir: join(import.meta.dirname, '../web/dist'), portal_origins: settings.portalOrigins },
  })
  const lags = new BriefCache<number | null>(METRICS_MS, laggingJobs.length)
  for (const job of laggingJobs) {
    const read = () => lagOf(store, job, clock.now())
    metrics.jobs.lag(job, async () => {
      const lag_ms = await lags.get(job, read)
      return lag_ms === null ? null : lag_ms / 1000
    })
  }
  const differences = new BriefCache<Readonly<Record<string, number>>>(METRICS_MS, 1)
  const countDifferences = async () => (await lastReconciled(store.registry))?.counts ?? {}
  metrics.jobs.differences(() => differences.get('', countDifferences))
  const url = await server.listen(settings.port, settings.host)
  publicUrl = settings.publicUrl ?? url
  const meter = {
    ran: metrics.jobs.ran,
    failed: (job: string, error: unknown) =>
      log.error({ err: error, job }, 'a job failed and is tried again'),
  }
  const told: Told = {
    body: webhookBody,
    tried({ endpoint, id, event, type }, { status, error }, { delivery, gives_up }, milliseconds) {
      metrics.jobs.told(delivery.state, milliseconds)
      if (error === null) return
      const { attempts, state } = delivery
      log.warn(
        { endpoint, delivery: id, event, type, attempts, state, status, error },
        'a webhook was not taken',
      )
      if (gives_up) log.error({ endpoint }, 'a webhook endpoint took nothing for days and is switched off')
    },
  }
  const worker = await startWorker(store.jobs, buying, clock, { meter, told, crowded })
  return {
    url,
    async close() {
      await server.drain()
      await worker.stop()
      await store.close()
    },
  }
}

await run(commandTable(listen, startSandbox), process.argv.slice(2), process.env)
// Whatever a library still holds open must not keep a server that has drained from ending.
process.exit()
