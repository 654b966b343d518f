import Type, { type Static } from 'typebox'
import { entryKinds } from '../../../core/ledger/entry.ts'
import type { OwnClock } from '../../../core/subscriptions/advance-clock.ts'
import type { Happened } from '../../../core/subscriptions/happened.ts'
import { subscriptionEvents } from '../../../core/subscriptions/subscription.ts'
import { amountOrNull, instantText } from '../convert.ts'
import { InstantOut, NullableAmount, NullableText } from '../fields.ts'

export const ClockWire = Type.Object(
  {
    account: Type.String(),
    now: InstantOut,
    ahead_ms: Type.Integer({ minimum: 0, description: 'How far it is ahead of the real clock.' }),
  },
  { title: 'Clock' },
)

export const clockWire = ({ account, now, ahead_ms }: OwnClock): Static<typeof ClockWire> => ({
  account,
  now: instantText(now),
  ahead_ms,
})

export const HappenedWire = Type.Object(
  {
    at: InstantOut,
    what: Type.Enum(['credits', 'subscription']),
    kind: Type.Enum([...entryKinds, ...subscriptionEvents]),
    credit_type: NullableText,
    amount: NullableAmount,
    entries: Type.Union([Type.Integer(), Type.Null()], {
      description: 'How many entries of the ledger the amount is the sum of.',
    }),
    subscription: NullableText,
    detail: Type.Unsafe<object | null>({ type: ['object', 'null'], additionalProperties: true }),
  },
  { title: 'Happened' },
)

export function happenedWire(one: Happened): Static<typeof HappenedWire> {
  const at = instantText(one.at)
  const isCredits = one.what === 'credits'
  return {
    at,
    what: one.what,
    kind: isCredits ? one.kind : one.event.kind,
    credit_type: isCredits ? one.credit_type : null,
    amount: isCredits ? amountOrNull(one.amount_micro) : null,
    entries: isCredits ? one.entries : null,
    subscription: isCredits ? null : one.event.subscription,
    detail: isCredits ? null : one.event.detail,
  }
}
