import { expect, test } from 'vitest'
import type { Purchase, Transition } from '../../../src/core/purchases/purchase.ts'
import { purchaseHappenings } from '../../../src/core/webhooks/happening.ts'

test('each of several steps at once is told with its own state and its own time', () => {
  const purchase = { account: 'acme', id: 'pur_1', state: 'disputed' } as Purchase
  const steps = [
    { seq: 2, from: 'charging', to: 'paid', at: 5 },
    { seq: 3, from: 'paid', to: 'disputed', at: 6 },
  ].map((step) => ({ account: 'acme', purchase: 'pur_1', cause: 'check', ...step }) as Transition)
  const told = purchaseHappenings(purchase, steps)
  expect(told).toMatchObject([
    { account: 'acme', event: 'evt_pur_1_2', type: 'purchase.paid', at: 5 },
    { account: 'acme', event: 'evt_pur_1_3', type: 'purchase.disputed', at: 6 },
  ])
  expect(told.map(({ subject }) => subject)).toMatchObject([
    { purchase: { state: 'paid' }, transition: steps[0] },
    { purchase: { state: 'disputed' }, transition: steps[1] },
  ])
})
