import type { Measured } from '../case.ts'
import type { HalfRate } from '../half-rate.ts'
import { isReached, type Ratio } from '../ratios.ts'
import { FLAT_GROWTH, growth, type Soak } from '../soak.ts'
import { median } from '../statistics.ts'
import type { VerifiedWorld } from '../verified.ts'
import { mebibytes, two, whole } from './figures.ts'

/** Something that was set as a goal, and what came of it. */
export interface Verdict {
  readonly what: string
  readonly goal: string
  readonly found: string
  readonly spread: string
  /** Null: it was measured without a goal. */
  readonly reached: boolean | null
}

export interface Findings {
  readonly measured: readonly Measured[]
  readonly ratios: readonly Ratio[]
  readonly half: readonly HalfRate[]
  readonly soak: Soak | null
  /** Of the full ledger, where that was opened. */
  readonly verified: VerifiedWorld | null
  /** What does not add up in the whole ledgers. */
  readonly breaches: readonly string[]
}

const P99_GOAL_MS = 25
const RSS_GOAL_BYTES = 300 * 2 ** 20

export function verdictsOf({ measured, ratios, half, soak, verified }: Findings): Verdict[] {
  return [
    ...[...ratios.map(ofRatio), ...half.map(ofHalfRate), ...ofMemory(measured, soak)],
    ...(verified ? [ofVerify(verified)] : []),
  ]
}

const ofVerify = ({ entries, seconds, most_bytes }: VerifiedWorld): Verdict => ({
  what: `\`scrip verify\` of the full ledger, ${whole(entries)} entries`,
  goal: '',
  found: `${seconds.toFixed(1)} s, ${mebibytes(most_bytes)} MiB`,
  spread: '',
  reached: null,
})

const ofRatio = (ratio: Ratio): Verdict => ({
  what: ratio.what,
  goal: ratio.goal === null ? '' : `≥ ${ratio.goal}`,
  found: two(ratio.ratio),
  spread: `${two(ratio.spread[0])} to ${two(ratio.spread[1])}`,
  reached: ratio.goal === null ? null : isReached(ratio),
})

function ofHalfRate({ title, rate, latencies }: HalfRate): Verdict {
  const p99 = latencies.map((latency) => latency.p99)
  return {
    what: `p99 of a single debit at half the peak (${rate}/s), ${title}`,
    goal: `< ${P99_GOAL_MS} ms`,
    found: `${median(p99).toFixed(1)} ms`,
    spread: `${Math.min(...p99).toFixed(1)} to ${Math.max(...p99).toFixed(1)}`,
    reached: median(p99) < P99_GOAL_MS,
  }
}

function ofMemory(measured: readonly Measured[], soak: Soak | null): Verdict[] {
  const used = measured.flatMap(({ samples }) =>
    samples.flatMap(({ usage }) => usage?.server_rss_bytes ?? []),
  )
  const most = Math.max(...used, soak?.most_bytes ?? 0)
  const verdicts: Verdict[] = []
  if (most > 0) {
    verdicts.push({
      what: 'the most resident memory of a server',
      goal: '< 300 MiB',
      found: `${mebibytes(most)} MiB`,
      spread: '',
      reached: most < RSS_GOAL_BYTES,
    })
  }
  if (soak) {
    verdicts.push({
      what: `its growth over ${soak.seconds} s of debits, from the middle to the end`,
      goal: `≤ ${FLAT_GROWTH * 100} %`,
      found: soak.died ? 'the server ended' : `${(growth(soak) * 100).toFixed(1)} %`,
      spread: `${soak.tenths_bytes.map(mebibytes).join(', ')} MiB`,
      reached: !soak.died && growth(soak) <= FLAT_GROWTH,
    })
  }
  return verdicts
}

/** What requests that failed were answered, each kind of work's first one. */
export const failures = ({ measured }: Findings): string[] =>
  measured.flatMap(({ title, samples }) => {
    const first = samples.find(({ first_failure }) => first_failure !== null)?.first_failure
    return first ? [`${title}: ${first}`] : []
  })

/** Every measurement that can't be believed, with the reason. */
export function wrongs({ measured, half, soak, verified, breaches }: Findings): string[] {
  return [
    ...measured.flatMap(({ id, samples }) =>
      samples.flatMap((each) => each.breaches.map((what) => `${id}: ${what}`)),
    ),
    ...half.flatMap((each) => each.breaches.map((what) => `half rate, ${each.title}: ${what}`)),
    ...(soak?.sample.breaches ?? []).map((what) => `soak: ${what}`),
    ...(verified?.breaches ?? []).map((what) => `scrip verify of the full ledger: ${what}`),
    ...breaches,
  ].filter((line, i, all) => all.indexOf(line) === i)
}

export const verdictWord = ({ reached }: Verdict): string => (reached === null ? '' : reached ? 'yes' : 'no')
