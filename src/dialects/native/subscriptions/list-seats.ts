import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { isInForce } from '../../../core/subscriptions/outlook.ts'
import { readSeatsPage } from '../../../core/subscriptions/read-seats.ts'
import { route } from '../../../http/route.ts'
import { strict } from '../fields.ts'
import { PageOf, pageOf, pageRequest, paging } from '../page.ts'
import { SeatWire, seatWire } from './convert-seat.ts'
import * as examples from './examples-subscriptions.ts'
import { presentSubscription, SubscriptionPath } from './subscription-path.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/subscriptions/:subscription/seats',
  id: 'list_seats',
  summary: 'List the seats of a subscription',
  description:
    'Oldest first, with what this month gave to each and what of it is left. Those without a member wait ' +
    'for one; nobody can draw on their credits.',
  tags: ['Seats'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: SubscriptionPath,
  query: Type.Object(paging, strict),
  example: { params: { account: 'team_acme', subscription: examples.subscription.id } },
  success: {
    schema: PageOf(SeatWire),
    example: { items: [examples.seat, examples.freeSeat], next_cursor: null },
  },
  refusals: ['account_not_found', 'subscription_not_found'],
  async handler(call) {
    const subscription = await presentSubscription(call)
    if (isRefusal(subscription)) return subscription
    const page = await readSeatsPage(call.store, subscription, pageRequest(call.query), call.now)
    const inForce = isInForce(subscription, call.now)
    return pageOf(page, (seat) => seatWire(seat, inForce))
  },
})
