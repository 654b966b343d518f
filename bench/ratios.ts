import type { Measured } from './case.ts'
import { median, range } from './statistics.ts'

export interface Ratio {
  readonly what: string
  readonly of: string
  readonly to: string
  readonly ratio: number
  /** The least and the most of the rounds' own ratios. */
  readonly spread: readonly [number, number]
  /** Null: no goal was set. */
  readonly goal: number | null
}

interface Goal {
  readonly what: string
  readonly of: string
  /** A case's id, or the beginning of several, the best of which counts. */
  readonly to: string
  readonly goal: number | null
}

const goals: readonly Goal[] = [
  {
    what: 'one a request, 1000 wallets / `pgbench -N` at its best',
    of: 'singles.spread',
    to: 'pgbench.',
    goal: 2,
  },
  {
    what: 'one a request, one hot wallet / 1000 wallets',
    of: 'singles.hot',
    to: 'singles.spread',
    goal: 0.8,
  },
  ...['spread', 'hot'].flatMap((place) => {
    const where = place === 'hot' ? 'one wallet' : '1000 wallets'
    const of = `bulk.${place}`
    return [
      { what: `500 a request / bare array statement, ${where}`, of, to: `arrays.${place}`, goal: 0.5 },
      {
        what: `500 a request / array statement with balances, ${where}`,
        of,
        to: `told-arrays.${place}`,
        goal: null,
      },
      {
        what: `500 a request / pure-SQL ledger's batch, ${where}`,
        of,
        to: `ledger-batch.${place}`,
        goal: null,
      },
      {
        what: `500 a request / pgledger's batch, ${where}`,
        of,
        to: `pgledger-batch.${place}`,
        goal: 20,
      },
    ]
  }),
  { what: 'balance reads / an empty route', of: 'reads.balance', to: 'reads.healthz', goal: 0.7 },
  ...(
    [
      ['singles.spread', 'one a request, 1000 wallets'],
      ['singles.hot', 'one a request, one wallet'],
      ['bulk.spread', '500 a request, 1000 wallets'],
      ['bulk.hot', '500 a request, one wallet'],
      ['reads.balance', 'balance reads'],
    ] as const
  ).map(([id, what]) => ({ what: `full / empty ledger: ${what}`, of: `full.${id}`, to: id, goal: 0.9 })),
  {
    what: 'fresh install / analyzed: one a request',
    of: 'fresh.singles.spread',
    to: 'singles.spread',
    goal: null,
  },
  { what: 'one a request with a key / without', of: 'singles.spread', to: 'keyless.spread', goal: null },
]

const rates = ({ samples }: Measured): number[] => samples.map(({ rate }) => rate)

/** Every ratio that the measured cases allow. */
export function ratiosOf(measured: readonly Measured[]): Ratio[] {
  return goals.flatMap(({ what, of, to, goal }) => {
    const above = measured.find(({ id }) => id === of)
    const below = measured
      .filter(({ id }) => (to.endsWith('.') ? id.startsWith(to) : id === to))
      .toSorted((a, b) => median(rates(b)) - median(rates(a)))[0]
    if (!above || !below) return []
    const ofRounds = rates(above).map((rate, round) => rate / (rates(below)[round] ?? Number.NaN))
    const ratio = median(rates(above)) / median(rates(below))
    return [{ what, of, to: below.id, ratio, spread: range(ofRounds), goal }]
  })
}

export const isReached = ({ ratio, goal }: Ratio): boolean => goal === null || ratio >= goal
