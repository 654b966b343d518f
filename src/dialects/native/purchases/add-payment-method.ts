import Type from 'typebox'
import { noAccount } from '../../../core/accounts/not-found.ts'
import { openSetup } from '../../../core/purchases/payment-methods.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import { AccountPath, NullableUrlIn, strict, UrlIn } from '../fields.ts'

const SetupWire = Type.Object(
  { url: Type.String({ description: 'The hosted page. Send the buyer there.' }) },
  { title: 'PaymentMethodPage' },
)

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/payment-methods',
  id: 'add_payment_method',
  summary: 'Save a card without buying',
  description:
    'Answers a hosted page on which the buyer gives it; no card number ever passes through here. The buyer goes on to ' +
    '`success_url`, or back to `cancel_url`.',
  tags: ['Payment methods'],
  allow: ['operator', 'admin', 'buyer'],
  params: AccountPath,
  body: Type.Object({ success_url: UrlIn, cancel_url: Type.Optional(NullableUrlIn) }, strict),
  example: { params: { account: 'team_acme' }, body: { success_url: 'https://acme.example/billing' } },
  success: {
    status: 201,
    schema: SetupWire,
    example: { url: 'https://checkout.stripe.com/c/pay/cs_live_1' },
  },
  refusals: ['account_not_found', 'redirect_not_allowed', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { account } = call.params
    const { success_url, cancel_url = null } = call.body
    // What is kept under the caller's key is the page's own key, and the same key opens the same page.
    const page = await call.once(account, async (registry) =>
      (await registry.account(account)) ? { key: call.mint('set') } : noAccount(account),
    )
    if (isRefusal(page)) return page
    const { member } = call.caller
    const input = { account, member, success_url, cancel_url, key: page.key }
    const answer = await openSetup(call.buying, input, call.now)
    return isRefusal(answer) ? answer : { url: answer.url }
  },
})
