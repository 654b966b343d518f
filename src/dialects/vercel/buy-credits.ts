import Type from 'typebox'
import { MAX_AMOUNT_MICRO, MICRO } from '../../core/credits.ts'
import { buy } from '../../core/purchases/buy.ts'
import { whyNot } from '../../core/purchases/why-not.ts'
import { isRefusal, refuse } from '../../core/refusal.ts'
import { isAnyRefusal } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { buyQuantity, quantitiesOf } from './buy-quantity.ts'
import { buyAnswer, statusOf } from './convert-purchase.ts'
import { creditTypeNames } from './credit-types.ts'
import { findTeam } from './find-team.ts'
import { refuseToSell } from './may-buy.ts'
import { BuyAnswer, type BuyAnswerWire } from './purchase-intent.ts'

const example: BuyAnswerWire = {
  purchaseIntent: {
    id: 'pur_01kg8x4c7s0000000000000000',
    ownerId: 'team_acme',
    status: 'succeeded',
    configuration: {
      type: 'credit_topup',
      options: {
        amount: '10',
        currency: 'ai_gateway_credits',
        expirationDate: '2027-01-31T12:00:00.000Z',
      },
      output: { grantId: 'grt_01kg8x4c7s0000000000000001' },
    },
    provider: {
      type: 'stripe_invoice_immediate',
      resourceId: 'in_1QxAbC',
      stripeSharedPaymentTokenUsed: false,
    },
    currency: 'usd',
    subtotal: '10.00',
    tax: '0.00',
    total: '10.00',
    lineItems: [
      {
        id: 'pur_01kg8x4c7s0000000000000000-1',
        name: 'Gateway credits',
        description: '10 credits',
        productId: 'gateway',
        productAlias: 'gateway',
        quantity: '10',
        unitAmount: '1.00',
      },
    ],
    metadata: { source: 'api', invoiceNumber: 'ACME-0001' },
    createdAt: '2026-01-31T12:00:00.000Z',
    updatedAt: '2026-01-31T12:00:01.000Z',
  },
}

/** Neither the body nor the query is closed: their contract isn't, and clients add to them. */
export default route({
  method: 'POST',
  path: '/v1/billing/buy',
  id: 'buy_credits',
  summary: 'Buy credits for a team',
  description:
    "Charges the team's default card at once. A card that its owner must confirm leaves the intent `pending`, with " +
    'the page in `metadata.hostedPageUrl`. A team without a card is refused, or is sent to a checkout page where its ' +
    'terms allow that. Without an `Idempotency-Key`, an identical call goes on with the one before while the outcome ' +
    'of that is not known, and buys anew afterwards. A credit type that is sold as a quantity a month is subscribed ' +
    'to instead: another amount changes the quantity, more at once and less at the renewal.',
  tags: ['Billing'],
  allow: ['operator', 'admin', 'spender'],
  query: Type.Object({
    source: Type.Optional(Type.String({ maxLength: 200, description: '`api` where it is left out.' })),
    teamId: Type.Optional(Type.String()),
    slug: Type.Optional(Type.String()),
  }),
  body: Type.Object({
    item: Type.Object({
      type: Type.Enum(['credits']),
      creditType: Type.Enum([...creditTypeNames]),
      amount: Type.Integer({ minimum: 1, maximum: Number(MAX_AMOUNT_MICRO / MICRO) }),
    }),
  }),
  example: {
    query: { teamId: 'team_acme' },
    body: { item: { type: 'credits', creditType: 'gateway', amount: 10 } },
  },
  success: { schema: BuyAnswer, example },
  refusals: [
    'wallet_limit_exceeded',
    'account_not_found',
    'credit_type_not_found',
    'not_for_sale',
    'credits_out_of_range',
    'amount_too_small',
    'payment_method_missing',
    'card_declined',
    'payment_refused',
    'insufficient_credits',
    'plan_not_offered',
    'subscription_exists',
    'subscription_ends',
    'subscription_not_active',
    'payment_pending',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { caller, store, query, body } = call
    const { registry } = store
    const team = await findTeam(registry, caller.account, query)
    if (isAnyRefusal(team)) return team
    call.actFor(team.id)
    const refusal = await refuseToSell(registry, caller)
    if (refusal) return refusal
    const { creditType: id, amount } = body.item
    const type = await registry.creditType(id)
    if (!type) return refuse('credit_type_not_found', `There is no credit type ${id}.`)
    if (type.currency !== 'usd')
      return refuse('not_for_sale', `The credit type ${id} is not sold in US dollars, as this face needs.`)
    const account = team.id
    const quantities = await quantitiesOf(call, team, id)
    const amount_micro = BigInt(amount) * MICRO
    const source = query.source || 'api'
    if (quantities) return buyQuantity(call, quantities, { team, creditType: id, amount_micro, source })
    const request = {
      account,
      member: caller.member,
      dialect: 'vercel',
      source,
      credit_type: id,
      credits_micro: amount_micro,
      price: null,
      amount_minor: null,
      payment_method: null,
      without_card: 'as_the_terms_say',
      success_url: null,
      cancel_url: null,
      expires_at: undefined,
      once: call.onceRequest(account),
      attempt: call.attempt(),
    } as const
    const bought = await buy(call.buying, request, call.now)
    if (isRefusal(bought)) return bought
    const { purchase, replayed } = bought
    call.replayed = replayed
    const failure = statusOf(purchase) === 'failed' ? whyNot(purchase) : null
    if (failure) return failure
    // The money is here by now: what can't be read is left out, and is no failure of the call.
    const grant =
      purchase.granted_at === null
        ? null
        : await store.ledger.grant(account, purchase.grant).catch(() => null)
    return buyAnswer({ purchase, creditType: { id, name: type.name }, grant })
  },
})
