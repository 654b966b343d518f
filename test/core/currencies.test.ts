import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shown, stepOf as stepThere } from '../../sandbox/amounts.ts'
import type { CreditType } from '../../src/core/catalogue/credit-type.ts'
import { MICRO } from '../../src/core/credits.ts'
import { decimalsOf, inSteps, type Minor, stepOf } from '../../src/core/money.ts'
import type { PriceScheme } from '../../src/core/pricing/price.ts'
import { quote } from '../../src/core/pricing/quote.ts'
import { noFacts } from '../../src/core/purchases/facts.ts'
import type { Purchase } from '../../src/core/purchases/purchase.ts'
import { leftToRefund } from '../../src/core/purchases/refund-purchase.ts'
import { isRefusal } from '../../src/core/refusal.ts'
import { outlook } from '../../src/core/subscriptions/outlook.ts'
import type { Plan, PlanPricing, Terms } from '../../src/core/subscriptions/plan.ts'
import { chargeable, partOfMoney, previewChange, previewStart } from '../../src/core/subscriptions/preview.ts'
import type { Subscription } from '../../src/core/subscriptions/subscription.ts'
import { minorOr } from '../../src/dialects/native/convert-money.ts'
import { moneyText as neoText } from '../../src/dialects/neo/convert.ts'
import { isAnyRefusal } from '../../src/http/refusals.ts'
import { leastOf } from '../../src/payments/stripe/least.ts'
import { majorOf } from '../../web/console/overview/minor.ts'
import { decimalsOf as decimalsShown, moneyText } from '../../web/ui/amount-text.ts'

const CURRENCIES = (
  'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp ' +
  'cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr ' +
  'isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn ' +
  'myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle ' +
  'sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw'
).split(' ')

/** Half of the runs are of those that aren't charged by the minor unit. */
const currency = fc.oneof(
  fc.constantFrom('isk', 'ugx', 'bhd', 'jod', 'kwd', 'omr', 'tnd'),
  fc.constantFrom(...CURRENCIES),
)
const micro = (most: bigint) => fc.bigInt({ min: 1n, max: most })
const wholeSteps = (currency: string, ...amounts: readonly Minor[]) => {
  for (const amount of amounts)
    expect(`${currency} ${amount % BigInt(stepThere(currency))}`).toBe(`${currency} 0`)
}

describe('whatever is charged in a currency is in its steps', () => {
  test('what credits cost', () => {
    const unit_price_micro = micro(100n * MICRO)
    const scheme: fc.Arbitrary<PriceScheme> = fc.oneof(
      fc.record({ scheme: fc.constant('unit' as const), unit_price_micro }),
      fc.record({
        scheme: fc.constant('bundle' as const),
        pack_size_micro: fc.constant(1n),
        pack_price_minor: micro(50n),
      }),
      unit_price_micro.map((price) => ({
        scheme: 'volume' as const,
        tiers: [{ up_to_micro: null, unit_price_micro: price }],
      })),
    )
    fc.assert(
      fc.property(currency, scheme, micro(1000n * MICRO), (currency, terms, credits_micro) => {
        const price = { id: 'p', credit_type: 't', currency, terms, created_at: 0, archived_at: null }
        const answer = quote({ id: 't', currency } as CreditType, price, credits_micro, null)
        if (isRefusal(answer)) return
        wholeSteps(currency, answer.price_minor)
        if (terms.scheme === 'bundle') return
        const [unit] = terms.scheme === 'unit' ? [terms] : terms.tiers
        const exact = credits_micro * (unit?.unit_price_micro ?? 0n) * 10n ** BigInt(decimalsOf(currency))
        const off = 2n * (answer.price_minor * MICRO * MICRO - exact)
        const step = BigInt(stepThere(currency)) * MICRO * MICRO
        expect(-step < off && off <= step).toBe(true)
      }),
    )
  })

  test('what a caller says they cost', () => {
    fc.assert(
      fc.property(currency, micro(100_000n), (currency, amount_minor) => {
        const answer = quote({ id: 't', currency } as CreditType, null, MICRO, amount_minor)
        const fits = amount_minor % BigInt(stepThere(currency)) === 0n
        if (fits) expect(answer).toMatchObject({ price_minor: amount_minor })
        else expect(answer).toMatchObject({ refused: 'price_mismatch' })
      }),
    )
    expect(quote({ id: 't', currency: 'isk' } as CreditType, null, MICRO, 550n)).toMatchObject({
      detail: 'Amounts of money are charged in steps of 1.00 in isk.',
    })
  })

  test('what an operator names', () => {
    const said = (text_micro: bigint, currency: string) => {
      const answer = minorOr('amount', text_micro, currency)
      return isAnyRefusal(answer) && 'faults' in answer ? answer.faults : answer
    }
    expect(said(5000n * MICRO, 'ugx')).toBe(500_000n)
    expect(said(5n * MICRO, 'isk')).toBe(500n)
    expect(said(1_230_000n, 'kwd')).toBe(1230n)
    const message = (text: string) => [{ field: 'amount', message: text }]
    expect(said(5_500_000n, 'ugx')).toEqual(message('must be in steps of 1.00 in ugx'))
    expect(said(5_500_000n, 'isk')).toEqual(message('must be in steps of 1.00 in isk'))
    expect(said(1_234_000n, 'kwd')).toEqual(message('must be in steps of 0.010 in kwd'))
    expect(said(1_234_500n, 'kwd')).toEqual(message('must have at most 3 decimals in kwd'))
  })

  test('bills of subscriptions, with each of their lines', () => {
    const extent = fc.record({ seats: fc.integer({ min: 1, max: 20 }), size: fc.integer({ min: 1, max: 3 }) })
    const prices = fc.array(micro(100_000n), { minLength: 3, maxLength: 3 })
    const byCredit = fc.boolean()
    const day = fc.integer({ min: 0, max: 31 })
    const left = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(
        fc.record({ currency, prices, byCredit, had: extent, wanted: extent, day, left }),
        ({ currency, prices, byCredit, had, wanted, day, left }) => {
          const pricing: PlanPricing = byCredit
            ? { by: 'credit', month_unit_price_micro: prices[0] ?? 1n, year_unit_price_micro: null }
            : {
                by: 'size',
                sizes: prices.map((month_minor, i) => ({
                  credits_micro: BigInt(i + 1) * MICRO,
                  month_minor,
                  year_minor: null,
                })),
              }
          const plan = { id: 'p', name: 'P', gives_to: 'seats', currency, pricing } as Plan
          const terms = ({ seats, size }: { seats: number; size: number }): Terms => ({
            plan: 'p',
            seats,
            credits_micro: BigInt(size) * MICRO,
            interval: 'month',
          })
          const subscription = {
            ...{ status: 'active', gives_to: 'seats', started_at: 0, period_month: 0, period_months: 1 },
            ...{ month: 0, terms: terms(had), pending: null, bill: null, cancel_at_period_end: false },
          } as unknown as Subscription
          const start = previewStart(plan, terms(wanted), 0n, 0)
          const change = previewChange(plan, plan, subscription, terms(wanted), day * 86_400_000)
          if (isRefusal(start) || isRefusal(change)) throw new Error('refused')
          for (const bill of [start, change, chargeable(change, leastOf(currency))]) {
            wholeSteps(currency, bill.due_minor, bill.renewal_minor)
            wholeSteps(currency, ...bill.lines.map(({ amount_minor }) => amount_minor))
            if (bill.lines.length > 0)
              expect(bill.lines.reduce((sum, { amount_minor }) => sum + amount_minor, 0n)).toBe(
                bill.due_minor,
              )
          }
          wholeSteps(currency, outlook(subscription, plan, 0, leastOf(currency)).next_charge_minor)
          wholeSteps(currency, partOfMoney(start.renewal_minor, { left, whole: 12 }, currency))
        },
      ),
    )
  })

  test('what is given back, also of a sum with taxes', () => {
    fc.assert(
      fc.property(currency, micro(1_000_000n), (currency, total_minor) => {
        const facts = { ...noFacts(0), total_minor }
        const purchase = { currency, price_minor: 1n, paying_by: 'card', facts } as unknown as Purchase
        wholeSteps(currency, leftToRefund(purchase, []))
        expect(leftToRefund({ ...purchase, paying_by: 'commitment' }, [])).toBe(total_minor)
      }),
    )
  })

  test('the least that can be', () => {
    for (const currency of CURRENCIES) wholeSteps(currency, leastOf(currency))
    expect([leastOf('isk'), leastOf('kwd'), leastOf('usd'), leastOf('huf')]).toEqual([
      100n,
      50n,
      50n,
      17_500n,
    ])
  })
})

test('every side knows the same currencies', () => {
  for (const currency of CURRENCIES) {
    expect(`${currency} ${decimalsShown(currency)}`).toBe(`${currency} ${decimalsOf(currency)}`)
    expect(`${currency} ${stepThere(currency)}`).toBe(`${currency} ${stepOf(currency)}`)
    expect(inSteps(stepOf(currency), currency)).toBe(stepOf(currency))
  }
})

test.each([
  ['ugx', 500_000, '5,000'],
  ['isk', 500, '5'],
  ['isk', 550, '5.50'],
  ['kwd', 1230, '1.230'],
  ['jpy', 500, '500'],
  ['usd', 500, '5.00'],
])('%s %d are shown as %s, everywhere', (currency, minor, text) => {
  const digits = (shown: string) => shown.replace(/[^\d.,]/g, '')
  expect(digits(neoText(BigInt(minor), currency))).toBe(text)
  expect(digits(shown(minor, currency))).toBe(text)
  expect(digits(moneyText(majorOf(minor, currency), currency))).toBe(text)
})

test('what is charged with decimals is shown with them, also where people leave them out', () => {
  expect(moneyText('12.50', 'huf')).toMatch(/12\.50$/)
  expect(moneyText('1250.00', 'huf')).toMatch(/1,250$/)
})
