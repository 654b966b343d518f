import type { Capture, CreateHoldBody, DebitReceipt, Hold, HoldAnswer } from './api.ts'
import { fromMicro, toMicro } from './micro.ts'
import { ScripMisuse } from './misuse.ts'
import { type Attempted, isRefusal, ScripError, type ScripRefusal } from './refusal.ts'
import type { CallOptions } from './request.ts'
import type { Holds } from './resources/holds.ts'

export interface HoldWish extends Omit<CreateHoldBody, 'ttl_seconds'> {
  /** How long the credits stay set aside should this process die; a minute unless said. It is extended while the work goes on. */
  readonly ttl_seconds?: number
  /**
   * Whether the work may cost more than was set aside, where the balance and the caps have room for it. Where they
   * don't, all that was set aside is burned, and the run is `short` of the rest.
   */
  readonly allow_more?: boolean
}

/** The hold while the work goes on. */
export interface RunningHold {
  readonly id: string
  readonly account: string
  /** What is set aside. */
  readonly amount: string
  /** What was left of the wallet when it was set aside. */
  readonly available: string
  /** Aborted when the hold is lost, or the caller's own signal says so: there is nothing to work for any more. */
  readonly signal: AbortSignal
  /** Says what the work cost. The last word counts; '0' gives everything back. */
  costs(amount: string, metadata?: CreateHoldBody['metadata']): void
}

export type HoldWork<T> = (hold: RunningHold) => Promise<T> | T

export interface HoldRun<T> {
  /** What the work answered. */
  readonly value: T
  readonly hold: Hold
  /** What was burned; null where the work cost nothing. */
  readonly debit: DebitReceipt | null
  readonly balance: Capture['balance']
  /** What the work cost above what could be burned, which only `allow_more` lets happen; else null. */
  readonly short: Short | null
}

/** A part of a cost for which neither the balance nor the caps had room. It is not burned, and nobody owes it. */
export interface Short {
  readonly amount: string
  /** Why: `insufficient_credits`, or the cap that was reached. */
  readonly refusal: ScripRefusal
}

/**
 * The work is done and was not paid for, or nobody knows whether it was: the `cause` says why. It is no refusal, so
 * that nobody takes it for one that came before the work. A hold that is still open can be captured with another
 * amount; else it is released at its end.
 */
export class CaptureFailed extends ScripError {
  override readonly name = 'CaptureFailed'
  readonly account: string
  readonly hold: string
  /** What the work cost; null where that is all that was held. */
  readonly amount: string | null
  /** What the work answered. */
  readonly value: unknown
  /** What was burned: all that was held, where the work cost more than that; else null. */
  readonly debit: DebitReceipt | null
  /** What of the cost was not burned then; else null. */
  readonly rest: string | null

  constructor(
    of: Pick<CaptureFailed, 'account' | 'hold' | 'amount' | 'value'>,
    cause: Error & Partial<Attempted>,
    part: Pick<CaptureFailed, 'debit' | 'rest'> = { debit: null, rest: null },
  ) {
    const { operation = 'capture_hold', attempts = 0, idempotencyKey = null, mayBeDone = false } = cause
    const message =
      part.debit === null
        ? `The hold ${of.hold} was not captured: ${cause.message}`
        : `The work cost more than was held: ${part.debit.amount} are burned, and ${part.rest} are not.`
    super(message, { operation, attempts, idempotencyKey, mayBeDone }, { cause })
    this.account = of.account
    this.hold = of.hold
    this.amount = of.amount
    this.value = of.value
    this.debit = part.debit
    this.rest = part.rest
  }
}

const USUAL_TTL_SECONDS = 60

/** Why a capture of more than was held is refused, which leaves the hold as it was. */
const TOO_MUCH = [
  'capture_exceeds_hold',
  'insufficient_credits',
  'account_spending_cap_reached',
  'user_spending_cap_reached',
  'project_spending_cap_reached',
  'key_spending_cap_reached',
  'member_not_found',
] as const

export async function runHold<T>(
  holds: Holds,
  account: string,
  { allow_more, ttl_seconds = USUAL_TTL_SECONDS, ...wish }: HoldWish,
  work: HoldWork<T>,
  { idempotencyKey, ...options }: CallOptions = {},
): Promise<HoldRun<T>> {
  const { signal, ...patience } = options
  // The hold began at some time after this, so what is reckoned from here is never too late.
  let since = performance.now()
  const creation = { ...options, ...(idempotencyKey !== undefined && { idempotencyKey }) }
  const held = await holds.create(account, { ...wish, ttl_seconds }, creation)
  if (idempotencyKey !== undefined) {
    // An earlier run may have made it. One that is over is refused here, before the work is done for nothing; and one
    // that is open began earlier than now.
    since = performance.now()
    await holds.extend(account, held.id, { ttl_seconds }, patience)
  }
  const lost = new AbortController()
  const abort = () => lost.abort(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  if (signal?.aborted) abort()
  const keeping = keep(holds, held, ttl_seconds, since, patience, lost)
  let cost: { readonly amount: string; readonly metadata: CreateHoldBody['metadata'] } | null = null
  try {
    const value = await work({
      id: held.id,
      account,
      amount: held.amount,
      available: held.balance.available,
      signal: lost.signal,
      costs(amount, metadata) {
        cost = { amount: checkedAmount(amount), metadata }
      },
    })
    // From here the signal no longer counts: the work is done, and has to be paid for.
    return await settle(holds, held, value, cost, allow_more, patience)
  } catch (error) {
    // Whatever becomes of the release, the hold ends by itself, and why the work failed matters more.
    // The work may have a run of its own within, whose failed capture is any other error here.
    const isOwn = error instanceof CaptureFailed && error.hold === held.id
    if (!isOwn) await holds.release(account, held.id, patience).catch(() => {})
    throw error
  } finally {
    keeping.stop()
    signal?.removeEventListener('abort', abort)
  }
}

async function settle<T>(
  holds: Holds,
  { account, id, amount: held }: HoldAnswer,
  value: T,
  cost: { readonly amount: string; readonly metadata: CreateHoldBody['metadata'] } | null,
  allow_more: boolean | undefined,
  patience: CallOptions,
): Promise<HoldRun<T>> {
  try {
    if (cost && /^[0.]+$/.test(cost.amount)) {
      const { balance, ...hold } = await holds.release(account, id, patience)
      return { value, hold, debit: null, balance, short: null }
    }
    const { hold, debit, balance } = await holds.capture(account, id, { ...cost, allow_more }, patience)
    return { value, hold, debit, balance, short: null }
  } catch (cause) {
    const failed = { account, hold: id, amount: cost?.amount ?? null, value }
    if (!cost || !isRefusal(cause, ...TOO_MUCH)) throw new CaptureFailed(failed, cause as Error)
    // The work is done: what was set aside for it is taken, and whoever let it cost more is told the rest.
    const { metadata } = cost
    const taken = await holds.capture(account, id, { metadata }, patience).catch((error: Error) => {
      throw new CaptureFailed(failed, error)
    })
    const rest = fromMicro(toMicro(cost.amount) - toMicro(held))
    // Nobody allowed it to cost more, so somebody reckoned wrongly, and must not take it for paid.
    if (isRefusal(cause, 'capture_exceeds_hold'))
      throw new CaptureFailed(failed, cause, { debit: taken.debit, rest })
    return { value, ...taken, short: { amount: rest, refusal: cause } }
  }
}

/** A cost that can't be one is the work's mistake, and is best told where it was made. */
function checkedAmount(amount: string): string {
  if (typeof amount === 'string' && /^\d+(\.\d{1,6})?$/.test(amount)) return amount
  throw new ScripMisuse(
    `A cost is decimal text with at most six decimals, such as '12.5', and not ${amount}.`,
  )
}

/** Extends the hold whenever half of its time is over, until it is stopped or the hold is gone. */
function keep(
  holds: Holds,
  { account, id }: HoldAnswer,
  ttl_seconds: number,
  since: number,
  patience: CallOptions,
  lost: AbortController,
): { stop(): void } {
  const half_ms = ttl_seconds * 500
  let stopped = false
  let end = since + 2 * half_ms
  let timer = setTimeout(extend, Math.max(0, since + half_ms - performance.now()))

  async function extend(): Promise<void> {
    const asked = performance.now()
    try {
      await holds.extend(account, id, { ttl_seconds }, { ...patience, limitMs: Math.max(1, end - asked) })
      end = asked + 2 * half_ms
    } catch (error) {
      const gone = isRefusal(
        error,
        'hold_expired',
        'hold_not_found',
        'hold_already_released',
        'hold_already_captured',
      )
      if (stopped) return
      if (gone || performance.now() >= end) return lost.abort(error)
    }
    // After a failure there is less time left, so the next attempt comes sooner.
    if (!stopped) timer = setTimeout(extend, Math.max(50, (end - performance.now()) / 2))
  }

  return {
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
