import type { Measured } from './case.ts'
import type { Latency } from './load/plan.ts'
import { debit } from './load/requests.ts'
import type { Options } from './options.ts'
import type { Postgres } from './postgres.ts'
import { loaded } from './server-cases.ts'
import { median } from './statistics.ts'
import type { OpenWorld, World } from './world.ts'

export interface HalfRate {
  readonly title: string
  /** Requests a second that were sent, and the rate that was answered with success. */
  readonly rate: number
  readonly answered: number
  /** Of each round. */
  readonly latencies: readonly Latency[]
  readonly failed: number
  readonly dropped: number
  readonly breaches: readonly string[]
}

const places = [
  { peak: 'singles.spread', world: 'empty', hot: false, title: '1000 wallets' },
  { peak: 'singles.hot', world: 'empty', hot: true, title: 'one wallet' },
  { peak: 'full.singles.spread', world: 'full', hot: false, title: 'full ledger, 1000 wallets' },
] as const satisfies { peak: string; world: World['name']; hot: boolean; title: string }[]

/** What was not touched for a while may have to be read from the disk again, which is over in some seconds. */
const WARM_SECONDS = 6

/**
 * Single debits arriving evenly at half the rate that was the most, whether or not the ones before are answered. Each
 * round is long enough for what comes by itself now and then: the jobs every fifteen seconds, and what the system's cache
 * of files writes to the disk every thirty. In a short round such a thing is all or nothing of its p99.
 */
export async function measureHalfRate(
  measured: readonly Measured[],
  open: OpenWorld,
  postgres: Postgres,
  { rounds, half_seconds: seconds, warm_seconds: usually, connections }: Options,
  log: (line: string) => void,
): Promise<HalfRate[]> {
  const found: HalfRate[] = []
  const warm_seconds = Math.max(usually, Math.min(WARM_SECONDS, seconds / 4))
  for (const { peak, world: name, hot, title } of places) {
    const samples = measured.find(({ id }) => id === peak)?.samples
    if (!samples) continue
    const rate = Math.floor(median(samples.map((sample) => sample.rate)) / 2)
    if (rate === 0) continue
    const world = await open(name)
    const accounts = hot ? [world.hot] : world.accounts
    const request = debit(world.scrip.key, accounts)
    await postgres.settle(world.database)
    const loading = { request, connections, rate, seconds, warm_seconds }
    const runs = await world.alone(async () => {
      const each = []
      for (let round = 0; round < rounds; round += 1)
        each.push(await loaded(postgres, world, accounts, loading))
      return each
    })
    const latencies = runs.map(({ result }) => result.latency_ms)
    log(`half rate, ${title}: ${rate}/s, p99 ${latencies.map(({ p99 }) => p99.toFixed(1)).join(', ')} ms`)
    found.push({
      title,
      rate,
      answered: median(runs.map(({ sample }) => sample.rate)),
      latencies,
      failed: runs.reduce((sum, { sample }) => sum + sample.failed, 0),
      dropped: runs.reduce((sum, { sample }) => sum + sample.dropped, 0),
      breaches: runs.flatMap(({ sample }) => sample.breaches),
    })
  }
  return found
}
