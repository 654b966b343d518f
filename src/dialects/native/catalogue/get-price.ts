import { refuse } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { PricePath, PriceWire, priceWire } from './convert-price.ts'

export default route({
  method: 'GET',
  path: '/v1/prices/:price',
  id: 'get_price',
  summary: 'Get a price',
  tags: ['Prices'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: PricePath,
  example: { params: { price: examples.price.id } },
  success: { schema: PriceWire, example: examples.price },
  refusals: ['price_not_found'],
  async handler({ store, params }) {
    const price = await store.registry.price(params.price)
    return price ? priceWire(price) : refuse('price_not_found', `There is no price ${params.price}.`)
  },
})
