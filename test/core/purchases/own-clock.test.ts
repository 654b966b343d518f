import { beforeAll, describe, expect, test } from 'vitest'
import { catchUp } from '../../../src/core/purchases/catch-up.ts'
import { handleEvent } from '../../../src/core/purchases/handle-event.ts'
import { reconcile } from '../../../src/core/purchases/reconcile.ts'
import { openTill } from '../../harness/till.ts'

const DAY = 86_400_000
const till = await openTill()
const { buying, store } = till

beforeAll(() => till.creditType('gateway', { expiry: { policy: 'fixed', after: 'P30D' } }))

/** Of an account that is a hundred days ahead: a page that was paid, of which nobody has told yet. */
async function paidPage(account: string) {
  await till.account(account)
  await store.clocks.put(account, 100 * DAY)
  const { purchase } = await till.buys(account, {}, buying, Date.now() + 100 * DAY)
  await till.pay(purchase.facts.page_url)
  return purchase
}

const daysAhead = (at: number | null): number => Math.round(((at ?? 0) - Date.now()) / DAY) + 0

describe('what is settled from outside, in real time', () => {
  test('by a webhook is dated by the account’s own clock', async () => {
    const { account, id: purchase } = await paidPage('told')
    const about = { account, purchase }
    const event = {
      id: 'evt_told',
      type: 'invoice.paid',
      created_at: Date.now(),
      about,
      payment_only: true,
      card_of: null,
    }
    expect(await handleEvent(buying, event, Date.now())).toBe('settled')
    const { granted_at, grant, state } = await till.purchase({ account, id: purchase })
    expect([state, daysAhead(granted_at)]).toEqual(['paid', 100])
    expect(daysAhead((await store.ledger.grant(account, grant))?.expires_at ?? 0)).toBe(130)
  })

  test('by catching up, too', async () => {
    const purchase = await paidPage('caught')
    await catchUp(buying, Date.now())
    expect(daysAhead((await till.purchase(purchase)).granted_at)).toBe(100)
  })

  test('by comparing with the money that was taken, too', async () => {
    const purchase = await paidPage('compared')
    await reconcile(buying, { since: Date.now() - DAY, heal: true }, Date.now())
    expect(daysAhead((await till.purchase(purchase)).granted_at)).toBe(100)
  })
})

test('a look at the payment is never older than the purchase, whatever its account’s clock says', async () => {
  await till.card('looked')
  await store.clocks.put('looked', 100 * DAY)
  const { purchase } = await till.buys('looked', {}, buying, Date.now() + 100 * DAY)
  expect(daysAhead(purchase.created_at)).toBe(100)
  // By the real clock, by which the next look is told to be younger.
  expect(daysAhead(purchase.facts.asked_at)).toBe(0)
})
