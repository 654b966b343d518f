/** What a load generator is asked to do; sent to its process as JSON. */
export interface LoadPlan {
  readonly host: string
  readonly port: number
  /** Each has one request under way at most. */
  readonly connections: number
  readonly warm_ms: number
  readonly measure_ms: number
  /** Requests a second that arrive whether or not the ones before are answered; null: as fast as answers come. */
  readonly rate: number | null
  readonly request: RequestPlan
}

/**
 * A request as text. `{account}` stands for one of the accounts and `{key}` for a fresh random key; both have a fixed
 * width, so a request is one buffer in which only those bytes change.
 */
export interface RequestPlan {
  /** The first line and the headers, without `Content-Length` and the empty line. */
  readonly head: string
  readonly body: string | null
  /** All of the same length. */
  readonly accounts: readonly string[]
  /** How many debits or reads one request is. */
  readonly units: number
  /** Where each unit has an answer of its own: what a good one has in the body. */
  readonly good: string | null
}

/** What was answered, in units; `failed` and `dropped` have no answer that tells, so they are whole requests. */
export interface Tally {
  ok: number
  refused: number
  failed: number
  /** The connection broke before the answer. */
  dropped: number
  statuses: Record<string, number>
}

export interface LoadResult {
  readonly seconds: number
  /** Within the measured time. */
  readonly measured: Tally
  /** From the first request to the last answer, warm-up included. */
  readonly whole: Tally
  readonly latency_ms: Latency
  /** The first answer that was neither a success nor a refusal. */
  readonly first_failure: string | null
  /** With a fixed rate: what had arrived and was still waiting for a connection at the end. */
  readonly backlog: number
  readonly cpu_seconds: number
}

export interface Latency {
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p999: number
  readonly most: number
}

export type FromGenerator =
  | { readonly is: 'measuring' }
  | { readonly is: 'measured' }
  | { readonly is: 'done'; readonly result: LoadResult }

export const emptyTally = (): Tally => ({ ok: 0, refused: 0, failed: 0, dropped: 0, statuses: {} })
