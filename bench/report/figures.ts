import type { Measured, Sample } from '../case.ts'
import { median, range } from '../statistics.ts'

/** A row of the table of rates, as text. */
export interface Row {
  readonly title: string
  readonly rate: string
  readonly spread: string
  readonly latency: string
  readonly wrong: string
  readonly cpu: string
  readonly memory: string
}

export const rowHeads: Row = {
  title: 'work',
  rate: 'median',
  spread: 'least to most',
  latency: 'p50 / p99 ms',
  wrong: 'refused / failed / dropped',
  cpu: 'cores: server / PostgreSQL / generator / other',
  memory: 'MiB: server / PostgreSQL, shared memory aside',
}

export function rowOf({ title, unit, samples }: Measured): Row {
  const [least, most] = range(samples.map(({ rate }) => rate))
  const total = (field: 'refused' | 'failed' | 'dropped') =>
    samples.reduce((sum, each) => sum + each[field], 0)
  const timed = samples.filter((sample) => sample.p50_ms !== null)
  const used = samples.flatMap(({ usage }) => usage ?? [])
  const cores = (field: 'server_cores' | 'postgres_cores' | 'generator_cores' | 'other_cores') =>
    median(used.map((usage) => usage[field])).toFixed(2)
  const peak = (field: 'server_rss_bytes' | 'postgres_private_bytes') =>
    mebibytes(Math.max(...used.map((usage) => usage[field])))
  return {
    title,
    rate: `${whole(median(samples.map(({ rate }) => rate)))} ${unit}`,
    spread: `${whole(least)} to ${whole(most)}`,
    latency: timed.length === 0 ? '' : `${medianOf(timed, 'p50_ms')} / ${medianOf(timed, 'p99_ms')}`,
    wrong: `${total('refused')} / ${total('failed')} / ${total('dropped')}`,
    cpu:
      used.length === 0
        ? ''
        : `${cores('server_cores')} / ${cores('postgres_cores')} / ${cores('generator_cores')} / ${cores('other_cores')}`,
    memory: used.length === 0 ? '' : `${peak('server_rss_bytes')} / ${peak('postgres_private_bytes')}`,
  }
}

const medianOf = (samples: readonly Sample[], field: 'p50_ms' | 'p99_ms') =>
  median(samples.map((sample) => sample[field] ?? 0)).toFixed(1)

export const whole = (number: number): string => number.toLocaleString('en-US', { maximumFractionDigits: 0 })

export const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0)

export const two = (number: number): string => number.toFixed(2)
