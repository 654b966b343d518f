import { setTimeout as sleep } from 'node:timers/promises'
import type { Facts } from '../../core/purchases/facts.ts'
import type { Order } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { type Failing, failingOf, unknownOutcome } from './errors.ts'
import { type Known, knownOf, type Look, look } from './look.ts'
import { NOTHING, type Seen } from './seen.ts'

export interface Work {
  /** Whether it is so new that nothing has to be looked for first. */
  readonly fresh: boolean
  /** Goes on from what was seen, always under the same keys, and says what it made or found. */
  readonly go: (seen: Seen) => Promise<Known>
  readonly isDone: (look: Look) => boolean
  /** Stripe won't do it, and it isn't done. Cleans up, and answers what to throw. */
  readonly refused: (error: unknown, seen: Seen) => Promise<Error>
}

const PAUSES_MS = [250, 1000]

/**
 * Does the work, and answers by a look, never by what the work answered. Where a call's outcome is not known, the look
 * says how far it came and the work goes on from there; an outcome that stays unknown is the caller's to ask for again.
 */
export async function surely(desk: Desk, order: Order, work: Work): Promise<Facts> {
  let known = knownOf(order)
  let last: Look | null = work.fresh ? null : await look(desk, order, known)
  for (let round = 0; ; round++) {
    if (last && work.isDone(last)) return last.facts
    let trouble: { error: unknown; failing: Failing } | null = null
    try {
      known = await work.go(last?.seen ?? NOTHING)
    } catch (error) {
      trouble = { error, failing: failingOf(error) }
    }
    last = await look(desk, order, known)
    if (work.isDone(last)) return last.facts
    if (trouble?.failing === 'refused' || trouble?.failing === 'forbidden') {
      // A subscription is not to end because our key is wrong: its bills wait until that is mended.
      const waits = trouble.failing === 'forbidden' && order.purchase.subscription !== null
      throw waits ? unknownOutcome(trouble.error) : await work.refused(trouble.error, last.seen)
    }
    const pause = PAUSES_MS[round]
    if (pause === undefined) throw unknownOutcome(trouble?.error)
    await sleep(pause)
  }
}
