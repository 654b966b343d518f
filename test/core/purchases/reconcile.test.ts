import { beforeAll, describe, expect, test } from 'vitest'
import { MAX_AMOUNT_MICRO, MICRO } from '../../../src/core/credits.ts'
import { lookAgain } from '../../../src/core/purchases/look-again.ts'
import { reconcile } from '../../../src/core/purchases/reconcile.ts'
import { countsOf, keepReconciled, lastReconciled } from '../../../src/core/purchases/reconciled.ts'
import { debitOf, grantOf } from '../../harness/commands.ts'
import { openTill, type Till } from '../../harness/till.ts'

const HOUR = 3_600_000

let till: Till
let began = 0
beforeAll(async () => {
  till = await openTill()
  await till.creditType('gateway')
  began = Date.now()
})

/** What is found of one account. */
async function found(account: string, { heal = true, now = Date.now() } = {}) {
  const { healed, differences } = await reconcile(till.buying, { since: began - 1000, heal }, now)
  const kinds = (of: typeof healed) => of.filter((one) => one.account === account).map(({ kind }) => kind)
  return { healed: kinds(healed), differences: kinds(differences) }
}

/** A purchase that was paid, as the database says; the plant is then changed behind everybody's back. */
async function bought(account: string) {
  await till.card(account)
  return (await till.buys(account)).purchase
}

describe('reconciling', () => {
  test('finds nothing where everything agrees', async () => {
    const purchase = await bought('fine')
    await till.tell('POST', '/refunds', { payment_intent: purchase.facts.payment_intent, amount: 500 })
    await lookAgain(till.buying, purchase, 'test', Date.now())
    expect(await found('fine')).toEqual({ healed: [], differences: [] })
    const { compared } = await reconcile(till.buying, { since: began - 1000, heal: true }, Date.now())
    expect(compared).toMatchObject({ payments: 1, purchases: 1 })
  })

  test('grants what was paid and never settled', async () => {
    await till.account('unsettled')
    const { purchase } = await till.buys('unsettled')
    await till.pay(purchase.facts.page_url)
    // What is so young may still settle by itself.
    expect(await found('unsettled', { heal: false })).toEqual({ healed: [], differences: [] })
    const later = { heal: false, now: Date.now() + HOUR }
    expect(await found('unsettled', later)).toEqual({ healed: [], differences: ['paid_not_granted'] })
    expect(await till.available('unsettled')).toBe(0n)
    expect(await found('unsettled')).toEqual({ healed: ['paid_not_granted'], differences: [] })
    expect(await till.available('unsettled')).toBe(25n)
    expect(await found('unsettled')).toEqual({ healed: [], differences: [] })
  })

  test('takes back what was refunded and nobody told of', async () => {
    const purchase = await bought('untold')
    await till.tell('POST', '/refunds', { payment_intent: purchase.facts.payment_intent, amount: 1000 })
    expect(await found('untold')).toEqual({ healed: ['refund_differs'], differences: [] })
    expect(await till.available('untold')).toBe(15n)
  })

  test('reports what was granted and never paid', async () => {
    const purchase = await bought('unpaid')
    // Paid by nothing that is known where the money is.
    const facts = { ...purchase.facts, invoice: null, payment_intent: null }
    const text = JSON.stringify(facts, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    await till.sql('update purchases set purchase_id = $2, facts = $3 where account_id = $1', [
      'unpaid',
      `${purchase.id}x`,
      text,
    ])
    expect(await found('unpaid')).toEqual({
      healed: [],
      differences: ['purchase_unknown', 'granted_not_paid'],
    })
  })

  test('reports an amount that differs', async () => {
    await bought('cheap')
    await till.sql('update purchases set price_minor = 2400 where account_id = $1', ['cheap'])
    expect(await found('cheap')).toEqual({ healed: [], differences: ['amount_differs'] })
  })

  test('reports a second charge', async () => {
    const purchase = await bought('twice')
    await till.stripe.paymentIntents.create({
      amount: 2500,
      currency: 'usd',
      customer: (await till.store.registry.customer('twice')) ?? '',
      payment_method: purchase.payment_method ?? '',
      confirm: true,
      off_session: true,
      allowed_payment_method_types: ['card'],
      metadata: (await till.charges('twice'))[0]?.metadata ?? {},
    })
    expect(await found('twice')).toEqual({ healed: [], differences: ['charged_twice'] })
  })

  test('reports credits that find no room after the refund failed that took them', async () => {
    const purchase = await bought('bounced')
    const refund = {
      id: 're_x',
      refund: null,
      amount_minor: 1000n,
      status: 'pending' as const,
      reason: null,
      created_at: Date.now(),
    }
    const settled = async (status: 'pending' | 'failed') =>
      till.store.ledger.submit(
        {
          kind: 'settle_purchase',
          account: 'bounced',
          key: `settle ${status}`,
          fingerprint: '',
          credit_type: 'gateway',
          purchase: purchase.id,
          grant: purchase.grant,
          id: `settle ${status}`,
          facts: { ...purchase.facts, asked_at: Date.now(), refunds: [{ ...refund, status }] },
          cause: 'test',
        },
        Date.now(),
      )
    await settled('pending')
    const most = Number(MAX_AMOUNT_MICRO / MICRO)
    const full = [most, most, most, most - 15].map((credits) =>
      grantOf('bounced', credits, { credit_type: 'gateway' }),
    )
    await till.store.ledger.submitAll(full, Date.now())
    await settled('failed')
    expect(await found('bounced')).toEqual({ healed: [], differences: ['refund_failed'] })
    await till.store.ledger.submit(debitOf('bounced', 100, { credit_type: 'gateway' }), Date.now())
    expect(await found('bounced')).toEqual({ healed: ['refund_failed'], differences: [] })
    expect(await found('bounced')).toEqual({ healed: [], differences: [] })
  })

  test('reports an outcome that nobody knows for hours, and a refund', async () => {
    const purchase = await bought('stuck_refund')
    await till.store.registry.insertRefund({
      account: 'stuck_refund',
      id: 'ref_stuck',
      purchase: purchase.id,
      amount_minor: 1n,
      reason: null,
      created_at: Date.now(),
    })
    await till.card('stuck')
    // It lasts until the end, or the call that buys could still get through when its caller has lost patience.
    await till.fault({ kind: 'error', path: '/v1/invoices/*/finalize', method: 'POST', times: 10_000 })
    await till.buys('stuck')
    const later = { heal: false, now: Date.now() + 2 * HOUR }
    await till.sql(`update purchases set state = 'charging' where account_id = $1`, ['stuck'])
    expect(await found('stuck', later)).toMatchObject({ differences: ['outcome_unknown'] })
    expect(await found('stuck_refund', later)).toMatchObject({ differences: ['refund_open'] })
    await till.noFaults()
  })

  test('compares commitments with the ledger', async () => {
    await till.committed('committed', 100n)
    await till.buys('committed')
    expect(await found('committed')).toEqual({ healed: [], differences: [] })
    await till.sql(`update purchases set purchase_id = purchase_id || 'x' where account_id = $1`, [
      'committed',
    ])
    expect(await found('committed')).toEqual({ healed: [], differences: ['granted_not_paid'] })
  })

  test('keeps what the last run found', async () => {
    const reconciled = await reconcile(till.buying, { since: began - 1000, heal: true }, Date.now())
    await keepReconciled(till.store.registry, reconciled, 5)
    await keepReconciled(till.store.registry, { ...reconciled, differences: [] }, 4)
    expect(await lastReconciled(till.store.registry)).toEqual({ at: 5, counts: countsOf(reconciled) })
    expect(countsOf(reconciled)).toMatchObject({ charged_twice: 1, refund_open: 0 })
  })
})
