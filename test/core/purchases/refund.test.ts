import { beforeAll, describe, expect, test } from 'vitest'
import { MICRO } from '../../../src/core/credits.ts'
import { UNSCOPED } from '../../../src/core/ledger/grant.ts'
import { catchUp } from '../../../src/core/purchases/catch-up.ts'
import { checkPayments } from '../../../src/core/purchases/check-payments.ts'
import { lookAgain } from '../../../src/core/purchases/look-again.ts'
import type { Purchase } from '../../../src/core/purchases/purchase.ts'
import { reconcile } from '../../../src/core/purchases/reconcile.ts'
import { type RefundRequest, refundPurchase } from '../../../src/core/purchases/refund-purchase.ts'
import { isRefusal } from '../../../src/core/refusal.ts'
import { auditLedger } from '../../harness/audit.ts'
import { openTill, type Till } from '../../harness/till.ts'

let till: Till
beforeAll(async () => {
  till = await openTill({ timeout_ms: 1_000 })
  await till.creditType('gateway')
})

async function bought(account: string, card?: string): Promise<Purchase> {
  await till.card(account, card)
  return (await till.buys(account)).purchase
}

const refund = ({ account, id }: Purchase, amount_minor: bigint | null, more: Partial<RefundRequest> = {}) =>
  refundPurchase(
    till.buying,
    { account, purchase: id, amount_minor, reason: null, once: null, ...more },
    Date.now(),
  )

async function refunded(purchase: Purchase, amount_minor: bigint | null, more?: Partial<RefundRequest>) {
  const answer = await refund(purchase, amount_minor, more)
  if (isRefusal(answer)) throw new Error(`${answer.refused}: ${answer.detail}`)
  return answer
}

const spend = (account: string, credits: bigint) =>
  till.store.ledger.submit(
    {
      kind: 'debit',
      account,
      credit_type: 'gateway',
      id: `deb_${account}`,
      key: `spend ${account}`,
      fingerprint: '',
      amount_micro: credits * MICRO,
      usage: UNSCOPED,
      api_key: null,
      metadata: null,
      occurred_at: null,
    },
    Date.now(),
  )

const balance = async (account: string) => {
  const found = await till.store.ledger.balance(account, 'gateway', Date.now())
  if (isRefusal(found)) throw new Error(found.refused)
  return [found.available_micro / MICRO, found.held_micro / MICRO, found.debt_micro / MICRO]
}

describe('a refund', () => {
  test('in parts takes back credits in proportion, and never more than the purchase gave', async () => {
    const purchase = await bought('parts')
    const first = await refunded(purchase, 1000n)
    expect(first).toMatchObject({ replayed: false, purchase: { state: 'partially_refunded' } })
    expect(await balance('parts')).toEqual([15n, 0n, 0n])
    expect(await refund(purchase, 1501n)).toMatchObject({ refused: 'refund_exceeds_purchase' })
    const rest = await refunded(purchase, null)
    expect(rest).toMatchObject({ refund: { amount_minor: 1500n }, purchase: { state: 'refunded' } })
    expect(await balance('parts')).toEqual([0n, 0n, 0n])
    expect(await refund(purchase, null)).toMatchObject({ refused: 'purchase_not_refundable' })
    expect(await till.charges('parts')).toMatchObject([{ amount_refunded: 2500 }])
  })

  test('of what was spent is a debt, or is written off, by the terms of the account', async () => {
    const owed = await bought('owes')
    await spend('owes', 20n)
    await refunded(owed, null)
    expect(await balance('owes')).toEqual([0n, 0n, 20n])
    await till.account('forgiven', { spent_on_refund: 'write_off' })
    const forgiven = await bought('forgiven')
    await spend('forgiven', 20n)
    await refunded(forgiven, null)
    expect(await balance('forgiven')).toEqual([0n, 0n, 0n])
  })

  test('under one key is made once, however often and at how many servers it is asked for', async () => {
    const purchase = await bought('keyed')
    const once = { account: 'keyed', key: 'r1', fingerprint: 'same' }
    const all = await Promise.all(Array.from({ length: 10 }, () => refunded(purchase, 500n, { once })))
    expect(new Set(all.map((one) => one.refund.id)).size).toBe(1)
    expect(await till.charges('keyed')).toMatchObject([{ amount_refunded: 500 }])
    expect(await balance('keyed')).toEqual([20n, 0n, 0n])
  })

  test('many at once never exceed the purchase', async () => {
    const purchase = await bought('racing')
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, n) => refund(purchase, 1000n, { reason: `part ${n}` })),
    )
    expect(all.map((one) => (isRefusal(one) ? one.refused : 'made')).sort()).toEqual([
      'made',
      'made',
      ...Array(4).fill('refund_exceeds_purchase'),
    ])
    expect(await till.charges('racing')).toMatchObject([{ amount_refunded: 2000 }])
  })

  test.each(['lose_answer', 'reset', 'hang', 'error'])(
    'whose answer is lost (%s) is made once',
    async (kind) => {
      const purchase = await bought(`lost_${kind}`)
      await till.fault({ kind, ms: 5_000, method: 'POST', path: '/v1/refunds', times: 2 })
      await refunded(purchase, 1000n)
      await till.noFaults()
      expect(await till.charges(purchase.account)).toMatchObject([{ amount_refunded: 1000 }])
      expect(await balance(purchase.account)).toEqual([15n, 0n, 0n])
    },
  )

  test('sent twice at once without a key is one, and sent again afterwards another', async () => {
    const purchase = await bought('twice')
    const [one, two] = await Promise.all([refunded(purchase, 1000n), refunded(purchase, 1000n)])
    expect(one.refund.id).toBe(two.refund.id)
    expect(await till.charges('twice')).toMatchObject([{ amount_refunded: 1000 }])
    await refunded(purchase, 1000n)
    expect(await till.charges('twice')).toMatchObject([{ amount_refunded: 2000 }])
    expect(await balance('twice')).toEqual([5n, 0n, 0n])
  })

  test('that nobody answers for long is pending, counts as asked for, and is finished by a job', async () => {
    const purchase = await bought('unanswered')
    await till.fault({ kind: 'error', method: 'POST', path: '/v1/refunds', times: 100 })
    expect(await refund(purchase, 2000n)).toMatchObject({ refused: 'payment_pending' })
    expect(await refund(purchase, 501n)).toMatchObject({ refused: 'refund_exceeds_purchase' })
    await till.noFaults()
    await checkPayments(till.buying, Date.now() + 60_000)
    expect(await till.charges('unanswered')).toMatchObject([{ amount_refunded: 2000 }])
    expect(await balance('unanswered')).toEqual([5n, 0n, 0n])
    expect(await till.store.registry.openRefunds(Date.now() + 60_000, 10)).toEqual([])
  })

  test('that is refused where the money is leaves the credits and the amount', async () => {
    const purchase = await bought('elsewhere')
    await till.tell('POST', '/refunds', { payment_intent: purchase.facts.payment_intent, amount: 2000 })
    // Nobody has told of the one in the dashboard yet.
    expect(await refund(purchase, 1000n)).toMatchObject({ refused: 'payment_refused' })
    expect((await till.purchase(purchase)).facts.refunds).toMatchObject([
      { amount_minor: 2000n, status: 'succeeded' },
      { amount_minor: 1000n, status: 'failed' },
    ])
    expect(await balance('elsewhere')).toEqual([5n, 0n, 0n])
    await refunded(purchase, null)
    expect(await till.charges('elsewhere')).toMatchObject([{ amount_refunded: 2500 }])
  })

  test('that waits and then fails gives the credits back, whoever tells of it, and can be made again', async () => {
    const purchase = await bought('fails', 'pm_card_pendingRefund')
    await spend('fails', 5n)
    const once = { account: 'fails', key: 'r1', fingerprint: 'same' }
    const first = await refunded(purchase, null, { once })
    expect(first.purchase).toMatchObject({ state: 'refunded', facts: { refunds: [{ status: 'pending' }] } })
    expect(await balance('fails')).toEqual([0n, 0n, 5n])
    const close = () =>
      till.tell('POST', `/refunds/${first.purchase.facts.refunds[0]?.id}/close`, { status: 'failed' })
    await close()
    const again = [till.buying, till.server()].map((server) => catchUp(server, Date.now()))
    await Promise.all([...again, lookAgain(till.buying, purchase, 'test', Date.now())])
    expect(await till.purchase(purchase)).toMatchObject({ state: 'paid', revoked_micro: 0n })
    expect(await balance('fails')).toEqual([20n, 0n, 0n])
    expect(await refund(purchase, null, { once })).toMatchObject({
      refused: 'payment_refused',
      detail: 'The refund did not go through (expired_or_canceled_card).',
    })
    const { differences } = await reconcile(
      till.buying,
      { since: purchase.created_at, heal: true },
      Date.now(),
    )
    expect(differences.filter(({ account }) => account === 'fails')).toEqual([])
    expect((await refunded(purchase, 1000n)).purchase.state).toBe('partially_refunded')
    expect(await balance('fails')).toEqual([10n, 0n, 0n])
    const steps = await till.store.registry.transitions('fails', purchase.id)
    expect(steps.map(({ to }) => to)).toEqual([
      'pending',
      'charging',
      'paid',
      'refunded',
      'paid',
      'partially_refunded',
    ])
  })

  test('that fails after it succeeded does the same', async () => {
    const purchase = await bought('fails_late', 'pm_card_refundFail')
    const { facts } = (await refunded(purchase, 1000n)).purchase
    expect(facts.refunds).toMatchObject([{ status: 'succeeded' }])
    await till.tell('POST', `/refunds/${facts.refunds[0]?.id}/close`, { status: 'failed' })
    await catchUp(till.buying, Date.now())
    expect(await till.purchase(purchase)).toMatchObject({ state: 'paid', revoked_micro: 0n })
    expect(await balance('fails_late')).toEqual([25n, 0n, 0n])
  })

  test('in the dashboard takes back credits, too', async () => {
    const purchase = await bought('dashboard')
    await till.tell('POST', '/refunds', { payment_intent: purchase.facts.payment_intent, amount: 500 })
    await lookAgain(till.buying, purchase, 'test', Date.now())
    await lookAgain(till.buying, purchase, 'test', Date.now())
    expect(await balance('dashboard')).toEqual([20n, 0n, 0n])
  })

  test('of what was never paid, or is not there, is refused', async () => {
    const purchase = await bought('unpaid', 'pm_card_chargeCustomerFail')
    expect(await refund(purchase, null)).toMatchObject({ refused: 'purchase_not_refundable' })
    expect(await refund({ ...purchase, id: 'pur_nothing' }, null)).toMatchObject({
      refused: 'purchase_not_found',
    })
    const other = await bought('other')
    expect(await refund({ ...other, account: 'unpaid' }, null)).toMatchObject({
      refused: 'purchase_not_found',
    })
  })

  test('of a commitment gives the commitment back', async () => {
    await till.committed('committed', 100n)
    const { purchase } = await till.buys('committed')
    await refunded(purchase, 1000n)
    expect(await till.available('committed', 'miu')).toBe(85n)
    expect(await till.available('committed')).toBe(15n)
    expect((await refunded(purchase, null)).purchase.state).toBe('refunded')
    expect(await till.available('committed', 'miu')).toBe(100n)
  })
})

describe('a dispute', () => {
  const disputed = async (account: string) => {
    const purchase = await bought(account)
    await spend(account, 5n)
    const { id } = await till.tell<{ id: string }>('POST', '/disputes', {
      payment_intent: purchase.facts.payment_intent,
    })
    const look = () => lookAgain(till.buying, purchase, 'test', Date.now())
    return {
      purchase,
      look,
      close: (status: 'won' | 'lost') => till.tell('POST', `/disputes/${id}/close`, { status }),
    }
  }

  test('freezes what is left, and gives it back once it is won', async () => {
    const { purchase, look, close } = await disputed('won')
    expect(await look()).toMatchObject({ state: 'disputed', frozen: true })
    await look()
    expect(await balance('won')).toEqual([0n, 20n, 0n])
    expect(await refund(purchase, null)).toMatchObject({ refused: 'purchase_not_refundable' })
    await close('won')
    expect(await look()).toMatchObject({ state: 'won', frozen: false })
    await look()
    expect(await balance('won')).toEqual([20n, 0n, 0n])
  })

  test('takes everything back once it is lost, also where nobody told of its beginning', async () => {
    const { purchase, look, close } = await disputed('lost')
    await close('lost')
    expect(await look()).toMatchObject({ state: 'lost', frozen: false, revoked_micro: 25n * MICRO })
    await look()
    expect(await balance('lost')).toEqual([0n, 0n, 5n])
    const steps = await till.store.registry.transitions('lost', purchase.id)
    expect(steps.map(({ to }) => to)).toEqual(['pending', 'charging', 'paid', 'disputed', 'lost'])
  })
})

test('the ledger holds after all of it', () => auditLedger(till.database.owner))
