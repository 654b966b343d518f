import { beforeAll, expect, test } from 'vitest'
import { MICRO } from '../../src/core/credits.ts'
import { UNSCOPED } from '../../src/core/ledger/grant.ts'
import { buy } from '../../src/core/purchases/buy.ts'
import { checkPayments } from '../../src/core/purchases/check-payments.ts'
import { orRefuse } from '../../src/core/refusal.ts'
import { settleDue } from '../../src/worker/settle-due.ts'
import { openTill, type Till } from '../harness/till.ts'

const HOUR = 3_600_000
const MONTH = 30 * 24 * HOUR

let till: Till
beforeAll(async () => {
  till = await openTill()
  await till.creditType('gateway')
})

test('what falls due in a wallet is posted at its account’s own time', async () => {
  const { store } = till.buying
  const now = Date.now()
  const accounts = ['early', 'ahead', 'far']
  for (const account of accounts) await till.account(account)
  const grants = [...accounts.map((account) => [account, 0] as const), ['ahead', 2 * HOUR] as const]
  for (const [account, later] of grants) {
    const grant = {
      kind: 'grant' as const,
      account,
      credit_type: 'gateway',
      key: `key_${later}`,
      fingerprint: '',
      id: `grt_${account}_${later}`,
      amount_micro: 5n * MICRO,
      source: 'manual' as const,
      priority: 100,
      scope: UNSCOPED,
      starts_at: null,
      expires_at: now + MONTH + later,
      metadata: null,
    }
    const { answer } = await store.ledger.submit(grant, now)
    orRefuse(answer)
  }
  await store.registry.setAhead('ahead', MONTH + HOUR)
  await store.registry.setAhead('far', 2 * MONTH)
  const clock = { now: () => now }
  expect(await settleDue(store.ledger, store.upkeep, clock)).toBe(2)
  const posted = async (account: string) => {
    const filter = { credit_type: null, kind: 'expiry' as const, grant: null }
    const { items } = await store.ledger.entries(account, filter, { limit: 10, after: null })
    return items.map(({ at }) => at)
  }
  expect(await Promise.all(accounts.map(posted))).toEqual([[], [now + MONTH], [now + MONTH]])
  const { rows } = await till.sql(
    "select account_id, at from wallets where account_id <> 'early' order by account_id",
  )
  expect(rows).toEqual([
    { account_id: 'ahead', at: now + MONTH },
    { account_id: 'far', at: now + MONTH },
  ])
  expect(await settleDue(store.ledger, store.upkeep, clock)).toBe(0)
})

test('a page that waits is given up a day later by its account’s own clock', async () => {
  const { registry } = till.store
  await till.account('waits')
  await registry.setAhead('waits', MONTH)
  const now = Date.now()
  const bought = orRefuse(await buy(till.buying, till.request('waits'), now + MONTH))
  expect(bought.purchase.state).toBe('awaiting_checkout')
  expect(await checkPayments(till.buying, now + HOUR)).toBe(1)
  expect(await till.purchase(bought.purchase)).toMatchObject({ state: 'awaiting_checkout' })
  expect((await till.purchase(bought.purchase)).check_at).toBeGreaterThan(now + MONTH + HOUR)
  await checkPayments(till.buying, now + 26 * HOUR)
  expect(await till.purchase(bought.purchase)).toMatchObject({ state: 'expired' })
})
