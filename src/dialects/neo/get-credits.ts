import Type from 'typebox'
import { readBucket } from '../../core/purchases/read-bucket.ts'
import { isRefusal } from '../../core/refusal.ts'
import { route } from '../../http/route.ts'
import { actorOf, everybody } from './actor.ts'
import { BucketWire, bucketWire } from './convert-bucket.ts'
import { NEO } from './credit-type.ts'
import * as examples from './examples.ts'
import { savedCards } from './saved-cards.ts'

export default route({
  method: 'GET',
  path: '/api/v1/billing/credits',
  id: 'neo_credits',
  summary: 'Get the credits of the account, and what is used of them',
  description: "A member of a team sees the team's. Every purchase begins to count anew from what remained.",
  tags: ['Neo'],
  allow: everybody,
  query: Type.Object({}),
  success: { schema: BucketWire, example: examples.bucket },
  async handler(call) {
    const actor = await actorOf(call)
    if (isRefusal(actor)) return actor
    const { id, kind } = actor.account
    const [bucket, cards] = await Promise.all([
      readBucket(call.store, id, NEO, call.now),
      savedCards(call.buying, id),
    ])
    return { ...bucketWire(bucket), ...cards, resource_type: kind }
  },
})
