import type { Sample } from './case.ts'
import { debit } from './load/requests.ts'
import type { Options } from './options.ts'
import type { Postgres } from './postgres.ts'
import { loaded } from './server-cases.ts'
import { median } from './statistics.ts'
import type { OpenWorld } from './world.ts'

export interface Soak {
  readonly seconds: number
  readonly sample: Sample
  /** The server's resident memory over the run, in tenths of it: the median of each. */
  readonly tenths_bytes: readonly number[]
  readonly most_bytes: number
  /** The server did not live to the end. What is gone has no memory, which would look like the best of all. */
  readonly died: boolean
}

/** Single debits as fast as they are answered, for long, with an eye on the server's memory. */
export async function soak(
  open: OpenWorld,
  postgres: Postgres,
  { soak_seconds: seconds, warm_seconds, connections }: Options,
  log: (line: string) => void,
): Promise<Soak> {
  const world = await open('empty')
  const request = debit(world.scrip.key, world.accounts)
  const seen: number[] = []
  const watch = (rss: number) => {
    seen.push(rss)
    if (seen.length % 60 === 0) log(`soak: ${(rss / 2 ** 20).toFixed(0)} MiB after ${seen.length} s`)
  }
  const loading = { request, connections, rate: null, seconds, warm_seconds, watch }
  const { sample } = await world.alone(() => loaded(postgres, world, world.accounts, loading))
  const part = Math.max(1, Math.floor(seen.length / 10))
  const tenths = Array.from({ length: 10 }, (_, i) => seen.slice(i * part, (i + 1) * part)).filter(
    ({ length }) => length > 0,
  )
  return {
    seconds,
    sample,
    tenths_bytes: tenths.map(median),
    most_bytes: Math.max(...seen, sample.usage?.server_rss_bytes ?? 0),
    died: seen.length === 0 || seen.some((rss) => rss === 0),
  }
}

/** Flat: from the fifth tenth on, when all caches are warm, the memory grows by no more than this part. */
export const FLAT_GROWTH = 0.1

export function growth({ tenths_bytes }: Soak): number {
  const [early, late] = [tenths_bytes[Math.min(4, tenths_bytes.length - 1)] ?? 0, tenths_bytes.at(-1) ?? 0]
  return early === 0 ? 0 : late / early - 1
}
