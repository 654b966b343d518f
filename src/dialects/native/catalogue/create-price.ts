import Type from 'typebox'
import { createPrice } from '../../../core/pricing/create-price.ts'
import { isAnyRefusal } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { Id, strict } from '../fields.ts'
import { Currency } from './convert-credit-type.ts'
import { PriceWire, priceTerms, priceWire, termsIn } from './convert-price.ts'

export default route({
  method: 'POST',
  path: '/v1/prices',
  id: 'create_price',
  summary: 'Create a price',
  description:
    'At which credits of a type are sold, beside the price that the type itself has. `unit`: `unit_price` for each. ' +
    '`bundle`: whole packs of `pack_size` at `pack_price`. `volume`: the tier that the whole amount falls into says ' +
    'what each costs; the last tier has no `up_to`. A price never changes: make another and archive this one.',
  tags: ['Prices'],
  allow: ['operator'],
  body: Type.Object({ credit_type: Id, currency: Type.Optional(Currency), ...termsIn }, strict),
  example: { body: { credit_type: 'agent', scheme: 'bundle', pack_size: '1000', pack_price: '9.50' } },
  success: { status: 201, schema: PriceWire, example: examples.price },
  refusals: ['credit_type_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { credit_type, currency = 'usd', ...input } = call.body
    const terms = priceTerms(input, currency)
    if (isAnyRefusal(terms)) return terms
    const answer = await call.once('', (registry) =>
      createPrice(registry, { credit_type, currency, terms }, call.now, call.ports.ids),
    )
    return isAnyRefusal(answer) ? answer : priceWire(answer)
  },
})
