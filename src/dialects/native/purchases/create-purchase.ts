import Type from 'typebox'
import { buy } from '../../../core/purchases/buy.ts'
import { isUnknown } from '../../../core/purchases/purchase.ts'
import { whyNot } from '../../../core/purchases/why-not.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { forbid } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import {
  AccountPath,
  CreditsIn,
  Id,
  MoneyOrNothingIn,
  NullableId,
  NullableInstantIn,
  NullableUrlIn,
  nullable,
  strict,
  Text,
} from '../fields.ts'
import { PurchaseWire, purchaseWire } from './convert-purchase.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/purchases',
  id: 'create_purchase',
  summary: 'Buy credits',
  description:
    'Charges the named card, or the default one: 201 once it is paid and the credits are there. Without a card, or ' +
    'where the card wants its owner, 202 with the state `awaiting_checkout` and a `checkout_url` to send the buyer ' +
    'to; the credits come by themselves once it is paid there. 202 with `pending` or `charging`: the bank has not ' +
    'answered; the same call again, or the purchase itself, tells how it went, and nothing is charged twice. A ' +
    'decline is 402 and names the purchase. Under an `Idempotency-Key` the call finds its purchase and answers how ' +
    'it stands now; without one, an identical call does so only while the outcome of the first is unknown. ' +
    '`success_url` and `cancel_url` are where the buyer goes from the page. `expected_amount` is the `subtotal` that the ' +
    'buyer was told: any other price is refused. `expires_at` and `source` are for the operator alone to say.',
  tags: ['Purchases'],
  allow: ['operator', 'admin', 'buyer'],
  params: AccountPath,
  body: Type.Object(
    {
      credit_type: Id,
      amount: CreditsIn,
      price: Type.Optional(NullableId),
      expected_amount: Type.Optional(MoneyOrNothingIn),
      payment_method: Type.Optional(NullableId),
      success_url: Type.Optional(NullableUrlIn),
      cancel_url: Type.Optional(NullableUrlIn),
      expires_at: Type.Optional(NullableInstantIn),
      source: Type.Optional(nullable(Text(200))),
    },
    strict,
  ),
  example: {
    params: { account: 'team_acme' },
    body: { credit_type: 'agent', amount: '1000', success_url: 'https://acme.example/billing' },
  },
  success: { status: 201, also: [202], schema: PurchaseWire, example: examples.purchase },
  refusals: [
    'account_not_found',
    'credit_type_not_found',
    'price_not_found',
    'price_mismatch',
    'not_for_sale',
    'not_a_whole_pack',
    'amount_changed',
    'amount_too_small',
    'credits_out_of_range',
    'expiry_not_ahead',
    'redirect_not_allowed',
    'payment_method_not_found',
    'card_declined',
    'payment_refused',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { body, caller } = call
    const { account } = call.params
    // When credits end is what the seller promises: whoever pays for them doesn't choose it.
    if (caller.role !== 'operator' && (body.expires_at !== undefined || (body.source ?? null) !== null))
      return forbid('The operator alone says when bought credits expire (expires_at) and their source.')
    const bought = await buy(
      call.buying,
      {
        account,
        member: caller.member,
        dialect: 'native',
        source: body.source ?? null,
        credit_type: body.credit_type,
        credits_micro: body.amount,
        price: body.price ?? null,
        amount_minor: null,
        expected_micro: body.expected_amount ?? null,
        payment_method: body.payment_method ?? null,
        without_card: 'checkout',
        success_url: body.success_url ?? null,
        cancel_url: body.cancel_url ?? null,
        expires_at: body.expires_at,
        once: call.onceRequest(account),
        attempt: call.attempt(),
      },
      call.now,
    )
    if (isRefusal(bought)) return bought
    const { purchase } = bought
    call.replayed = bought.replayed
    if (purchase.state === 'awaiting_checkout' || isUnknown(purchase)) call.status = 202
    else {
      const refusal = whyNot(purchase)
      if (refusal) return refusal
    }
    return purchaseWire(purchase)
  },
})
