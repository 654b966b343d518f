import type { Instant } from '../instant.ts'
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
 * more. While nobody knows whether a bill is paid it can't be ended: who pays in vain would have to be found later. So
 * it is asked upon what is ended, each time anew: a bill may have been made out since.
 */
export const cancelNow = (
  buying: Buying,
  about: About,
  now: Instant,
  why = 'ended_by_operator',
): Promise<Changed | Refusal> =>
  changing(
    buying,
    about,
    ({ subscription, seats }) => {
      if (subscription.status === 'canceled') return null
      const { bill } = subscription
      return bill
        ? refuse('payment_pending', `The bill ${bill.purchase} is being paid just now. Try again.`)
        : cancel({ subscription, seats, candidates: [], ids: buying.ids, now }, why)
    },
    now,
    withoutBill,
  )

/** Brings it to the present, and gives up what is being paid. What may be charged just now stays as it is. */
async function withoutBill(
  buying: Buying,
  account: string,
  id: string,
  now: Instant,
): Promise<Subscription | Refusal> {
  const known = await advanceUnbilled(buying, account, id, now)
  if (isRefusal(known) || !known.bill) return known
  const bill = await buying.store.registry.purchase(account, known.bill.purchase)
  if (!bill || isUnknown(bill)) return known
  await abandon(buying, bill, now)
  return advanceUnbilled(buying, account, id, now)
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
