import Type from 'typebox'
import { changeCreditType } from '../../../core/catalogue/change-credit-type.ts'
import { isAnyRefusal } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { PriceIn, strict, Text } from '../fields.ts'
import {
  CreditTypeWire,
  Currency,
  creditTypeWire,
  ExpiryIn,
  expiryPolicy,
  UnitName,
} from './convert-credit-type.ts'
import { CreditTypePath } from './credit-type-path.ts'

export default route({
  method: 'PATCH',
  path: '/v1/credit-types/:credit_type',
  id: 'update_credit_type',
  summary: 'Change a credit type',
  description:
    'What is left out stays as it is. Past debits keep the price they had, past grants their expiry.',
  tags: ['Credit types'],
  allow: ['operator'],
  params: CreditTypePath,
  body: Type.Object(
    {
      name: Type.Optional(Text(200)),
      unit: Type.Optional(UnitName),
      unit_price: Type.Optional(PriceIn),
      currency: Type.Optional(Currency),
      expiry: Type.Optional(ExpiryIn),
    },
    strict,
  ),
  example: { params: { credit_type: 'agent' }, body: { unit_price: '0.02' } },
  success: { schema: CreditTypeWire, example: { ...examples.creditType, unit_price: '0.02' } },
  refusals: ['credit_type_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { name, unit, unit_price: unit_price_micro, currency } = call.body
    const expiry = call.body.expiry && expiryPolicy(call.body.expiry)
    if (isAnyRefusal(expiry)) return expiry
    const input = { id: call.params.credit_type, name, unit, unit_price_micro, currency, expiry }
    const answer = await call.once('', (registry) => changeCreditType(registry, input))
    return isAnyRefusal(answer) ? answer : creditTypeWire(answer)
  },
})
