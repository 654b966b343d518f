import type { Usage } from './usage.ts'

/** One measurement of one round. */
export interface Sample {
  /** Units a second that were answered with success. */
  readonly rate: number
  readonly refused: number
  readonly failed: number
  readonly dropped: number
  readonly p50_ms: number | null
  readonly p99_ms: number | null
  readonly usage: Usage | null
  /** The first answer that was neither a success nor a refusal. */
  readonly first_failure: string | null
  /** What does not add up. */
  readonly breaches: readonly string[]
}

export interface Timing {
  readonly seconds: number
  readonly warm_seconds: number
}

/** Something that is measured once in every round. */
export interface Case {
  readonly id: string
  readonly title: string
  /** Never warmed up: its first seconds are the question. */
  readonly cold?: boolean
  readonly unit: 'debits/s' | 'reads/s' | 'requests/s' | 'tx/s' | 'transfers/s' | 'rows/s'
  sample(timing: Timing): Promise<Sample>
}

export interface Measured {
  readonly id: string
  readonly title: string
  readonly unit: Case['unit']
  readonly samples: readonly Sample[]
}

/** A sample of work that goes past HTTP, where nothing can be refused or dropped. */
export const plainSample = (rate: number, failed = 0): Sample => ({
  rate,
  refused: 0,
  failed,
  dropped: 0,
  p50_ms: null,
  p99_ms: null,
  usage: null,
  first_failure: null,
  breaches: [],
})
