import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { inTime } from './in-time.ts'
import { sharedText } from './shared-metrics.ts'

/** What the ledger's lanes tell of their work. */
export interface LaneMeter {
  batch(size: number, milliseconds: number): void
  queued(change: number): void
  failed(error: unknown): void
}

/** What the jobs tell of theirs. */
export interface JobMeter {
  ran(job: string, milliseconds: number, succeeded: boolean): void
  /** A webhook was sent: it was `delivered`, is `waiting` for another attempt, or `failed` for good. */
  told(outcome: string, milliseconds: number): void
  /** How many seconds a job is behind, asked when the metrics are; null where nobody can say yet. */
  lag(job: string, read: () => Promise<number | null>): void
  /** How many purchases differ from their payments, by kind, asked when the metrics are. */
  differences(read: () => Promise<Readonly<Record<string, number>>>): void
}

export interface Metrics {
  readonly lane: LaneMeter
  readonly jobs: JobMeter
  answered(route: string, method: string, status: number, milliseconds: number): void
  refused(dialect: string, code: string): void
  /** The text that Prometheus reads, and its type. */
  text(): Promise<string>
  readonly content_type: string
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
/** What is asked of the database is left out after so long: a silent one must not hide the other metrics. */
const READ_WITHIN_MS = 2_000
const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    lane: laneMeter(registry),
    jobs: jobMeter(registry),
    ...requestMeter(registry),
    text: sharedText(registry),
    content_type: registry.contentType,
  }
}

function requestMeter(registry: Registry): Pick<Metrics, 'answered' | 'refused'> {
  const registers = [registry]
  const requests = new Histogram({
    name: 'scrip_http_request_duration_seconds',
    help: 'How long requests took from their first byte to their answer',
    labelNames: ['route', 'method', 'status'],
    buckets: SECONDS,
    registers,
  })
  const refusals = new Counter({
    name: 'scrip_refusals_total',
    help: 'Requests and debits that were refused, by code',
    labelNames: ['dialect', 'code'],
    registers,
  })
  // Labels are looked up once for each route and status, because that costs more than the counting.
  const observers = new Map<string, Histogram.Internal<'route' | 'method' | 'status'>>()
  return {
    answered(route, method, status, milliseconds) {
      const name = `${method} ${status} ${route}`
      let observer = observers.get(name)
      if (!observer) {
        observer = requests.labels({ route, method, status: String(status) })
        observers.set(name, observer)
      }
      observer.observe(milliseconds / 1000)
    },
    refused: (dialect, code) => refusals.inc({ dialect, code }),
  }
}

function laneMeter(registry: Registry): LaneMeter {
  const registers = [registry]
  const sizes = new Histogram({
    name: 'scrip_batch_size',
    help: 'Commands in one transaction of a lane',
    buckets: SIZES,
    registers,
  })
  const durations = new Histogram({
    name: 'scrip_batch_duration_seconds',
    help: 'How long a lane took to decide and commit a batch',
    buckets: SECONDS,
    registers,
  })
  const queued = new Gauge({ name: 'scrip_queue_length', help: 'Commands that wait in the lanes', registers })
  const failures = new Counter({
    name: 'scrip_batch_failures_total',
    help: 'Batches that were rolled back for a reason of their own',
    registers,
  })
  return {
    batch(size, milliseconds) {
      sizes.observe(size)
      durations.observe(milliseconds / 1000)
    },
    queued: (change) => queued.inc(change),
    failed: () => failures.inc(),
  }
}

function jobMeter(registry: Registry): JobMeter {
  const registers = [registry]
  const runs = new Histogram({
    name: 'scrip_job_duration_seconds',
    help: 'How long jobs ran',
    labelNames: ['job', 'outcome'],
    buckets: SECONDS,
    registers,
  })
  const readers = new Map<string, () => Promise<number | null>>()
  new Gauge({
    name: 'scrip_job_lag_seconds',
    help: 'How far jobs are behind what is due',
    labelNames: ['job'],
    registers,
    // Every process reads the same lag.
    aggregator: 'max',
    async collect() {
      const lags = await Promise.all(
        [...readers].map(async ([job, read]) => ({ job, seconds: await read() })),
      )
      // One that isn't known is left out: not a number from several processes would be added up to zero.
      this.reset()
      for (const { job, seconds } of lags) if (seconds !== null) this.set({ job }, seconds)
    },
  })
  const differences = differencesOf(registers)
  const webhooks = new Histogram({
    name: 'scrip_webhook_attempt_duration_seconds',
    help: 'How long it took to send webhooks, by what is true of them after it: delivered, waiting or failed',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers,
  })
  return {
    differences,
    told: (outcome, milliseconds) => webhooks.observe({ outcome }, milliseconds / 1000),
    ran: (job, milliseconds, succeeded) =>
      runs.observe({ job, outcome: succeeded ? 'succeeded' : 'failed' }, milliseconds / 1000),
    lag: (job, read) => void readers.set(job, inTime(READ_WITHIN_MS, read)),
  }
}

function differencesOf(registers: Registry[]): JobMeter['differences'] {
  let read: () => Promise<Readonly<Record<string, number>> | null> = async () => null
  new Gauge({
    name: 'scrip_reconcile_differences',
    help: 'Purchases that differ from their payments, as the last reconciliation found, by kind',
    labelNames: ['kind'],
    registers,
    // Every process reads the same.
    aggregator: 'max',
    async collect() {
      const counts = await read()
      this.reset()
      for (const [kind, count] of Object.entries(counts ?? {})) this.set({ kind }, count)
    },
  })
  return (reader) => {
    read = inTime(READ_WITHIN_MS, reader)
  }
}
