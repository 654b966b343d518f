import { beforeAll, describe, expect, test } from 'vitest'
import { MAX_AMOUNT_MICRO, MICRO } from '../../../src/core/credits.ts'
import type { Answers, Command, SettlePurchaseCommand } from '../../../src/core/ledger/command.ts'
import { type DisputeFact, type Facts, noFacts, type RefundFact } from '../../../src/core/purchases/facts.ts'
import type { Purchase } from '../../../src/core/purchases/purchase.ts'
import { isRefusal } from '../../../src/core/refusal.ts'
import { purchaseColumns, purchaseFrom } from '../../../src/store/purchases/purchase-rows.ts'
import { auditLedger } from '../../harness/audit.ts'
import { debitOf, grantOf, reserveOf } from '../../harness/commands.ts'
import { freshDatabase, type TestDatabase } from '../../harness/database.ts'
import { ledgerOf, type TestLedger } from '../../harness/ledger.ts'
import { purchaseOf, writePurchase } from '../../properties/purchases.ts'

const NOW = Date.UTC(2026, 0, 10)
const DAY = 86_400_000
let database: TestDatabase
let it: TestLedger
let count = 0

beforeAll(async () => {
  database = await freshDatabase()
  it = ledgerOf(database)
  await it.sql(
    `insert into credit_types values ('neo', 'Neo', 'credit', null, 'usd', '{"policy": "never"}', '2026-01-01'),
      ('year', 'Year', 'credit', null, 'usd', '{"policy": "rolling", "after": "P1Y"}', '2026-01-01')`,
  )
})

/** A new account with a purchase of 100 credits for 1000 cents. */
async function bought(more: Partial<Purchase> = {}, spent = 'debt'): Promise<Purchase> {
  const account = more.account ?? `acc_${++count}`
  await it.sql(
    `insert into accounts (account_id, kind, name, created_at, spent_on_refund) values ($1, 'user', 'A', '2026-01-01', $2)
     on conflict do nothing`,
    [account, spent],
  )
  const credits = { credit_type: 'neo', credits_micro: 100n * MICRO, created_at: NOW }
  const purchase = purchaseOf(account, `pur_${++count}`, { ...credits, ...more })
  await writePurchase(it.pool, purchase)
  return purchase
}

let asked_at = NOW
const paid = (more: Partial<Facts> = {}): Facts => ({ ...noFacts(++asked_at), payment: 'paid', ...more })
const refundsOf = (status: RefundFact['status'], amounts: bigint[]): Facts =>
  paid({
    refunds: amounts.map((amount_minor, i) => ({
      id: `re_${i}`,
      refund: null,
      amount_minor,
      status,
      reason: null,
      created_at: NOW,
    })),
  })
const refunded = (...amounts: bigint[]): Facts => refundsOf('succeeded', amounts)
const failed = (...amounts: bigint[]): Facts => refundsOf('failed', amounts)
const refund = (n: number, amount_minor = 1000n): RefundFact => ({
  id: `re_again_${n}`,
  refund: null,
  amount_minor,
  status: 'succeeded',
  reason: null,
  created_at: NOW,
})
const disputed = (status: DisputeFact['status']): Facts =>
  paid({
    dispute: { id: 'dp_1', amount_minor: 1000n, currency: 'usd', reason: 'general', status, created_at: NOW },
  })

const settleOf = ({ account, id, credit_type, grant }: Purchase, facts: Facts): SettlePurchaseCommand => ({
  kind: 'settle_purchase',
  account,
  credit_type,
  purchase: id,
  grant,
  id: `stl_${++count}`,
  facts,
  cause: 'webhook:evt_1',
})

async function settle(purchase: Purchase, facts: Facts, now = NOW): Promise<Purchase> {
  const { answer } = await it.ledger.submit(settleOf(purchase, facts), now)
  if (isRefusal(answer)) throw new Error(answer.refused)
  return answer.purchase
}

/** In whole credits: what can be drawn, what is held, what is owed. */
async function has({ account, credit_type }: Purchase, now = NOW): Promise<[number, number, number]> {
  const balance = await it.ledger.balance(account, credit_type, now)
  if (isRefusal(balance)) throw new Error(balance.refused)
  const { available_micro, held_micro, debt_micro } = balance
  return [available_micro, held_micro, debt_micro].map((amount) => Number(amount / MICRO)) as never
}

async function done<C extends Command>(command: C, now = NOW): Promise<Answers[C['kind']]> {
  const { answer } = await it.ledger.submit(command, now)
  if (isRefusal(answer)) throw new Error(answer.refused)
  return answer as Answers[C['kind']]
}

const keyed = (id: string) => ({ id, key: `cmd_${id}`, fingerprint: '' })

describe('a purchase is settled', () => {
  test('what is paid is granted, once, with the states written down', async () => {
    const purchase = await bought({ attempt: 'the same' })
    const waiting = await settle(purchase, { ...noFacts(++asked_at), payment: 'processing' })
    expect(waiting).toMatchObject({ state: 'charging', attempt: 'the same', granted_at: null })
    expect(waiting.check_at).toBeGreaterThan(NOW)
    const invoice = { id: 'in_1', number: null, url: null, pdf: null }
    const facts = paid({ total_minor: 1190n, invoice })
    for (let i = 0; i < 3; i++) {
      const { answer } = await it.ledger.submit(settleOf(purchase, facts), NOW + i)
      if (isRefusal(answer)) throw new Error(answer.refused)
      expect(answer.purchase).toMatchObject({ state: 'paid', granted_at: NOW, check_at: null })
      expect(answer.transitions.map(({ seq, from, to }) => [seq, from, to])).toEqual(
        i === 0 ? [[3, 'charging', 'paid']] : [],
      )
    }
    expect(await has(purchase)).toEqual([100, 0, 0])
    const { rows } = await it.sql('select * from purchases where purchase_id = $1', [purchase.id])
    expect(rows[0]).toMatchObject({ state: 'paid', total_minor: 1190n, invoice_id: 'in_1' })
    const stored = await it.pool.query({
      text: `select ${purchaseColumns('p')} from purchases p where purchase_id = $1`,
      values: [purchase.id],
      rowMode: 'array',
    })
    expect(purchaseFrom(stored.rows[0] ?? [])).toMatchObject({ facts, state: 'paid', expires_at: undefined })
    const grant = await it.ledger.grant(purchase.account, purchase.grant)
    expect(grant).toMatchObject({ source: 'purchase', amount_micro: 100n * MICRO, metadata: null })
  })

  test('many at once, on two servers, grant it once', async () => {
    const other = ledgerOf(database)
    for (let round = 0; round < 10; round++) {
      const purchase = await bought()
      const commands = Array.from({ length: 5 }, () => settleOf(purchase, paid()))
      const back = settleOf(purchase, refunded(300n))
      await Promise.all([it, other].map(({ ledger }) => ledger.submitAll([...commands, back], NOW)))
      expect(await has(purchase)).toEqual([70, 0, 0])
    }
  })

  test('a purchase that is not there, or is of somebody else, is refused', async () => {
    const purchase = await bought()
    const stranger = await bought()
    for (const command of [
      settleOf({ ...purchase, id: 'pur_none' }, paid()),
      settleOf({ ...purchase, account: stranger.account }, paid()),
    ])
      expect((await it.ledger.submit(command, NOW)).answer).toMatchObject({ refused: 'purchase_not_found' })
  })

  test('a full wallet keeps it paid and not granted, until there is room', async () => {
    const purchase = await bought()
    const full = Array.from({ length: 4 }, () => grantOf(purchase.account, Number(MAX_AMOUNT_MICRO / MICRO)))
    await it.ledger.submitAll(full, NOW)
    expect(await settle(purchase, refunded(500n))).toMatchObject({
      state: 'partially_refunded',
      granted_at: null,
      revoked_micro: 0n,
    })
    await done(debitOf(purchase.account, 1000))
    expect(await settle(purchase, refunded(500n))).toMatchObject({
      granted_at: NOW,
      revoked_micro: 50n * MICRO,
    })
    expect((await it.ledger.grant(purchase.account, purchase.grant))?.remaining_micro).toBe(50n * MICRO)
  })

  test('what the wallet had that was bought or given is told, and moves with the bucket', async () => {
    const purchase = await bought({ credit_type: 'year' })
    await done({ ...grantOf(purchase.account, 7), credit_type: 'year', source: 'subscription' })
    await done({ ...grantOf(purchase.account, 5), credit_type: 'year', expires_at: undefined })
    const settled = await settle(purchase, paid(), NOW + DAY)
    expect([settled.remaining_before_micro, settled.remaining_after_micro]).toEqual([
      5n * MICRO,
      105n * MICRO,
    ])
    const next = await bought({ credit_type: 'year', account: purchase.account })
    await settle(purchase, disputed('open'), NOW + DAY)
    const later = await settle(next, paid(), NOW + 2 * DAY)
    // What is frozen is the buyer's still, as long as nobody took it back.
    expect(later.remaining_before_micro).toBe(105n * MICRO)
    await settle(purchase, disputed('won'), NOW + 3 * DAY)
    const [first, second] = await Promise.all(
      [purchase, next].map(({ account, grant }) => it.ledger.grant(account, grant)),
    )
    expect(first?.expires_at).toBe(second?.expires_at)
  })

  test('an expiry of its own that has passed by the payment leaves a moment', async () => {
    const purchase = await bought({ expires_at: NOW - DAY })
    expect(await settle(purchase, paid())).toMatchObject({ granted_at: NOW })
    expect(await has(purchase)).toEqual([100, 0, 0])
    expect(await has(purchase, NOW + 1)).toEqual([0, 0, 0])
    const never = await bought({ expires_at: null, credit_type: 'year' })
    await settle(never, paid())
    expect((await it.ledger.grant(never.account, never.grant))?.expires_at).toBeNull()
  })
})

describe('money goes back', () => {
  test('credits go back in proportion, and what was spent is owed', async () => {
    const purchase = await bought()
    await settle(purchase, paid())
    await done(debitOf(purchase.account, 80))
    expect(await settle(purchase, refunded(100n))).toMatchObject({ revoked_micro: 10n * MICRO })
    expect(await has(purchase)).toEqual([10, 0, 0])
    expect(await settle(purchase, refunded(100n, 900n))).toMatchObject({
      state: 'refunded',
      revoked_micro: 100n * MICRO,
    })
    expect(await has(purchase)).toEqual([0, 0, 80])
  })

  test('or written off, and then never drawn again however it comes back', async () => {
    const purchase = await bought({}, 'write_off')
    await settle(purchase, paid())
    const { debit } = await done(debitOf(purchase.account, 30))
    const { hold } = await done(reserveOf(purchase.account, 50, DAY))
    await settle(purchase, refunded(900n))
    expect(await has(purchase)).toEqual([0, 50, 0])
    const { account } = purchase
    await done({ kind: 'release', account, hold: hold.id, ...keyed('rel') })
    expect(await has(purchase)).toEqual([0, 0, 0])
    const reversed = await done({
      kind: 'reverse',
      account,
      debit: debit.id,
      ...keyed('rev'),
      amount_micro: null,
      reason: null,
    })
    expect(reversed.reversal).toMatchObject({ amount_micro: 30n * MICRO, expired_micro: 0n })
    expect(await has(purchase)).toEqual([10, 0, 0])
  })

  test('held credits that are owed net out when they are released', async () => {
    const purchase = await bought()
    await settle(purchase, paid())
    const { hold } = await done(reserveOf(purchase.account, 60, DAY))
    await settle(purchase, refunded(1000n))
    expect(await has(purchase)).toEqual([0, 60, 60])
    await done({ kind: 'release', account: purchase.account, hold: hold.id, ...keyed('rel') })
    expect(await has(purchase)).toEqual([0, 0, 0])
  })

  test('what was taken back by hand is not taken a second time', async () => {
    const purchase = await bought()
    await settle(purchase, paid())
    const { account, grant } = purchase
    await done({
      kind: 'revoke',
      account,
      grant,
      ...keyed('rvk'),
      amount_micro: 70n * MICRO,
      spent: 'debt',
      reason: null,
    })
    expect(await settle(purchase, refunded(500n))).toMatchObject({ revoked_micro: 30n * MICRO })
    expect(await has(purchase)).toEqual([0, 0, 0])
    expect(await settle(purchase, failed(500n))).toMatchObject({ revoked_micro: 0n })
    expect(await has(purchase)).toEqual([30, 0, 0])
  })
})

describe('a refund that fails after it took credits back', () => {
  /** Paid and refunded in whole, with what happened between. */
  async function taken(spent: 'debt' | 'write_off', more: Partial<Purchase> = {}) {
    const purchase = await bought(more, spent)
    await settle(purchase, paid())
    const { debit } = await done(debitOf(purchase.account, 80))
    expect(await settle(purchase, refunded(1000n))).toMatchObject({ revoked_micro: 100n * MICRO })
    const reverse = () =>
      done({
        kind: 'reverse',
        account: purchase.account,
        debit: debit.id,
        ...keyed(`rev_${debit.id}`),
        amount_micro: null,
        reason: null,
      })
    return { purchase, reverse }
  }
  /** However often it is told, and even if somebody tells an older story meanwhile. */
  async function fails(purchase: Purchase, now = NOW): Promise<void> {
    const stale = refundsOf('pending', [1000n])
    for (const facts of [failed(1000n), failed(1000n), stale])
      expect(await settle(purchase, facts, now)).toMatchObject({ state: 'paid', revoked_micro: 0n })
  }

  test('gives back what was left, and owes nobody what was spent', async () => {
    const { purchase } = await taken('debt')
    expect(await has(purchase)).toEqual([0, 0, 80])
    await fails(purchase)
    expect(await has(purchase)).toEqual([20, 0, 0])
    // It can be refunded anew, and fail again.
    await settle(purchase, { ...refunded(1000n), refunds: [{ ...refund(1), status: 'succeeded' }] })
    expect(await has(purchase)).toEqual([0, 0, 80])
    await settle(purchase, { ...paid(), refunds: [{ ...refund(1), status: 'failed' }] })
    expect(await has(purchase)).toEqual([20, 0, 0])
  })

  test('in part gives back that part', async () => {
    const purchase = await bought()
    await settle(purchase, paid())
    await done(debitOf(purchase.account, 80))
    const both = (status: RefundFact['status']): Facts =>
      paid({
        refunds: [
          { ...refund(0, 400n), status },
          { ...refund(1, 600n), status: 'succeeded' },
        ],
      })
    await settle(purchase, both('pending'))
    expect(await has(purchase)).toEqual([0, 0, 80])
    expect(await settle(purchase, both('failed'))).toMatchObject({
      state: 'partially_refunded',
      revoked_micro: 60n * MICRO,
    })
    expect(await has(purchase)).toEqual([0, 0, 40])
  })

  test('returns what others paid of the debt to those who paid it', async () => {
    const { purchase, reverse } = await taken('debt')
    const { grant: first } = await done(grantOf(purchase.account, 30))
    const { grant: second } = await done(grantOf(purchase.account, 100))
    expect(await has(purchase)).toEqual([50, 0, 0])
    // What was spent comes back to the grant that was refunded, so all of that is there again.
    await reverse()
    expect(await has(purchase)).toEqual([130, 0, 0])
    await fails(purchase)
    expect(await has(purchase)).toEqual([230, 0, 0])
    for (const { id, amount_micro } of [first, second])
      expect((await it.ledger.grant(purchase.account, id))?.remaining_micro).toBe(amount_micro)
  })

  test('forgives what was written off, also where that came back meanwhile', async () => {
    const { purchase } = await taken('write_off')
    await fails(purchase)
    expect(await has(purchase)).toEqual([20, 0, 0])
    const other = await taken('write_off')
    await other.reverse()
    expect(await has(other.purchase)).toEqual([0, 0, 0])
    await fails(other.purchase)
    expect(await has(other.purchase)).toEqual([100, 0, 0])
  })

  test('gives nobody what has expired meanwhile, or had before', async () => {
    const { purchase } = await taken('debt', { expires_at: NOW + DAY })
    await fails(purchase, NOW + 2 * DAY)
    expect(await has(purchase, NOW + 2 * DAY)).toEqual([0, 0, 0])
    const late = await bought({ expires_at: NOW + DAY })
    await settle(late, paid())
    await settle(late, refunded(1000n), NOW + 2 * DAY)
    await fails(late, NOW + 2 * DAY)
    expect(await has(late, NOW + 2 * DAY)).toEqual([0, 0, 0])
    // Of what went back in vain, nobody had spent anything: what is owed for the rest stays owed.
    const partly = await bought({ expires_at: NOW + DAY })
    await settle(partly, paid())
    await done(debitOf(partly.account, 40))
    const stays: RefundFact = { ...refund(0, 400n), status: 'succeeded' }
    for (const status of ['pending', 'failed'] as const) {
      const facts = paid({ refunds: [stays, { ...refund(1, 600n), status }] })
      await settle(partly, facts, NOW + 2 * DAY)
      expect(await has(partly, NOW + 2 * DAY)).toEqual([0, 0, 40])
    }
  })

  test('while it is disputed, freezes what comes back', async () => {
    const { purchase } = await taken('debt')
    const { dispute } = disputed('open')
    await settle(purchase, { ...refunded(1000n), dispute })
    expect(await settle(purchase, { ...failed(1000n), dispute })).toMatchObject({ state: 'disputed' })
    expect(await has(purchase)).toEqual([0, 20, 0])
    await settle(purchase, { ...failed(1000n), dispute: dispute && { ...dispute, status: 'won' } })
    expect(await has(purchase)).toEqual([20, 0, 0])
  })

  test('where the wallet has no room, is undone once there is some', async () => {
    const purchase = await bought()
    await settle(purchase, paid())
    await settle(purchase, refunded(1000n))
    const full = Array.from({ length: 4 }, () => grantOf(purchase.account, Number(MAX_AMOUNT_MICRO / MICRO)))
    await it.ledger.submitAll(full, NOW)
    expect(await settle(purchase, failed(1000n))).toMatchObject({
      state: 'paid',
      revoked_micro: 100n * MICRO,
    })
    await done(debitOf(purchase.account, 1000))
    await fails(purchase)
    expect((await it.ledger.grant(purchase.account, purchase.grant))?.remaining_micro).toBe(100n * MICRO)
  })

  test('told together with the refund, on two servers, comes to the same', async () => {
    const other = ledgerOf(database)
    for (let round = 0; round < 10; round++) {
      const purchase = await bought()
      const looks = [refunded(700n), failed(700n), refundsOf('pending', [700n])]
      const commands = looks.map((facts) => settleOf(purchase, facts))
      await Promise.all([it, other].map(({ ledger }) => ledger.submitAll(commands, NOW)))
      expect(await has(purchase)).toEqual([100, 0, 0])
    }
  })
})

describe('a dispute', () => {
  test('freezes what is left, whatever comes back meanwhile; won, it can be drawn again', async () => {
    const purchase = await bought()
    await settle(purchase, paid())
    const { debit } = await done(debitOf(purchase.account, 30))
    const { hold } = await done(reserveOf(purchase.account, 20, DAY))
    expect(await settle(purchase, disputed('open'))).toMatchObject({ state: 'disputed', frozen: true })
    expect(await has(purchase)).toEqual([0, 70, 0])
    expect((await it.ledger.submit(debitOf(purchase.account, 1), NOW)).answer).toMatchObject({
      refused: 'insufficient_credits',
    })
    const { account } = purchase
    await done({ kind: 'release', account, hold: hold.id, ...keyed('rel') })
    await done({
      kind: 'reverse',
      account,
      debit: debit.id,
      ...keyed('rev'),
      amount_micro: null,
      reason: null,
    })
    expect(await has(purchase)).toEqual([0, 100, 0])
    for (let i = 0; i < 2; i++)
      expect(await settle(purchase, disputed('won'))).toMatchObject({ state: 'won', frozen: false })
    expect(await settle(purchase, disputed('open'))).toMatchObject({ state: 'won' })
    expect(await has(purchase)).toEqual([100, 0, 0])
  })

  test('lost, it is taken back, frozen credits first', async () => {
    const purchase = await bought()
    await settle(purchase, paid())
    await done(debitOf(purchase.account, 30))
    await settle(purchase, disputed('open'))
    for (let i = 0; i < 2; i++)
      expect(await settle(purchase, disputed('lost'))).toMatchObject({
        state: 'lost',
        frozen: false,
        revoked_micro: 100n * MICRO,
      })
    expect(await has(purchase)).toEqual([0, 0, 30])
  })

  test('a refund while it lasts takes what is frozen before anybody owes', async () => {
    const purchase = await bought()
    await settle(purchase, paid())
    await done(debitOf(purchase.account, 30))
    const { dispute } = disputed('open')
    await settle(purchase, { ...refunded(400n), dispute })
    expect(await has(purchase)).toEqual([0, 30, 0])
  })

  test('stops the expiry, which takes effect when it ends', async () => {
    const purchase = await bought({ expires_at: NOW + DAY })
    await settle(purchase, paid())
    await settle(purchase, disputed('open'))
    expect(await has(purchase, NOW + 2 * DAY)).toEqual([0, 100, 0])
    await settle(purchase, disputed('won'), NOW + 3 * DAY)
    expect(await has(purchase, NOW + 3 * DAY)).toEqual([0, 0, 0])
    const lost = await bought({ expires_at: NOW + DAY })
    await settle(lost, disputed('open'))
    await settle(lost, disputed('lost'), NOW + 3 * DAY)
    expect(await has(lost, NOW + 3 * DAY)).toEqual([0, 0, 0])
  })

  test('a debt is paid out of what it sets free, once', async () => {
    const { account, ...purchase } = await bought()
    await settle({ account, ...purchase }, paid())
    const other = await bought({ account })
    await settle({ account, ...purchase }, disputed('open'))
    await settle(other, paid())
    await done(debitOf(account, 100))
    await settle(other, refunded(400n))
    expect(await has(other)).toEqual([0, 100, 40])
    await settle({ account, ...purchase }, disputed('won'))
    expect(await has(other)).toEqual([60, 0, 0])
  })
})

test('the ledger holds after all of it', () => auditLedger(database.owner))
