import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DisputeFact, type Facts, noFacts, type RefundFact } from '../../../src/core/purchases/facts.ts'
import type { Purchase, PurchaseState } from '../../../src/core/purchases/purchase.ts'
import { nextCheck, transition } from '../../../src/core/purchases/transition.ts'
import { Payment, purchaseOf } from '../../properties/purchases.ts'

const bought = (more: Partial<Purchase> = {}): Purchase =>
  purchaseOf('acc', 'pur_1', { credits_micro: 100n, price_minor: 1000n, ...more })

const facts = (asked_at: number, more: Partial<Facts> = {}): Facts => ({ ...noFacts(asked_at), ...more })
const paid = (asked_at: number, more: Partial<Facts> = {}): Facts =>
  facts(asked_at, { payment: 'paid', paid_at: 1, ...more })
const refund = (
  amount_minor: bigint,
  status: RefundFact['status'] = 'succeeded',
  id = 're_1',
): RefundFact => ({
  id,
  refund: null,
  amount_minor,
  status,
  reason: null,
  created_at: 2,
})
const dispute = (status: DisputeFact['status'], amount_minor = 1000n, id = 'dp_1'): DisputeFact => ({
  id,
  amount_minor,
  currency: 'usd',
  reason: 'fraudulent',
  status,
  created_at: id === 'dp_1' ? 3 : 4,
})

/** What a purchase has come to after these looks, and through which states. */
function settled(looks: readonly Facts[], purchase = bought()) {
  const states: PurchaseState[] = []
  let granted = 0
  for (const look of looks) {
    const verdict = transition(purchase, look)
    states.push(...verdict.states)
    if (verdict.granted && purchase.granted_at === null) granted += 1
    purchase = {
      ...purchase,
      facts: verdict.facts,
      state: verdict.states.at(-1) ?? purchase.state,
      granted_at: verdict.granted ? 1 : null,
      revoked_micro: verdict.revoked_micro,
      frozen: verdict.frozen,
    }
  }
  const { state, revoked_micro, frozen } = purchase
  return { end: { state, granted, revoked_micro, frozen }, states, purchase }
}
const statesOf = (...looks: Facts[]) => settled(looks).states

describe('the states', () => {
  test('a card that is charged at once', () => {
    expect(statesOf(facts(1, { payment: 'processing' }), paid(2))).toEqual(['charging', 'paid'])
    expect(statesOf(paid(1))).toEqual(['paid'])
  })
  test('a page that waits, is left and is paid after all', () => {
    const open = facts(1, { payment: 'open', page_url: 'https://pay' })
    const { states, purchase } = settled(
      [open, facts(2, { payment: 'expired' }), open, paid(3)],
      bought({ paying_by: 'checkout' }),
    )
    expect(states).toEqual(['awaiting_checkout', 'expired', 'paid'])
    expect(purchase.facts.page_url).toBe('https://pay')
  })
  test('an invoice that waits for a saved card is being charged; a card that wants its owner waits for a page', () => {
    expect(statesOf(facts(1, { payment: 'open' }))).toEqual(['charging'])
    expect(statesOf(facts(1, { payment: 'action' }))).toEqual(['awaiting_checkout'])
  })
  test('a look that finds nothing changes nothing, and forgets nothing', () => {
    const failure = { code: 'card_declined', message: 'No.' }
    const { states, purchase } = settled([facts(1, { payment: 'failed', failure }), facts(2)])
    expect(states).toEqual(['failed'])
    expect(purchase.facts.failure).toEqual(failure)
  })
  test('no state is left out where the facts come late', () => {
    expect(statesOf(paid(1, { dispute: dispute('won') }))).toEqual(['paid', 'disputed', 'won'])
    expect(statesOf(paid(1), paid(2, { dispute: dispute('lost') }))).toEqual(['paid', 'disputed', 'lost'])
    expect(statesOf(paid(1, { refunds: [refund(1000n)] }))).toEqual(['paid', 'refunded'])
    expect(statesOf(paid(1, { dispute: dispute('open') }))).toEqual(['paid', 'disputed'])
  })
  test('a second dispute follows one that was won', () => {
    const looks = [
      paid(1, { dispute: dispute('won') }),
      paid(2, { dispute: dispute('open', 1000n, 'dp_2') }),
      paid(1, { dispute: dispute('won') }),
    ]
    expect(settled(looks).end).toMatchObject({ state: 'disputed', frozen: true, revoked_micro: 0n })
  })
})

describe('what is taken back', () => {
  const taken = (more: Partial<Facts>, purchase?: Purchase) =>
    settled([paid(1, more)], purchase).end.revoked_micro
  test('in proportion to the money with its taxes, rounded half up', () => {
    expect(taken({ refunds: [refund(500n)] })).toBe(50n)
    expect(taken({ refunds: [refund(500n)], total_minor: 1190n })).toBe(42n)
    expect(taken({ refunds: [refund(4n)] })).toBe(0n)
    expect(taken({ refunds: [refund(5n)] })).toBe(1n)
    expect(taken({ refunds: [refund(14n)] })).toBe(1n)
    expect(taken({ refunds: [refund(15n)] })).toBe(2n)
  })
  test('parts are rounded together, not each for itself', () => {
    const third = (id: string) => refund(333n, 'succeeded', id)
    expect(taken({ refunds: [third('a'), third('b'), third('c')] }, bought({ credits_micro: 10n }))).toBe(10n)
    const three = [refund(4n, 'succeeded', 'a'), refund(4n, 'succeeded', 'b'), refund(4n, 'succeeded', 'c')]
    expect(taken({ refunds: three })).toBe(1n)
  })
  test('never more than was bought, whatever goes back', () => {
    expect(taken({ refunds: [refund(600n)], dispute: dispute('lost') })).toBe(100n)
    expect(taken({ refunds: [refund(5000n)] })).toBe(100n)
  })
  test('nothing for a refund that failed, or a dispute that is open or was won', () => {
    expect(taken({ refunds: [refund(500n, 'failed'), refund(100n, 'canceled', 're_2')] })).toBe(0n)
    expect(taken({ dispute: dispute('open') })).toBe(0n)
    expect(taken({ dispute: dispute('won') })).toBe(0n)
    expect(taken({ dispute: dispute('lost', 250n) })).toBe(25n)
  })
  test('a refund that is on its way counts; one that failed does not, and stays so', () => {
    const onItsWay = paid(1, { refunds: [refund(500n, 'pending')] })
    const gone = paid(2, { refunds: [refund(500n), refund(200n, 'pending', 're_2')] })
    const failed = paid(2, { refunds: [refund(500n, 'failed'), refund(200n, 'pending', 're_2')] })
    for (const looks of [
      [onItsWay, gone, failed],
      [failed, onItsWay, gone],
      [gone, failed, gone, onItsWay],
    ])
      expect(settled(looks).end).toMatchObject({ state: 'partially_refunded', revoked_micro: 20n })
    expect(statesOf(onItsWay, paid(2, { refunds: [refund(500n, 'failed')] }))).toEqual([
      'paid',
      'partially_refunded',
      'paid',
    ])
  })
  test('what a lost dispute took does not come back when there is another one', () => {
    const half = { dispute: dispute('lost', 500n), lost_minor: 500n }
    const next = { dispute: dispute('open', 100n, 'dp_2'), lost_minor: 500n }
    expect(settled([paid(1, half), paid(2, next)]).end).toMatchObject({
      state: 'disputed',
      revoked_micro: 50n,
    })
    // A look of before all of that was told.
    expect(
      settled([
        paid(1, { dispute: dispute('lost', 500n) }),
        paid(2, { dispute: dispute('open', 1n, 'dp_2') }),
      ]).end,
    ).toMatchObject({ revoked_micro: 50n })
  })
  test('nothing is frozen or taken back of what was never paid', () => {
    const looks = [facts(1, { payment: 'failed', dispute: dispute('open'), refunds: [refund(1n)] })]
    expect(settled(looks).end).toEqual({ state: 'failed', granted: 0, revoked_micro: 0n, frozen: false })
  })
})

/** A payment to which things happen, and what somebody saw of it who looked now and then. */
const history = fc
  .array(fc.tuple(fc.nat(99), fc.nat(99)), { minLength: 1, maxLength: 12 })
  .map((happenings) => {
    const payment = new Payment(0, 1000n)
    for (const [i, [a, b]] of happenings.entries()) payment.happen(a, b, i + 1)
    return payment.looks
  })

test('every order of the looks, each one to five times, ends alike', () => {
  const delivered = history.chain((looks) => {
    const repeated = fc.tuple(
      ...looks.map((look) => fc.integer({ min: 1, max: 5 }).map((n) => Array(n).fill(look))),
    )
    const shuffled = repeated.chain((all) => {
      const flat = all.flat() as Facts[]
      return fc.shuffledSubarray(flat, { minLength: flat.length })
    })
    return fc.tuple(fc.constant(looks), shuffled)
  })
  const ends = new Set<string>()
  fc.assert(
    fc.property(delivered, fc.constantFrom('card', 'checkout'), ([looks, order], paying_by) => {
      const purchase = bought({ paying_by: paying_by as Purchase['paying_by'] })
      const inOrder = settled(looks, purchase)
      const anyOrder = settled(order, purchase)
      expect(anyOrder.end).toEqual(inOrder.end)
      ends.add(inOrder.end.state)
      // The steps are a walk: no state follows itself, and nothing that was paid is unpaid again.
      const { states } = anyOrder
      expect(states.every((state, i) => state !== states[i - 1])).toBe(true)
      const first = states.indexOf('paid')
      const unpaid = ['pending', 'charging', 'awaiting_checkout', 'failed', 'expired']
      if (first >= 0) expect(states.slice(first).filter((state) => unpaid.includes(state))).toEqual([])
    }),
    { numRuns: 2_000 },
  )
  const all = 'awaiting_checkout charging disputed expired failed lost paid partially_refunded refunded won'
  expect([...ends].sort()).toEqual(all.split(' '))
})

test('settling the same facts again says the same and takes no step', () => {
  fc.assert(
    fc.property(history, (looks) => {
      const { purchase, end } = settled(looks)
      const again = transition(purchase, looks.at(-1) as Facts)
      expect(again.states).toEqual([])
      expect(again).toMatchObject({ revoked_micro: end.revoked_micro, frozen: end.frozen })
    }),
  )
})

test('what nobody knows is asked for soon and ever again, what is settled is not', () => {
  const now = 10_000_000
  for (const age of [0, 1, 60_000, 3_600_000, 86_400_000]) {
    const created_at = now - age
    for (const state of ['pending', 'charging', 'awaiting_checkout'] as const) {
      const next = nextCheck(bought({ state, created_at }), now) ?? 0
      expect(next).toBeGreaterThan(now)
      expect(next).toBeLessThanOrEqual(now + 3_600_000)
      expect(Number.isInteger(next)).toBe(true)
    }
  }
  for (const state of ['paid', 'failed', 'expired', 'refunded', 'disputed', 'won', 'lost'] as const)
    expect(nextCheck(bought({ state }), now)).toBeNull()
})
