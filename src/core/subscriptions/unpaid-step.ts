import type { Instant } from '../instant.ts'
import { creditsEnd } from './calendar.ts'
import { NOTHING_DEALT } from './deal-seats.ts'
import { daysAfter, isEarly, isOver, nextAttempt, RETRY_DAYS } from './dunning.ts'
import { type Next, renewalDue } from './next-step.ts'
import type { OpenBill } from './subscription.ts'
import { cancel, type Footing, type Taken } from './take-step.ts'

/** Why a bill came to nothing. */
export interface Failed {
  readonly code: string
  /** The same for people, where there was nothing that could fail. */
  readonly detail?: string
  readonly card: string | null
  /** Whether it was sent: what nobody paid in all that time is not sent again. */
  readonly isSent: boolean
  /** When it was tried. */
  readonly tried_at: Instant
}

/** A bill is not paid. What was asked for doesn't happen; a renewal is tried again for some days. */
export function fail(footing: Footing, bill: OpenBill, failed: Failed): Taken {
  const { subscription: before } = footing
  if (bill.kind === 'start') return cancel(footing, failed.code)
  if (bill.kind === 'change')
    return {
      subscription: { ...before, bill: null, due_at: creditsEnd(before) },
      dealt: NOTHING_DEALT,
      event: { kind: 'change_failed', detail: { why: failed.code } },
    }
  return bill.gives_way ? makeWay(footing, failed) : renewalFailed(footing, failed)
}

/**
 * What waited for the owner of a card is given up for another one, which is charged at once. Where its turn had come it
 * was an attempt like any other, save that it can't be the one that ends it.
 */
function makeWay({ subscription: before, now }: Footing, { card, tried_at }: Failed): Taken {
  const wasEarly = isEarly(renewalDue(before), before.attempts, tried_at)
  const attempts = wasEarly ? before.attempts : Math.min(before.attempts + 1, RETRY_DAYS.length)
  return {
    subscription: { ...before, status: 'past_due', bill: null, attempts, declined_card: card, due_at: now },
    dealt: NOTHING_DEALT,
    event: { kind: 'payment_failed', detail: { why: 'another_card', attempts } },
  }
}

/**
 * What somebody asked for before its turn is no further attempt, nor is the last one with another card than declined
 * before, for some days: whoever tries to help must not end it sooner.
 */
export function renewalFailed(footing: Footing, { code, detail, card, isSent, tried_at }: Failed): Taken {
  const { subscription: before } = footing
  if (isSent) return cancel(footing, code)
  const renewal_at = renewalDue(before)
  const isAnother = before.declined_card !== null && card !== null && card !== before.declined_card
  const isLast = nextAttempt(renewal_at, before.attempts + 1, tried_at) === null
  const isInTime = !isOver(renewal_at, before.attempts, daysAfter(tried_at, 1))
  const isHelp = isEarly(renewal_at, before.attempts, tried_at) || (isLast && isAnother && isInTime)
  const attempts = isHelp ? before.attempts : before.attempts + 1
  const due_at = nextAttempt(renewal_at, attempts, tried_at)
  if (due_at === null) return cancel(footing, code)
  return {
    subscription: {
      ...before,
      status: 'past_due',
      bill: null,
      attempts,
      declined_card: card,
      due_at,
    },
    dealt: NOTHING_DEALT,
    event: {
      kind: 'payment_failed',
      detail: { why: code, attempts, ...(detail !== undefined && { detail }) },
    },
  }
}

/** No invoice is overdue any more, so it goes on. */
export const clear = ({ subscription, now }: Footing): Taken => ({
  subscription: { ...subscription, status: 'active', due_at: now },
  dealt: NOTHING_DEALT,
  event: { kind: 'invoice_settled', detail: {} },
})

/** What is to be paid waits for somebody, so it is past due. */
export const wait = ({ subscription }: Footing, { due_at }: Next & { step: 'await' }): Taken => ({
  subscription: { ...subscription, status: 'past_due', due_at },
  dealt: NOTHING_DEALT,
  event: { kind: 'payment_failed', detail: { why: 'waits_for_payer', attempts: subscription.attempts } },
})
