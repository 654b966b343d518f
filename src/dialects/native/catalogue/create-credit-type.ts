import Type from 'typebox'
import { createCreditType } from '../../../core/catalogue/create-credit-type.ts'
import { isAnyRefusal } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { Id, PriceIn, strict, Text } from '../fields.ts'
import {
  CreditTypeWire,
  Currency,
  creditTypeWire,
  ExpiryIn,
  expiryPolicy,
  NEVER,
  UnitName,
} from './convert-credit-type.ts'

export default route({
  method: 'POST',
  path: '/v1/credit-types',
  id: 'create_credit_type',
  summary: 'Create a credit type',
  description: 'Its expiry policy says when grants of it expire that do not say so themselves.',
  tags: ['Credit types'],
  allow: ['operator'],
  body: Type.Object(
    {
      id: Type.Optional(Id),
      name: Text(200),
      unit: Type.Optional(UnitName),
      unit_price: Type.Optional(PriceIn),
      currency: Type.Optional(Currency),
      expiry: Type.Optional(ExpiryIn),
    },
    strict,
  ),
  example: {
    body: {
      id: 'agent',
      name: 'Agent credits',
      unit_price: '0.01',
      expiry: { policy: 'fixed', after: 'P1Y' },
    },
  },
  success: { status: 201, schema: CreditTypeWire, example: examples.creditType },
  refusals: ['credit_type_exists', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { id = null, name, unit = 'credit', unit_price = null, currency = 'usd' } = call.body
    const expiry = call.body.expiry ? expiryPolicy(call.body.expiry) : NEVER
    if (isAnyRefusal(expiry)) return expiry
    const input = { id, name, unit, unit_price_micro: unit_price, currency, expiry }
    const answer = await call.once('', (registry) =>
      createCreditType(registry, input, call.now, call.ports.ids),
    )
    return isAnyRefusal(answer) ? answer : creditTypeWire(answer)
  },
})
