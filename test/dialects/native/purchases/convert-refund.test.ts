import { expect, test } from 'vitest'
import { noFacts, type RefundFact } from '../../../../src/core/purchases/facts.ts'
import type { Purchase } from '../../../../src/core/purchases/purchase.ts'
import { refundsWire } from '../../../../src/dialects/native/purchases/convert-refund.ts'

const AT = Date.UTC(2026, 0, 20)

const fact = (id: string, refund: string | null, more: Partial<RefundFact>): RefundFact => ({
  id,
  refund,
  amount_minor: 500n,
  status: 'succeeded',
  reason: null,
  created_at: AT,
  ...more,
})

test('a refund tells why it was made, and why it failed where it did', () => {
  const refunds = [
    fact('re_1', 'ref_1', { reason: 'requested_by_customer' }),
    fact('re_2', 'ref_2', { status: 'failed', reason: 'expired_or_canceled_card' }),
    fact('re_3', null, { reason: 'duplicate' }),
    fact('re_4', null, { status: 'failed', reason: 'lost_or_stolen_card' }),
  ]
  const purchase = { id: 'pur_1', currency: 'usd', facts: { ...noFacts(AT), refunds } } as unknown as Purchase
  const asked = ['ref_1', 'ref_2', 'ref_5'].map((id) => ({
    account: 'acme',
    id,
    purchase: 'pur_1',
    amount_minor: 500n,
    reason: 'bought twice',
    created_at: AT,
  }))
  const told = refundsWire(purchase, asked)
    .map(({ id, status, reason, failure }) => [id, status, reason, failure])
    .sort()
  expect(told).toEqual([
    ['re_3', 'succeeded', 'duplicate', null],
    ['re_4', 'failed', null, 'lost_or_stolen_card'],
    ['ref_1', 'succeeded', 'bought twice', null],
    ['ref_2', 'failed', 'bought twice', 'expired_or_canceled_card'],
    ['ref_5', 'pending', 'bought twice', null],
  ])
})
