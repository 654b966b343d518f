import { beforeAll, describe, expect, test } from 'vitest'
import { putCap } from '../../../src/core/caps/put-cap.ts'
import { MAX_AMOUNT_MICRO, MICRO } from '../../../src/core/credits.ts'
import { buy } from '../../../src/core/purchases/buy.ts'
import type { Bought, BuyRequest } from '../../../src/core/purchases/buying.ts'
import { refresh } from '../../../src/core/purchases/look-again.ts'
import { refundPurchase } from '../../../src/core/purchases/refund-purchase.ts'
import { isRefusal, orRefuse } from '../../../src/core/refusal.ts'
import { auditLedger } from '../../harness/audit.ts'
import { debitOf, grantOf } from '../../harness/commands.ts'
import { openTill, type Till } from '../../harness/till.ts'
import { until } from '../../harness/until.ts'

let till: Till
beforeAll(async () => {
  till = await openTill()
  await till.creditType('gateway')
})

const keyed = (account: string, key: string, fingerprint = 'same') => ({
  once: { account, key, fingerprint },
})

const refusal = async (account: string, more: Partial<BuyRequest>) => {
  const answer = await buy(till.buying, till.request(account, more), Date.now())
  if (!isRefusal(answer)) throw new Error(`bought: ${answer.purchase.state}`)
  return answer.refused
}

describe('a first purchase', () => {
  test('waits on a page, is granted once it is paid there, and saves the card for the next one', async () => {
    await till.account('first')
    const { purchase } = await till.buys('first')
    expect(purchase).toMatchObject({ state: 'awaiting_checkout', paying_by: 'checkout', price_minor: 2500n })
    expect(await till.available('first')).toBe(0n)

    await till.pay(purchase.facts.page_url)
    const paid = orRefuse(await refresh(till.buying, 'first', purchase.id, 'return_page', Date.now()))
    expect(paid).toMatchObject({ state: 'paid', facts: { card: { last4: '4242' }, total_minor: 2500n } })
    expect(paid.facts.invoice?.url).toContain('http')
    expect(await till.available('first')).toBe(25n)
    const steps = await till.store.registry.transitions('first', purchase.id)
    expect(steps.map(({ seq, from, to, cause }) => [seq, from, to, cause])).toEqual([
      [1, null, 'pending', 'buy'],
      [2, 'pending', 'awaiting_checkout', 'buy'],
      [3, 'awaiting_checkout', 'paid', 'return_page'],
    ])

    const second = await till.buys('first')
    expect(second.purchase).toMatchObject({ state: 'paid', paying_by: 'card' })
    expect(await till.available('first')).toBe(50n)
    expect(await till.charges('first')).toHaveLength(2)
  })

  test('is refused where the caller wants no page, and by the terms of the account', async () => {
    await till.account('cardless')
    expect(await refusal('cardless', { without_card: 'refuse' })).toBe('payment_method_missing')
    expect(await refusal('cardless', { without_card: 'as_the_terms_say' })).toBe('payment_method_missing')
    await till.account('hosted', { hosted_checkout: true })
    const { purchase } = await till.buys('hosted', { without_card: 'as_the_terms_say' })
    expect(purchase.state).toBe('awaiting_checkout')
    expect(await till.purchases('cardless')).toEqual([])
  })
})

describe('a purchase with a card', () => {
  test('is paid and granted at once', async () => {
    await till.card('carded')
    const { purchase, replayed } = await till.buys('carded', { source: 'cli', member: null })
    expect(replayed).toBe(false)
    expect(purchase).toMatchObject({ state: 'paid', description: '25 gateway credits', source: 'cli' })
    expect(await till.available('carded')).toBe(25n)
    expect(await till.store.ledger.grant('carded', purchase.grant)).toMatchObject({
      source: 'purchase',
      amount_micro: 25n * MICRO,
      expires_at: null,
    })
  })

  test.each([
    // What 25 credits come to is rounded to what can be charged.
    ['kwd', 49_376n, 1230n],
    ['isk', 5_540_000n, 13_900n],
    ['ugx', 200_000_000n, 500_000n],
  ])(
    'in %s is charged and given back in the steps of its currency',
    async (currency, unit_price_micro, price) => {
      await till.creditType(`in-${currency}`, { currency, unit_price_micro })
      await till.card(currency)
      const { purchase } = await till.buys(currency, { credit_type: `in-${currency}` })
      expect(purchase).toMatchObject({ state: 'paid', currency, price_minor: price })
      expect(await till.charges(currency)).toMatchObject([{ amount: Number(price), currency }])
      const whole = { account: currency, purchase: purchase.id, amount_minor: null, reason: null, once: null }
      const refunded = orRefuse(await refundPurchase(till.buying, whole, Date.now()))
      expect(refunded.purchase).toMatchObject({ state: 'refunded' })
    },
  )

  test('that declines fails, grants nothing and is charged once', async () => {
    await till.card('declined', 'pm_card_chargeCustomerFail')
    const { purchase } = await till.buys('declined')
    expect(purchase).toMatchObject({ state: 'failed', granted_at: null, attempt: null })
    expect(purchase.facts.failure?.code).toBe('card_declined')
    const { data } = await till.tell<{ data: unknown[] }>('GET', '/calls?path=/v1/invoices/*/pay')
    await refresh(till.buying, 'declined', purchase.id, 'test', Date.now())
    expect(await till.tell('GET', '/calls?path=/v1/invoices/*/pay')).toMatchObject({ data })
    expect(await till.available('declined')).toBe(0n)
  })

  test('that wants its owner ends on a page, not in a failure', async () => {
    await till.card('owned', 'pm_card_authenticationRequired')
    const { purchase } = await till.buys('owned')
    expect(purchase).toMatchObject({ state: 'awaiting_checkout', paying_by: 'card' })
    expect(purchase.facts.page_url).toContain('http')
  })

  test('is charged to the named one', async () => {
    const visa = await till.card('two_cards')
    await till.card('two_cards', 'pm_card_mastercard')
    const { purchase } = await till.buys('two_cards', { payment_method: visa })
    expect(purchase.facts.card?.brand).toBe('visa')
    expect((await till.buys('two_cards')).purchase.facts.card?.brand).toBe('mastercard')
    const other = await till.card('other_cards')
    expect(await refusal('two_cards', { payment_method: other })).toBe('payment_method_not_found')
  })

  test('keeps the expiry that it was bought with', async () => {
    await till.card('expiring')
    const expires_at = Date.now() + 3_600_000
    const { purchase } = await till.buys('expiring', { expires_at })
    expect(await till.store.ledger.grant('expiring', purchase.grant)).toMatchObject({ expires_at })
    expect(await refusal('expiring', { expires_at: Date.now() - 1 })).toBe('expiry_not_ahead')
  })
})

describe('what can not be bought', () => {
  test.each<[string, Partial<BuyRequest>]>([
    ['credit_type_not_found', { credit_type: 'nothing' }],
    ['price_not_found', { price: 'pri_nothing' }],
    ['redirect_not_allowed', { success_url: 'javascript:alert(1)' }],
    ['amount_too_small', { credits_micro: 1n }],
    ['amount_too_small', { amount_minor: 0n }],
    ['credits_out_of_range', { credits_micro: 10n ** 18n }],
  ])('%s', async (refused, more) => {
    expect(await refusal('carded', more)).toBe(refused)
  })

  test('by an account that is not there', async () => {
    expect(await refusal('nobody', {})).toBe('account_not_found')
  })

  test('into a wallet that has no room for it, before anything is charged', async () => {
    await till.card('full')
    const grant = grantOf('full', 0, { credit_type: 'gateway', amount_micro: MAX_AMOUNT_MICRO })
    for (const n of [1, 2, 3, 4])
      await till.store.ledger.submit({ ...grant, id: `grt_${n}`, key: `key_${n}` }, Date.now())
    expect(await refusal('full', {})).toBe('wallet_limit_exceeded')
    expect(await till.charges('full')).toEqual([])
  })

  test('for less than the payment takes: the purchase fails with that', async () => {
    const { purchase } = await till.buys('carded', { amount_minor: 10n })
    expect(purchase).toMatchObject({ state: 'failed', facts: { failure: { code: 'amount_too_small' } } })
  })
})

describe('the same key', () => {
  test('twenty at once make one purchase, one charge and one grant', async () => {
    await till.card('keyed')
    const all = await Promise.all(Array.from({ length: 20 }, () => till.buys('keyed', keyed('keyed', 'k1'))))
    expect(new Set(all.map(({ purchase }) => purchase.id)).size).toBe(1)
    expect(all.map(({ purchase }) => purchase.state)).toEqual(Array(20).fill('paid'))
    expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(await till.charges('keyed')).toHaveLength(1)
    expect(await till.available('keyed')).toBe(25n)
  })

  test('on two servers, too', async () => {
    await till.card('spread')
    const other = till.server()
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        till.buys('spread', keyed('spread', 'k1'), i % 2 === 0 ? till.buying : other),
      ),
    )
    expect(new Set(all.map(({ purchase }) => purchase.id)).size).toBe(1)
    expect(await till.charges('spread')).toHaveLength(1)
    expect(await till.available('spread')).toBe(25n)
  })

  test('with another request is refused', async () => {
    expect(await refusal('keyed', keyed('keyed', 'k1', 'other'))).toBe('idempotency_key_reused')
  })

  test('answers a decline again without another charge', async () => {
    const first = await till.buys('declined', keyed('declined', 'd1'))
    await till.card('declined')
    const again = await till.buys('declined', keyed('declined', 'd1'))
    expect(again).toMatchObject({ replayed: true, purchase: { id: first.purchase.id, state: 'failed' } })
    expect(await till.charges('declined')).toHaveLength(0)
  })

  test('after a refusal that came before anything was written may buy', async () => {
    await till.account('refused_first')
    const asked = { ...keyed('refused_first', 'r1'), without_card: 'refuse' as const }
    expect(await refusal('refused_first', asked)).toBe('payment_method_missing')
    await till.card('refused_first')
    expect((await till.buys('refused_first', asked)).purchase.state).toBe('paid')
  })
})

describe('without a key', () => {
  test('two deliberate purchases are two charges', async () => {
    await till.card('deliberate')
    const same = { attempt: 'the same' }
    await till.buys('deliberate', same)
    await till.buys('deliberate', same)
    expect(await till.charges('deliberate')).toHaveLength(2)
    expect(await till.available('deliberate')).toBe(50n)
  })

  test('four identical ones while the first answer is lost are one charge', async () => {
    await till.card('retrying')
    const same = { attempt: 'lost' }
    await till.fault({ kind: 'lose_answer', method: 'POST', path: '/v1/invoices/*/pay', times: 3 })
    await till.fault({ kind: 'slow', method: 'POST', path: '/v1/invoices', ms: 300 })
    const bought: Bought[] = await Promise.all([
      till.buys('retrying', same),
      till.buys('retrying', same),
      till.buys('retrying', same, till.server()),
      until('the first to be written', async () => (await till.purchases('retrying')).length > 0).then(() =>
        till.buys('retrying', same),
      ),
    ])
    await till.noFaults()
    expect(new Set(bought.map(({ purchase }) => purchase.id)).size).toBe(1)
    expect(await till.purchases('retrying')).toMatchObject([{ state: 'paid' }])
    expect(await till.charges('retrying')).toHaveLength(1)
    expect(await till.available('retrying')).toBe(25n)
  })
})

describe('a call without a key that was under way all the time', () => {
  test('in which an identical one was bought and answered is that one; the next call is another', async () => {
    await till.card('overtaken')
    const same = { attempt: 'the same' }
    await till.fault({ kind: 'slow', method: 'GET', path: '/v1/payment_methods', ms: 1_500 })
    const slow = till.buys('overtaken', same)
    await until('it to be slow', async () => {
      const { data } = await till.tell<{ data: { faults: string[] }[] }>(
        'GET',
        '/calls?path=/v1/payment_methods',
      )
      return data.some(({ faults }) => faults.length > 0)
    })
    const { purchase } = await till.buys('overtaken', same, till.server())
    expect(purchase.state).toBe('paid')
    expect(await slow).toMatchObject({ replayed: true, purchase: { id: purchase.id } })
    expect(await till.charges('overtaken')).toHaveLength(1)
    expect((await till.buys('overtaken', same)).replayed).toBe(false)
  })
})

describe('a purchase out of a commitment', () => {
  beforeAll(async () => {
    await till.committed('committed', 60n)
  })

  test('burns what was committed, a credit for a dollar, and asks nobody for a card', async () => {
    const { purchase } = await till.buys('committed', { without_card: 'refuse' })
    expect(purchase).toMatchObject({ state: 'paid', paying_by: 'commitment', facts: { total_minor: 2500n } })
    expect(await till.available('committed', 'miu')).toBe(35n)
    expect(await till.available('committed')).toBe(25n)
    expect(await till.charges('committed')).toEqual([])
  })

  test('once for each key', async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, () => till.buys('committed', keyed('committed', 'c1'))),
    )
    expect(new Set(all.map(({ purchase }) => purchase.id)).size).toBe(1)
    expect(await till.available('committed', 'miu')).toBe(10n)
  })

  test('meets no cap, and none counts it: caps limit usage', async () => {
    await till.committed('capped', 100n)
    const cap = {
      account: 'capped',
      subject: 'account',
      subject_id: 'capped',
      unit: 'credits',
      period: 'total',
    } as const
    const put = async (limit: bigint) =>
      orRefuse(
        (
          await till.store.once(null, Date.now(), async (registry) =>
            orRefuse(await putCap(registry, { ...cap, by: null, limit_micro: limit * MICRO }, Date.now())),
          )
        ).answer,
      )
    const counted = async () =>
      (await till.store.registry.counter({ ...cap, limit_micro: 0n, created_at: 0 }, 'capped'))?.used_micro ??
      0n
    await put(0n)
    const { purchase } = await till.buys('capped')
    expect(purchase.state).toBe('paid')
    expect(await counted()).toBe(0n)
    // Counted anew, it is left out as well; what is given back of it gives no cap any room.
    await put(30n)
    expect(await counted()).toBe(0n)
    const usage = debitOf('capped', 10)
    expect(
      isRefusal((await till.store.ledger.submit({ ...usage, credit_type: 'gateway' }, Date.now())).answer),
    ).toBe(false)
    const refund = { account: 'capped', purchase: purchase.id, amount_minor: 1000n, reason: null, once: null }
    orRefuse(await refundPurchase(till.buying, refund, Date.now()))
    expect(await counted()).toBe(10n * MICRO)
    await auditLedger(till.database.owner)
  })

  test('fails where too little is left', async () => {
    const { purchase } = await till.buys('committed')
    expect(purchase).toMatchObject({ state: 'failed', facts: { failure: { code: 'insufficient_credits' } } })
    expect(await till.available('committed', 'miu')).toBe(10n)
  })
})
