import { type RefusalCode, refusals } from './api.ts'

export type { RefusalCode } from './api.ts'

/** One faulty field of a request: `debits/3/amount`, and what is wrong with it. */
export interface FieldFault {
  readonly field: string
  readonly message: string
}

/** What is known of a call that came to nothing. */
export interface Attempted {
  /** The operation's id in the OpenAPI document. */
  readonly operation: string
  /** How often it was sent. */
  readonly attempts: number
  /** The key that it was sent under: with it the same call can be made again, and is still done once. */
  readonly idempotencyKey: string | null
  /**
   * Whether it may have been done all the same: nothing that was answered rules out that an attempt, or an earlier
   * call under a key of your own, got through. Only under the same key is it then safe to make it again.
   */
  readonly mayBeDone: boolean
}

/** What every error of this client is, but `ScripMisuse` and the reason of an aborted signal. */
export class ScripError extends Error implements Attempted {
  readonly operation: string
  readonly attempts: number
  readonly idempotencyKey: string | null
  readonly mayBeDone: boolean

  constructor(message: string, attempted: Attempted, options?: ErrorOptions) {
    super(message, options)
    this.operation = attempted.operation
    this.attempts = attempted.attempts
    this.idempotencyKey = attempted.idempotencyKey
    this.mayBeDone = attempted.mayBeDone
  }
}

export interface RefusalFields {
  readonly code: string
  readonly detail: string
  readonly status?: number
  readonly title?: string
  readonly fields?: readonly FieldFault[]
  readonly correlationId?: string | null
  readonly purchase?: string | null
  readonly retryAfterSeconds?: number | null
}

/** Scrip answered, and the answer is no. Its `code` is what a program goes by. */
export class ScripRefusal<C extends RefusalCode = RefusalCode> extends ScripError {
  override readonly name = 'ScripRefusal'
  /** A newer server may know codes that this client doesn't, so a `switch` needs its `default`. */
  readonly code: C
  readonly status: number
  /** Says what was wrong and what to do, for a person. */
  readonly detail: string
  readonly title: string
  /** Every faulty field of bad input; else none. */
  readonly fields: readonly FieldFault[]
  /** Names the call in the server's logs. */
  readonly correlationId: string | null
  /** The purchase that was made and not paid, where it is about one. */
  readonly purchase: string | null
  readonly retryAfterSeconds: number | null

  constructor(refusal: RefusalFields, attempted: Attempted) {
    super(refusal.detail, attempted)
    this.code = refusal.code as C
    this.status = refusal.status ?? refusals[refusal.code as RefusalCode] ?? 400
    this.detail = refusal.detail
    this.title = refusal.title ?? refusal.code
    this.fields = refusal.fields ?? []
    this.correlationId = refusal.correlationId ?? null
    this.purchase = refusal.purchase ?? null
    this.retryAfterSeconds = refusal.retryAfterSeconds ?? null
  }
}

/**
 * - `network`: the connection failed or broke.
 * - `timeout`: no whole answer came in time.
 * - `answer`: something else than Scrip answered, such as a proxy.
 */
export type Trouble = 'network' | 'timeout' | 'answer'

/** Nobody knows what became of the call. Under its `idempotencyKey` it can be made again, and is done once. */
export class ScripUnreachable extends ScripError {
  override readonly name = 'ScripUnreachable'
  readonly reason: Trouble
  /** Of what answered, where something did. */
  readonly status: number | null
  /** False where no attempt found anybody to connect to, as far as the platform tells. */
  readonly wasSent: boolean

  constructor(
    message: string,
    reason: Trouble,
    attempted: Attempted & { readonly wasSent: boolean },
    { status, ...options }: ErrorOptions & { readonly status?: number | null } = {},
  ) {
    super(message, attempted, options)
    this.reason = reason
    this.status = status ?? null
    this.wasSent = attempted.wasSent
  }
}

/** Whether it is a refusal, and one of these codes where some are named. */
export function isRefusal<C extends RefusalCode>(
  error: unknown,
  ...codes: readonly C[]
): error is ScripRefusal<C> {
  if (!(error instanceof ScripRefusal)) return false
  return codes.length === 0 || (codes as readonly string[]).includes(error.code)
}
