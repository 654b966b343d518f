import { isRefusal } from '../../../core/refusal.ts'
import { takeSeat } from '../../../core/subscriptions/give-seat.ts'
import { route } from '../../../http/route.ts'
import { MemberSeatWire, memberSeat } from './convert-seat.ts'
import * as examples from './examples-subscriptions.ts'
import { SeatPath } from './subscription-path.ts'

export default route({
  method: 'DELETE',
  path: '/v1/accounts/:account/subscriptions/:subscription/seats/:member',
  id: 'take_seat',
  summary: "Take a member's seat",
  description:
    'What is left in it waits for whoever has it next. The member stays one, and draws on what was topped up where the ' +
    "account's `seatless` allows it.",
  tags: ['Seats'],
  allow: ['operator', 'admin', 'buyer'],
  params: SeatPath,
  example: { params: { account: 'team_acme', subscription: examples.subscription.id, member: 'ada' } },
  success: { schema: MemberSeatWire, example: { member: 'ada', seat: null } },
  refusals: ['account_not_found', 'subscription_not_found', 'member_has_no_seat', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { account, subscription, member } = call.params
    const about = { account, subscription, once: call.onceRequest(account) }
    const done = await takeSeat(call.buying, about, member, call.now)
    if (isRefusal(done)) return done
    call.replayed = done.replayed
    return memberSeat(call.store, done.subscription, member, call.now)
  },
})
