import Type from 'typebox'
import { UNSCOPED } from '../../core/ledger/grant.ts'
import { isRefusal } from '../../core/refusal.ts'
import { route } from '../../http/route.ts'
import { attemptOf, released } from './attempt.ts'
import { eventMetadata } from './convert.ts'
import { TransactionWire, usageWire } from './convert-transaction.ts'
import * as examples from './examples.ts'
import { CreditsIn, CUSTOMER, EventId, ProductPath } from './fields.ts'

export default route({
  method: 'POST',
  path: '/v1/customers/:id/credits/:productId/usage',
  id: 'create_customer_credits_usage',
  summary: "Burn a customer's credits",
  description:
    'Checks and burns in one durable step. The same `event_id` is burned once for good, whatever its ' +
    '`Idempotency-Key`; with another amount it is refused.',
  tags: ['Credits'],
  allow: ['operator'],
  account: CUSTOMER,
  params: ProductPath,
  body: Type.Object({
    usage_retained: CreditsIn('How many were used, with at most six decimals.'),
    event_id: Type.Optional(EventId),
  }),
  example: { params: examples.product, body: { usage_retained: 1.5, event_id: 'evt_4711' } },
  success: { status: 201, schema: TransactionWire, example: examples.usage },
  refusals: [
    'account_not_found',
    'credit_type_not_found',
    'account_spending_cap_reached',
    'key_spending_cap_reached',
    'insufficient_credits',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { id: account, productId: credit_type } = call.params
    const { usage_retained, event_id: event = null } = call.body
    const attempt = await attemptOf(call)
    if (isRefusal(attempt)) return attempt
    const { answer, replayed } = await call.store.ledger.submit(
      {
        kind: 'debit',
        ...attempt,
        ...(event !== null && { key: `hyperline ${credit_type} ${event}` }),
        account,
        credit_type,
        id: call.mint('deb'),
        amount_micro: usage_retained,
        usage: UNSCOPED,
        api_key: call.caller.key,
        metadata: eventMetadata(event),
        occurred_at: null,
      },
      call.now,
    )
    call.replayed = replayed
    if (isRefusal(answer)) await released(call)
    return isRefusal(answer) ? answer : usageWire(answer.debit)
  },
})
