import { expect, test } from 'vitest'
import { MICRO } from '../../../src/core/credits.ts'
import { isRefusal, orRefuse } from '../../../src/core/refusal.ts'
import { changeTerms } from '../../../src/core/subscriptions/change.ts'
import { subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import { openTill } from '../../harness/till.ts'
const till = await openTill()
const { buying, store } = till
const paying = { payment_method: null, by_page: true, success_url: null, cancel_url: null, source: null }
test('free', async () => {
  await till.creditType('gateway')
  await store.once(null, Date.now(), (r) => r.insertPlan({ id: 'q', name: 'Q', credit_type: 'gateway', currency: 'usd', gives_to: 'quantity', pricing: { by: 'credit', month_unit_price_micro: 10_000n, year_unit_price_micro: null }, bonus_micro: 0n, days_until_due: 30, created_at: 0, archived_at: null }))
  await till.card('f')
  const terms = { seats: 1, credits_micro: 100n * MICRO, interval: 'month' } as const
  const now = Date.now()
  const { subscription: { id } } = orRefuse(await subscribe(buying, { account: 'f', member: null, dialect: 'native', plan: 'q', terms, collection: 'charge_automatically', paying, expected_minor: null, once: null }, now))
  for (let n = 1; n <= 10; n++) {
    const c = await changeTerms(buying, { account: 'f', subscription: id, once: null, terms: { credits_micro: BigInt(100 + 49 * n) * MICRO }, demote: [], paying, expected_minor: null }, now + n)
    if (isRefusal(c)) { console.log(c); break }
  }
  console.log('free', await till.available('f'), (await till.charges('f')).map((c) => c.amount))
})
