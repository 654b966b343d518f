import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { moveSeat } from '../../../core/subscriptions/give-seat.ts'
import { route } from '../../../http/route.ts'
import { Id, strict } from '../fields.ts'
import { MemberSeatWire, memberSeat } from './convert-seat.ts'
import * as examples from './examples-subscriptions.ts'
import { SeatPath } from './subscription-path.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/subscriptions/:subscription/seats/:member/move',
  id: 'move_seat',
  summary: "Move a member's seat to another member",
  description:
    'With what is left in it and no more: a seat has one allotment a month, whoever uses it. Answers what the other ' +
    'member has then.',
  tags: ['Seats'],
  allow: ['operator', 'admin', 'buyer'],
  params: SeatPath,
  body: Type.Object({ to: Id }, strict),
  example: {
    params: { account: 'team_acme', subscription: examples.subscription.id, member: 'ada' },
    body: { to: 'grace' },
  },
  success: {
    schema: MemberSeatWire,
    example: { member: 'grace', seat: { ...examples.seat, member: 'grace' } },
  },
  refusals: [
    'account_not_found',
    'subscription_not_found',
    'subscription_not_active',
    'demotion_required',
    'member_not_found',
    'member_has_no_seat',
    'member_has_seat',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { account, subscription, member: from } = call.params
    const { to } = call.body
    const about = { account, subscription, once: call.onceRequest(account) }
    const done = await moveSeat(call.buying, about, { from, to }, call.now)
    if (isRefusal(done)) return done
    call.replayed = done.replayed
    return memberSeat(call.store, done.subscription, to, call.now)
  },
})
