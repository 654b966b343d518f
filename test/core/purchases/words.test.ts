import { describe, expect, test } from 'vitest'
import { MICRO } from '../../../src/core/credits.ts'
import { billLine } from '../../../src/core/purchases/bill-line.ts'
import { noFacts } from '../../../src/core/purchases/facts.ts'
import { chooseCard } from '../../../src/core/purchases/payment-methods.ts'
import type { Purchase } from '../../../src/core/purchases/purchase.ts'
import { checkRedirects } from '../../../src/core/purchases/redirect-urls.ts'
import { nextCheck } from '../../../src/core/purchases/transition.ts'
import { whyNot } from '../../../src/core/purchases/why-not.ts'

test.each([
  ['Gateway credits', 'credit', 1_000n * MICRO, '1,000 Gateway credits'],
  ['Gateway', 'credit', 1_234_567n * MICRO + 500_000n, '1,234,567.5 Gateway credits'],
  ['Gateway credits', 'credit', MICRO, '1 Gateway credit'],
  ['Credits', 'credit', 100n * MICRO, '100 credits'],
  ['GPU', 'minute', 999n * MICRO, '999 GPU minutes'],
])('the line of a bill for %s', (name, unit, credits, line) => {
  expect(billLine({ name, unit }, credits)).toBe(line)
})

describe('where a buyer may be sent', () => {
  const allowed = ['https://shop.test', 'http://localhost:3000']
  test.each([
    'https://shop.test/done?session={CHECKOUT_SESSION_ID}',
    'http://localhost:3000',
    'https://SHOP.test:443/x',
  ])('%s', (url) => expect(checkRedirects(allowed, [null, url])).toBeNull())

  test.each([
    '/done',
    '//shop.test/done',
    'https:shop.test',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://shop.test/',
    'https://evil.test/',
    'https://shop.test.evil.test/',
    'https://shop.test@evil.test/',
    'https://user:pass@shop.test/',
    'https://shop.test\\@evil.test/',
    'https://shop.test:444/',
    'http://shop.test/',
    ' https://shop.test/',
    'https://shop.test/\n',
    '',
  ])('never %j', (url) => {
    expect(checkRedirects(allowed, [url])).toMatchObject({ refused: 'redirect_not_allowed' })
  })

  test('anywhere by http(s), where no origins are named', () => {
    expect(checkRedirects(null, ['https://anywhere.test/'])).toBeNull()
    expect(checkRedirects(null, ['javascript:alert(1)'])).not.toBeNull()
  })
})

describe('the card that is charged', () => {
  const card = (id: string, is_default = false) => ({
    id,
    is_default,
    brand: 'visa',
    last4: '4242',
    exp_month: 1,
    exp_year: 2030,
  })
  test('is the named one, else the default, else the newest', () => {
    const cards = [card('newest'), card('chosen', true), card('oldest')]
    expect(chooseCard(cards, 'oldest')).toMatchObject({ id: 'oldest' })
    expect(chooseCard(cards, null)).toMatchObject({ id: 'chosen' })
    expect(chooseCard([card('newest'), card('oldest')], null)).toMatchObject({ id: 'newest' })
    expect(chooseCard([], null)).toBeNull()
    expect(chooseCard(cards, 'stranger')).toMatchObject({ refused: 'payment_method_not_found' })
  })
})

const purchase = (more: Partial<Purchase>): Purchase =>
  ({
    id: 'pur_1',
    state: 'pending',
    paying_by: 'card',
    facts: noFacts(0),
    created_at: 0,
    ...more,
  }) as Purchase

const failedWith = (code: string) =>
  purchase({
    state: 'failed',
    facts: { ...noFacts(0), payment: 'failed', failure: { code, message: 'Your card says no.' } },
  })

describe('why a purchase gave nothing', () => {
  test.each<[Purchase, string | undefined]>([
    [purchase({ state: 'paid' }), undefined],
    [purchase({ state: 'lost' }), undefined],
    [purchase({ state: 'awaiting_checkout', paying_by: 'checkout' }), undefined],
    [purchase({ state: 'awaiting_checkout' }), 'authentication_required'],
    [purchase({ state: 'pending' }), 'payment_pending'],
    [purchase({ state: 'charging' }), 'payment_pending'],
    [purchase({ state: 'expired', paying_by: 'checkout' }), 'payment_refused'],
    [purchase({ state: 'failed' }), 'payment_refused'],
    [failedWith('insufficient_funds'), 'card_declined'],
    [failedWith('card_declined'), 'card_declined'],
    [failedWith('payment_method_not_found'), 'payment_method_not_found'],
    [failedWith('amount_too_small'), 'amount_too_small'],
    [failedWith('insufficient_credits'), 'payment_refused'],
    [failedWith('abandoned'), 'payment_refused'],
  ])('%#', (asked, refused) => {
    expect(whyNot(asked)?.refused).toBe(refused)
  })

  test('names the purchase, and what the bank said', () => {
    expect(whyNot(failedWith('insufficient_funds'))).toEqual({
      refused: 'card_declined',
      detail: 'Your card says no. (insufficient_funds)',
      purchase: 'pur_1',
    })
  })
})

describe('the next look', () => {
  const after = (age_ms: number, more: Partial<Purchase> = {}) =>
    (nextCheck(purchase(more), age_ms) ?? Number.NaN) - age_ms
  test('at an outcome that nobody knows comes within half a minute, for an hour', () => {
    expect(after(0)).toBe(5_000)
    for (const age_ms of [0, 10_000, 60_000, 600_000, 3_500_000])
      expect(after(age_ms)).toBeLessThanOrEqual(20_000)
    expect(after(48 * 3_600_000)).toBe(3_600_000)
  })
  test('at a page comes now and then, and at what is over never', () => {
    expect(after(0, { state: 'awaiting_checkout' })).toBe(15_000)
    expect(after(86_400_000, { state: 'awaiting_checkout' })).toBe(3_600_000)
    expect(nextCheck(purchase({ state: 'paid' }), 0)).toBeNull()
  })
})
