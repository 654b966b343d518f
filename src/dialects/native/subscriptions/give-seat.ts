import { isRefusal } from '../../../core/refusal.ts'
import { giveSeat } from '../../../core/subscriptions/give-seat.ts'
import { route } from '../../../http/route.ts'
import { MemberSeatWire, memberSeat } from './convert-seat.ts'
import * as examples from './examples-subscriptions.ts'
import { SeatPath } from './subscription-path.ts'

export default route({
  method: 'PUT',
  path: '/v1/accounts/:account/subscriptions/:subscription/seats/:member',
  id: 'give_seat',
  summary: 'Give a member a seat',
  description:
    'One that nobody has, with what is left in it of this month. Whoever has a seat already keeps it.',
  tags: ['Seats'],
  allow: ['operator', 'admin', 'buyer'],
  params: SeatPath,
  example: { params: { account: 'team_acme', subscription: examples.subscription.id, member: 'ada' } },
  success: { schema: MemberSeatWire, example: { member: 'ada', seat: examples.seat } },
  refusals: [
    'account_not_found',
    'subscription_not_found',
    'subscription_not_active',
    'demotion_required',
    'member_not_found',
    'no_free_seat',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { account, subscription, member } = call.params
    const about = { account, subscription, once: call.onceRequest(account) }
    const done = await giveSeat(call.buying, about, member, call.now)
    if (isRefusal(done)) return done
    call.replayed = done.replayed
    return memberSeat(call.store, done.subscription, member, call.now)
  },
})
