import Type from 'typebox'
import { DEFAULT_PRIORITY, UNSCOPED } from '../../core/ledger/grant.ts'
import { isRefusal } from '../../core/refusal.ts'
import { route } from '../../http/route.ts'
import { attemptOf, released } from './attempt.ts'
import { TransactionWire, topupWire } from './convert-transaction.ts'
import * as examples from './examples.ts'
import { CreditsIn, CUSTOMER, ExpiresAt, ProductPath } from './fields.ts'

export default route({
  method: 'POST',
  path: '/v1/customers/:id/credits/:productId/topup',
  id: 'topup_customer_credits',
  summary: 'Give a customer credits for free',
  description: 'Nothing is charged.',
  tags: ['Credits'],
  allow: ['operator'],
  account: CUSTOMER,
  params: ProductPath,
  body: Type.Object({
    credit_count: CreditsIn('How many to add, with at most six decimals.'),
    expires_at: Type.Optional(ExpiresAt),
  }),
  example: { params: examples.product, body: { credit_count: 32 } },
  success: { status: 201, schema: TransactionWire, example: examples.topup },
  refusals: [
    'account_not_found',
    'credit_type_not_found',
    'grant_already_expired',
    'wallet_limit_exceeded',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { params, body } = call
    const attempt = await attemptOf(call)
    if (isRefusal(attempt)) return attempt
    const { answer, replayed } = await call.store.ledger.submit(
      {
        kind: 'grant',
        ...attempt,
        account: params.id,
        credit_type: params.productId,
        id: call.mint('grt'),
        amount_micro: body.credit_count,
        source: 'manual',
        priority: DEFAULT_PRIORITY,
        scope: UNSCOPED,
        starts_at: null,
        // Without an expiry the credits never expire here, whatever the credit type's policy says.
        expires_at: body.expires_at ?? null,
        metadata: null,
      },
      call.now,
    )
    call.replayed = replayed
    if (isRefusal(answer)) await released(call)
    return isRefusal(answer) ? answer : topupWire(answer.grant, answer.balance.available_micro)
  },
})
