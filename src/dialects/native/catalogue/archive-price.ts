import { archivePrice } from '../../../core/pricing/archive-price.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { PricePath, PriceWire, priceWire } from './convert-price.ts'

export default route({
  method: 'DELETE',
  path: '/v1/prices/:price',
  id: 'archive_price',
  summary: 'Archive a price',
  description: 'Nothing is sold at it from then on. Archiving it again changes nothing.',
  tags: ['Prices'],
  allow: ['operator'],
  params: PricePath,
  example: { params: { price: examples.price.id } },
  success: { schema: PriceWire, example: { ...examples.price, archived_at: examples.AT } },
  refusals: ['price_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const answer = await call.once('', (registry) =>
      archivePrice(registry, { id: call.params.price }, call.now),
    )
    return isRefusal(answer) ? answer : priceWire(answer)
  },
})
