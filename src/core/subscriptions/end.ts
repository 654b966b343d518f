import type { Instant } from '../instant.ts'
import { begunUnder } from '../once-begun.ts'
import type { Buying } from '../purchases/buying.ts'
import { isUnknown } from '../purchases/purchase.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { abandon, advanceUnbilled } from './advance.ts'
import { type About, type Changed, changing } from './changing.ts'
import { NOTHING_DEALT } from './deal-seats.ts'
import { owedOf } from './owed.ts'
import type { Subscription } from './subscription.ts'
import { cancel, type Taken } from './take-step.ts'
import { checkTries } from './tries.ts'

const ended = ({ id }: Subscription): Refusal =>
  refuse('subscription_not_active', `The subscription ${id} has ended. Begin a new one.`)

const only = (subscription: Subscription, kind: Taken['event']['kind']): Taken => ({
  subscription,
  dealt: NOTHING_DEALT,
  event: { kind, detail: {} },
})

/** It ends with the period that is paid; where none is, at once. */
export const cancelAtPeriodEnd = (buying: Buying, about: About, now: Instant): Promise<Changed | Refusal> =>
  changing(
    buying,
    about,
    ({ subscription, seats }) => {
      if (subscription.status === 'canceled') return ended(subscription)
      if (subscription.cancel_at_period_end) return null
      if (subscription.status === 'incomplete' && !subscription.bill)
        return cancel({ subscription, seats, candidates: [], ids: buying.ids, now }, 'asked_for')
      // What is past due is looked at at once.
      const due_at = subscription.status === 'active' ? subscription.due_at : now
      return only({ ...subscription, cancel_at_period_end: true, due_at }, 'cancel_requested')
    },
    now,
  )

/** It goes on after all. */
export const takeCancelBack = (buying: Buying, about: About, now: Instant): Promise<Changed | Refusal> =>
  changing(
    buying,
    about,
    ({ subscription }) => {
      if (subscription.status === 'canceled') return ended(subscription)
      if (!subscription.cancel_at_period_end) return null
      return only({ ...subscription, cancel_at_period_end: false }, 'cancel_taken_back')
    },
    now,
  )

/** What was to change at the renewal stays as it is. */
export const clearPending = (buying: Buying, about: About, now: Instant): Promise<Changed | Refusal> =>
  changing(
    buying,
    about,
    ({ subscription }) => {
      if (subscription.status === 'canceled') return ended(subscription)
      if (!subscription.pending) return null
      if (subscription.bill?.kind === 'renewal')
        return refuse('payment_pending', 'The renewal that brings the change is being paid just now.')
      return only({ ...subscription, pending: null }, 'pending_cleared')
    },
    now,
  )

/**
 * Ends it at once, without money back. What is being paid for it is given up first, and what is due is not charged any
 * more. While nobody knows whether a bill is paid it can't be ended: who pays in vain would have to be found later.
 */
export async function cancelNow(
  buying: Buying,
  about: About,
  now: Instant,
  why = 'ended_by_operator',
): Promise<Changed | Refusal> {
  // What the key is for is asked before a bill is given up for it.
  const kept = await begunUnder<object>(buying.store, about.once, now)
  if (isRefusal(kept)) return kept
  const inTheWay = kept ? null : await billInTheWay(buying, about, now)
  if (inTheWay) return inTheWay
  return changing(
    buying,
    about,
    ({ subscription, seats }) =>
      subscription.status === 'canceled'
        ? null
        : cancel({ subscription, seats, candidates: [], ids: buying.ids, now }, why),
    now,
    advanceUnbilled,
  )
}

/** Gives up what is being paid; why that can't be done. */
async function billInTheWay(
  buying: Buying,
  { account, subscription: id }: About,
  now: Instant,
): Promise<Refusal | null> {
  const known = await advanceUnbilled(buying, account, id, now)
  if (isRefusal(known)) return known
  const bill = known.bill && (await buying.store.registry.purchase(account, known.bill.purchase))
  const given = bill && (isUnknown(bill) ? bill : await abandon(buying, bill, now))
  return given && isUnknown(given)
    ? refuse('payment_pending', `The bill ${given.id} is being paid just now. Try again.`)
    : null
}

/** Tries a renewal that was declined again, without waiting for its turn; not without end. */
export const payNow = (buying: Buying, about: About, now: Instant): Promise<Changed | Refusal> =>
  changing(
    buying,
    about,
    async ({ subscription, registry }) => {
      if (subscription.status !== 'past_due')
        return refuse(
          'subscription_not_active',
          `Nothing of the subscription ${subscription.id} is past due.`,
        )
      const [invoice] = await owedOf(registry, subscription)
      if (invoice)
        return {
          ...refuse('payment_pending', 'An invoice is overdue. It is paid on its own page.'),
          purchase: invoice.purchase,
        }
      if (subscription.bill) return null
      const refused = await checkTries(registry, subscription, now)
      return refused ?? only({ ...subscription, due_at: now }, 'payment_asked_for')
    },
    now,
  )
