import Type, { type Static } from 'typebox'
import { periodEnd } from '../../core/subscriptions/calendar.ts'
import { type Subscription, subscriptionStatuses } from '../../core/subscriptions/subscription.ts'
import { instantText } from './convert.ts'

export const EndingWire = Type.Object(
  {
    cancel_at_period_end: Type.Boolean(),
    ends_at: Type.Optional(
      Type.String({ format: 'date-time', description: 'When it ends or did; left out where it goes on.' }),
    ),
    status: Type.Enum([...subscriptionStatuses]),
  },
  { title: 'NeoEnding' },
)

export function endingWire(subscription: Subscription): Static<typeof EndingWire> {
  const { cancel_at_period_end, canceled_at, started_at, status } = subscription
  const will_end = cancel_at_period_end && started_at !== null ? periodEnd(subscription) : null
  const ends_at = canceled_at ?? will_end
  return { cancel_at_period_end, ...(ends_at !== null && { ends_at: instantText(ends_at) }), status }
}
