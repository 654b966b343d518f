import Type from 'typebox'
import { isRefusal } from '../../core/refusal.ts'
import { overview } from '../../core/subscriptions/overview.ts'
import { route } from '../../http/route.ts'
import { actorOf, everybody } from './actor.ts'
import { OverviewWire, overviewWire } from './convert-overview.ts'
import { NEO } from './credit-type.ts'
import * as examples from './examples-subscription.ts'
import { savedCards } from './saved-cards.ts'

export default route({
  method: 'GET',
  path: '/api/v1/billing/subscription',
  id: 'neo_subscription',
  summary: 'Get the subscription, its seats and the top-ups beside it',
  description:
    'Without a subscription, or after it has ended, what belongs to one is left out. The credits of seats come every ' +
    'month and do not roll over; top-ups are used after them.',
  tags: ['Neo subscriptions'],
  allow: everybody,
  query: Type.Object({}),
  success: { schema: OverviewWire, example: examples.overview },
  async handler(call) {
    const actor = await actorOf(call)
    if (isRefusal(actor)) return actor
    const { id } = actor.account
    const [known, { payment_methods }] = await Promise.all([
      overview(call.buying, id, NEO, call.now),
      savedCards(call.buying, id),
    ])
    return { ...overviewWire(known), ...(payment_methods && { payment_methods }) }
  },
})
