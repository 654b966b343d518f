import Type from 'typebox'
import { isRefusal, orRefuse, type Refusal, Refused, refuse } from '../../core/refusal.ts'
import { invalid } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { attemptOf, released } from './attempt.ts'
import { CreditWire, creditWire } from './convert-credit.ts'
import * as examples from './examples.ts'
import { CUSTOMER, CustomerPath, Name, ProductId, ThresholdIn } from './fields.ts'
import { findCustomer, findProduct } from './find.ts'

export default route({
  method: 'POST',
  path: '/v1/customers/:id/credits',
  id: 'create_customer_credit',
  summary: 'Give a customer a credit product',
  description:
    'The product is listed from then on, with no credits of it yet. Credits come by a purchase or a top-up, which ' +
    'need no product to be created first.',
  tags: ['Credits'],
  allow: ['operator'],
  account: CUSTOMER,
  params: CustomerPath,
  body: Type.Object({
    product_id: ProductId,
    name: Type.Optional(Name),
    low_count_threshold: Type.Optional(ThresholdIn),
    current_balance: Type.Optional(ThresholdIn),
    auto_topup: Type.Optional(Type.Unknown()),
  }),
  example: { params: examples.customer, body: { product_id: 'itm_tokens' } },
  success: { status: 201, schema: CreditWire, example: { ...examples.credit, current_balance: 0 } },
  refusals: ['account_not_found', 'credit_type_not_found', 'credit_type_exists', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { store, body, now } = call
    const { id: account } = call.params
    const { product_id: credit_type, name = null, low_count_threshold: low_count_micro = null } = body
    if (body.current_balance)
      return invalid([{ field: 'current_balance', message: 'must be left out: give credits by a top-up' }])
    if (body.auto_topup != null)
      return invalid([
        { field: 'auto_topup', message: 'must be left out: automatic top-ups are not offered' },
      ])
    await findCustomer(store, account)
    const type = await findProduct(store, credit_type)
    const attempt = await attemptOf(call)
    if (isRefusal(attempt)) return attempt
    const { available_micro } = orRefuse(await store.ledger.balance(account, credit_type, now))
    const { answer, replayed } = await store.once(
      { account, ...attempt, at: call.arrived_at },
      now,
      async (registry) => {
        const product = { account, credit_type, name, low_count_micro, created_at: now }
        if (!(await registry.insertCreditProduct(product))) throw new Refused(taken(account, credit_type))
        return { ...product, name: name ?? type.name, updated_at: now, available_micro, as_of: now }
      },
    )
    call.replayed = replayed
    if (isRefusal(answer)) await released(call)
    return isRefusal(answer) ? answer : creditWire(answer, answer)
  },
})

const taken = (account: string, credit_type: string): Refusal =>
  refuse('credit_type_exists', `The customer ${account} has the credit product ${credit_type} already.`)
