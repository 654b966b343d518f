import type { Case, Sample, Timing } from './case.ts'
import { breaches, standing } from './conserve.ts'
import type { LoadPlan, LoadResult, RequestPlan } from './load/plan.ts'
import * as requests from './load/requests.ts'
import { runLoad } from './load/start.ts'
import type { Options } from './options.ts'
import type { Postgres } from './postgres.ts'
import { type Usage, UsageMeter } from './usage.ts'
import type { OpenWorld, World } from './world.ts'

interface Spec {
  readonly id: string
  readonly title: string
  readonly unit: Case['unit']
  readonly world: World['name']
  readonly wallets: 'spread' | 'hot'
  readonly connections: number
  readonly cold?: Case['cold']
  request(key: string, accounts: readonly string[]): RequestPlan
}

const debit = (key: string, accounts: readonly string[]) => requests.debit(key, accounts)
const keyless = (key: string, accounts: readonly string[]) => requests.debit(key, accounts, false)
const bulk = (key: string, accounts: readonly string[]) => requests.bulkDebit(key, accounts)

function specs({ connections, bulk_connections }: Options): Spec[] {
  const single = { unit: 'debits/s', connections, request: debit } as const
  const many = { unit: 'debits/s', connections: bulk_connections, request: bulk } as const
  const read = { unit: 'reads/s', connections, request: requests.balance } as const
  const [spread, hot] = [{ wallets: 'spread' }, { wallets: 'hot' }] as const
  const [empty, full] = [{ world: 'empty' }, { world: 'full' }] as const
  return [
    { ...single, ...spread, ...empty, id: 'singles.spread', title: 'debits, one a request, 1000 wallets' },
    { ...single, ...hot, ...empty, id: 'singles.hot', title: 'debits, one a request, one wallet' },
    {
      ...single,
      ...spread,
      ...empty,
      id: 'keyless.spread',
      title: 'the first without a key',
      request: keyless,
    },
    { ...many, ...spread, ...empty, id: 'bulk.spread', title: 'debits, 500 a request, 1000 wallets' },
    { ...many, ...hot, ...empty, id: 'bulk.hot', title: 'debits, 500 a request, one wallet' },
    { ...read, ...spread, ...empty, id: 'reads.balance', title: 'balance reads, 1000 wallets' },
    {
      ...read,
      ...spread,
      ...empty,
      id: 'reads.credit-type',
      title: 'a small authenticated read, past every batch',
      request: (key) => requests.plainGet(`/v1/credit-types/${requests.CREDIT_TYPE}`, key),
    },
    {
      ...read,
      ...spread,
      ...empty,
      id: 'reads.healthz',
      title: 'an empty route',
      unit: 'requests/s',
      request: () => requests.plainGet('/healthz', null),
    },
    {
      ...single,
      ...spread,
      ...full,
      id: 'full.singles.spread',
      title: 'full ledger: one a request, 1000 wallets',
    },
    { ...single, ...hot, ...full, id: 'full.singles.hot', title: 'full ledger: one a request, one wallet' },
    {
      ...many,
      ...spread,
      ...full,
      id: 'full.bulk.spread',
      title: 'full ledger: 500 a request, 1000 wallets',
    },
    { ...many, ...hot, ...full, id: 'full.bulk.hot', title: 'full ledger: 500 a request, one wallet' },
    {
      ...read,
      ...spread,
      ...full,
      id: 'full.reads.balance',
      title: 'full ledger: balance reads, 1000 wallets',
    },
    {
      ...single,
      ...spread,
      world: 'fresh',
      cold: true,
      id: 'fresh.singles.spread',
      title: 'fresh install: one a request, 1000 wallets',
    },
  ]
}

export const serverCaseIds = (options: Options): string[] => specs(options).map(({ id }) => id)

export function serverCases(open: OpenWorld, postgres: Postgres, options: Options): Case[] {
  return specs(options).map((spec) => {
    const { id, title, unit, connections, cold = false } = spec
    const sample = async ({ seconds, warm_seconds }: Timing) => {
      const world = await open(spec.world)
      const accounts = spec.wallets === 'hot' ? [world.hot] : world.accounts
      const request = spec.request(world.scrip.key, accounts)
      const timing = { seconds, warm_seconds: cold ? 0 : warm_seconds }
      return (await loaded(postgres, world, accounts, { request, connections, rate: null, ...timing })).sample
    }
    return { id, title, unit, cold, sample }
  })
}

export interface Loading extends Timing, Pick<LoadPlan, 'request' | 'connections' | 'rate'> {
  /** Told every now and then, with the server's memory. */
  readonly watch?: (rss_bytes: number) => void
}

const WATCH_MS = 1_000

/** Loads a world, and checks afterwards that its wallets lost exactly what was answered as debited. */
export async function loaded(
  postgres: Postgres,
  { scrip, database }: World,
  accounts: readonly string[],
  { request, connections, rate, seconds, warm_seconds, watch }: Loading,
): Promise<{ sample: Sample; result: LoadResult }> {
  const before = await postgres.run(database, (client) => standing(client, accounts))
  const meter = new UsageMeter(scrip.pid, postgres.pid)
  let usageOf: (generatorSeconds: number) => Usage | null = () => null
  let watching: NodeJS.Timeout | undefined
  const result = await runLoad(
    {
      host: '127.0.0.1',
      port: scrip.port,
      connections,
      warm_ms: warm_seconds * 1000,
      measure_ms: seconds * 1000,
      rate,
      request,
    },
    {
      begins: () => {
        meter.begin()
        if (watch) watching = setInterval(() => watch(meter.serverRss()), WATCH_MS)
      },
      ends: () => {
        usageOf = meter.end()
        clearInterval(watching)
      },
    },
  )
  const { measured, whole, latency_ms, first_failure, cpu_seconds } = result
  const isDebit = request.head.startsWith('POST')
  const debited = isDebit ? whole : { ...whole, ok: 0, dropped: 0, failed: 0 }
  const found = await postgres.run(database, (client) => breaches(client, before, debited, request.units))
  const sample = {
    rate: measured.ok / result.seconds,
    refused: measured.refused,
    failed: measured.failed,
    dropped: measured.dropped,
    p50_ms: latency_ms.p50,
    p99_ms: latency_ms.p99,
    usage: usageOf(cpu_seconds),
    first_failure,
    breaches: found,
  }
  return { sample, result }
}
