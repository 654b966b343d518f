import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { inPlan } from '../../../core/subscriptions/plan.ts'
import { previewOfStart } from '../../../core/subscriptions/subscribe.ts'
import { route } from '../../../http/route.ts'
import { AccountPath, Id, strict } from '../fields.ts'
import { ChangeWire, changeWire } from './convert-change.ts'
import { Interval } from './convert-subscription.ts'
import * as examples from './examples-subscriptions.ts'
import { termsIn } from './subscription-terms.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/subscriptions/preview',
  id: 'preview_subscription',
  summary: 'Ask what subscribing would cost',
  description:
    'Without taxes, which are known when it is paid: the `amount_due` now, the credits that come with it, and what each ' +
    'renewal costs. Changes nothing.',
  tags: ['Subscriptions'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: AccountPath,
  body: Type.Object({ plan: Id, ...termsIn, interval: Type.Optional(Interval) }, strict),
  example: { params: { account: 'team_acme' }, body: { plan: 'team', ...examples.terms } },
  success: { schema: ChangeWire, example: examples.start },
  refusals: [
    'account_not_found',
    'plan_not_found',
    'plan_not_offered',
    'amount_too_small',
    'seats_out_of_range',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { account } = call.params
    const { plan, seats, credits_per_seat, interval = 'month' } = call.body
    const terms = { seats, credits_micro: credits_per_seat, interval }
    const answer = await call.once(account, (registry) =>
      previewOfStart(registry, call.buying.payments, { account, plan, terms }, call.now),
    )
    if (isRefusal(answer)) return answer
    return changeWire({ ...answer, terms: inPlan(plan, answer.terms) })
  },
})
