import { beforeAll, describe, expect, test } from 'vitest'
import { buy } from '../../../src/core/purchases/buy.ts'
import type { Buying } from '../../../src/core/purchases/buying.ts'
import { checkPayments } from '../../../src/core/purchases/check-payments.ts'
import { refundPurchase } from '../../../src/core/purchases/refund-purchase.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { Uncertain } from '../../../src/core/unavailable.ts'
import { type DatabaseCable, layDatabaseCable } from '../../harness/database-cable.ts'
import { openTill, type Till } from '../../harness/till.ts'

let till: Till
let cable: DatabaseCable
/** A server whose database can be cut off. */
let far: Buying
beforeAll(async () => {
  till = await openTill()
  await till.creditType('gateway')
  cable = await layDatabaseCable(till.database)
  far = till.server({ ...till.database.server, host: '127.0.0.1', port: cable.port })
})

const boughtOnce = async (account: string) => {
  expect(await till.purchases(account)).toMatchObject([{ state: 'paid' }])
  expect(await till.charges(account)).toHaveLength(1)
  expect(await till.available(account)).toBe(25n)
}

describe('a purchase of which nobody said whether it was written down', () => {
  test.each([
    ['without a key', null],
    ['with a key', 'k1'],
  ])('is looked for, and goes on: %s', async (_how, key) => {
    const account = `cut_${key}`
    await till.card(account)
    const once = key === null ? null : { account, key, fingerprint: 'same' }
    const cut = cable.cutNextCommit()
    const { purchase, replayed } = await till.buys(account, { once }, far)
    await cut
    expect([purchase.state, replayed]).toEqual(['paid', false])
    await boughtOnce(account)
  })

  test('is charged once for four identical calls at once', async () => {
    await till.card('four')
    const request = till.request('four', { attempt: 'the same' })
    const cut = cable.cutNextCommit()
    const all = await Promise.all(Array.from({ length: 4 }, () => buy(far, request, Date.now())))
    await cut
    expect(new Set(all.map((one) => orRefuse(one).purchase.id)).size).toBe(1)
    await boughtOnce('four')
  })

  test.each(['before', 'after'])('is found by the same call %s a job went on with it', async (when) => {
    const account = `gone_${when}`
    await till.card(account)
    const request = till.request(account, { attempt: 'the same' })
    const cut = cable.cutNextCommit()
    const told = buy(far, request, Date.now()).catch((error: unknown) => error)
    await cut
    await cable.refuse()
    expect(await told).toBeInstanceOf(Error)
    await cable.accept()
    if (when === 'after') await checkPayments(till.buying, Date.now() + 60_000)
    expect(orRefuse(await buy(far, request, Date.now()))).toMatchObject({ replayed: true })
    await boughtOnce(account)
  })
})

test('a refund of which nobody said whether it was written down is made once', async () => {
  await till.card('refunded')
  const { purchase } = await till.buys('refunded')
  const request = {
    account: 'refunded',
    purchase: purchase.id,
    amount_minor: 1000n,
    reason: null,
    once: null,
  }
  const cut = cable.cutNextCommit()
  const { refund } = orRefuse(await refundPurchase(far, request, Date.now()))
  await cut
  expect(await till.store.registry.refunds('refunded', purchase.id)).toEqual([refund])
  expect(await till.charges('refunded')).toMatchObject([{ amount_refunded: 1000 }])
})

test('a commit that nobody answered is told apart from work that was not done', async () => {
  const cut = cable.cutNextCommit()
  const written = far.store.once(null, Date.now(), async () => ({}))
  await expect(written).rejects.toThrow(Uncertain)
  await cut
})
