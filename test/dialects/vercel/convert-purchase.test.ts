import { expect, test } from 'vitest'
import type { Grant } from '../../../src/core/ledger/grant.ts'
import { type Facts, noFacts } from '../../../src/core/purchases/facts.ts'
import { type Purchase, purchaseStates } from '../../../src/core/purchases/purchase.ts'
import { buyAnswer } from '../../../src/dialects/vercel/convert-purchase.ts'
import { creditTypeNames } from '../../../src/dialects/vercel/credit-types.ts'
import { faultsOf, readAs } from './published-client.ts'

const NOW = Date.UTC(2026, 0, 31, 12)

const facts: Facts = {
  ...noFacts(NOW),
  payment: 'paid',
  subtotal_minor: 1000n,
  tax_minor: 190n,
  total_minor: 1190n,
  invoice: { id: 'in_1', number: 'A-1', url: 'http://pay.test/in_1', pdf: null },
}

const bought: Purchase = {
  account: 'team_1',
  id: 'pur_1',
  credit_type: 'gateway',
  credits_micro: 10_000_000n,
  price_minor: 1000n,
  currency: 'usd',
  price: null,
  unit_price_micro: 1_000_000n,
  paying_by: 'card',
  payment_method: 'pm_1',
  success_url: null,
  cancel_url: null,
  dialect: 'vercel',
  source: 'api',
  member: null,
  description: null,
  expires_at: undefined,
  grant: 'grt_1',
  subscription: null,
  lines: null,
  days_until_due: null,
  attempt: null,
  state: 'paid',
  facts,
  granted_at: NOW,
  revoked_micro: 0n,
  frozen: false,
  remaining_before_micro: 0n,
  remaining_after_micro: 10_000_000n,
  check_at: null,
  created_at: NOW,
  updated_at: NOW + 1000,
}

const creditType = { id: 'gateway', name: 'Gateway credits' } as const
const grant = { id: 'grt_1', expires_at: NOW + 86_400_000 } as Grant

function intentOf(changes: Partial<Purchase> = {}, granted: Grant | null = grant) {
  const answer = buyAnswer({ purchase: { ...bought, ...changes }, creditType, grant: granted })
  if (!('purchaseIntent' in answer)) throw new Error('no intent')
  return answer.purchaseIntent
}

test('a paid purchase fills every field', () => {
  expect(intentOf()).toEqual({
    id: 'pur_1',
    ownerId: 'team_1',
    status: 'succeeded',
    configuration: {
      type: 'credit_topup',
      options: { amount: '10', currency: 'ai_gateway_credits', expirationDate: '2026-02-01T12:00:00.000Z' },
      output: { grantId: 'grt_1' },
    },
    provider: { type: 'stripe_invoice_immediate', resourceId: 'in_1', stripeSharedPaymentTokenUsed: false },
    currency: 'usd',
    subtotal: '10.00',
    tax: '1.90',
    total: '11.90',
    lineItems: [
      {
        id: 'pur_1-1',
        name: 'Gateway credits',
        description: '10 credits',
        productId: 'gateway',
        productAlias: 'gateway',
        quantity: '10',
        unitAmount: '1.00',
      },
    ],
    metadata: { source: 'api', invoiceNumber: 'A-1', invoiceUrl: 'http://pay.test/in_1' },
    createdAt: '2026-01-31T12:00:00.000Z',
    updatedAt: '2026-01-31T12:00:01.000Z',
  })
})

const statuses: Record<string, string> = {
  pending: 'pending',
  awaiting_checkout: 'pending',
  charging: 'pending',
  failed: 'failed',
  expired: 'failed',
}

test.each(purchaseStates)('the client reads a purchase that is %s', (state) => {
  for (const paying_by of ['card', 'checkout', 'commitment'] as const)
    for (const seen of [facts, noFacts(NOW)]) {
      const answer = buyAnswer({
        purchase: { ...bought, state, paying_by, facts: seen },
        creditType,
        grant: null,
      })
      expect(faultsOf(answer)).toEqual([])
      expect(readAs(answer)).toBe('intent')
      expect(answer).toMatchObject({ purchaseIntent: { status: statuses[state] ?? 'succeeded' } })
    }
})

test('a page that waits is a checkout session, until it is paid', () => {
  const open = { ...noFacts(NOW), checkout_session: 'cs_1', page_url: 'http://pay.test/cs_1' }
  const purchase = { ...bought, paying_by: 'checkout', state: 'awaiting_checkout', facts: open } as const
  const answer = buyAnswer({ purchase, creditType, grant: null })
  expect(answer).toEqual({ checkoutSessionId: 'cs_1', checkoutSessionUrl: 'http://pay.test/cs_1' })
  expect(readAs(answer)).toBe('checkout')
  const paid = intentOf({ ...purchase, state: 'paid', facts: { ...facts, checkout_session: 'cs_1' } })
  expect(paid.provider).toEqual({ type: 'stripe_hosted', resourceId: 'cs_1' })
})

test('a card that wants its owner names the page, and only while it does', () => {
  const page_url = 'http://pay.test/confirm'
  const seen = { ...facts, payment: 'action', page_url } as const
  const waiting = intentOf({ state: 'awaiting_checkout', facts: seen }, null)
  expect(waiting).toMatchObject({ status: 'pending', metadata: { hostedPageUrl: page_url } })
  expect(waiting.configuration).not.toHaveProperty('output')
  expect(intentOf({ facts: { ...facts, page_url } }).metadata).not.toHaveProperty('hostedPageUrl')
})

test('refunds and a dispute are told', () => {
  const refund = { refund: null, status: 'succeeded', reason: null, created_at: NOW } as const
  const refunds = [
    { ...refund, id: 're_1', amount_minor: 100n },
    { ...refund, id: 're_2', amount_minor: 50n },
    { ...refund, id: 're_3', amount_minor: 500n, status: 'failed' as const },
  ]
  const dispute = {
    id: 'dp_1',
    amount_minor: 1190n,
    currency: 'usd',
    reason: 'fraudulent',
    status: 'open',
    created_at: NOW,
  } as const
  const purchase = { ...bought, state: 'disputed', facts: { ...facts, refunds, dispute } } as const
  const answer = buyAnswer({ purchase, creditType, grant })
  expect(readAs(answer)).toBe('intent')
  expect(intentOf(purchase)).toMatchObject({
    refund: '1.50',
    lineItems: [{ refund: '1.50' }],
    dispute: {
      id: 'dp_1',
      providerId: 'dp_1',
      amount: '11.90',
      currency: 'usd',
      reason: 'fraudulent',
      status: 'open',
      createdAt: '2026-01-31T12:00:00.000Z',
      updatedAt: '2026-01-31T12:00:01.000Z',
    },
  })
  expect(intentOf()).not.toHaveProperty('refund')
})

test.each([
  ['finer than a cent', 2_500n, { quantity: '10', unitAmount: '0.0025' }],
  ['above a dollar', 12_500_000n, { quantity: '10', unitAmount: '12.50' }],
  ['for the whole', null, { quantity: '1', unitAmount: '10.00' }],
])('a price %s is a line', (_which, unit_price_micro, line) => {
  expect(intentOf({ unit_price_micro }).lineItems).toMatchObject([line])
})

test('a commitment is billed in units of it', () => {
  const seen = { ...facts, invoice: null, payment_intent: 'deb_1' }
  expect(intentOf({ paying_by: 'commitment', facts: seen })).toMatchObject({
    currency: 'miu',
    provider: { type: 'orb_ledger', resourceId: 'deb_1', currencyConversionRate: '1' },
  })
})

test('every credit type has a currency that the client knows', () => {
  for (const id of creditTypeNames)
    expect(readAs(buyAnswer({ purchase: bought, creditType: { id, name: id }, grant }))).toBe('intent')
})
