import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minutes, rounds } from '../harness/rounds.ts'
import { Shop } from '../harness/shop.ts'
import { until } from '../harness/until.ts'
import { entry, submit } from '../sandbox/world.ts'

const RUNS = rounds(60, 4)

/** A checkout that is paid, refunded in part, then disputed and decided: all its events, held back. */
async function story(shop: Shop, account: string, verdict: 'won' | 'lost'): Promise<string[]> {
  await shop.account(account)
  await shop.tell('PUT', '/webhooks', { drop: true })
  const { body } = await shop.buy(account, '100', {}, { success_url: 'http://shop.test/done' })
  await submit(body.checkout_url, entry('4242 4242 4242 4242'))
  const [charge] = await until('the charge', async () => {
    const charges = await shop.charges(account)
    return charges.length > 0 && charges
  })
  await shop.tell('POST', '/refunds', { charge: charge?.id, amount: 2000 })
  const dispute = await shop.tell<{ id: string }>('POST', '/disputes', { charge: charge?.id })
  await shop.tell('POST', `/disputes/${dispute.id}/close`, { status: verdict })
  const { data } = await shop.stripe.events.list({ limit: 100 })
  return data.filter((event) => JSON.stringify(event).includes(body.id)).map(({ id }) => id)
}

test(`the events of one purchase in ${RUNS} orders, each up to five times: the end is always the same`, {
  timeout: minutes(15, 2),
}, async () => {
  const shop = await Shop.open()
  await shop.creditType('gateway')
  let n = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('won' as const, 'lost' as const),
      fc.infiniteStream(fc.nat()),
      async (verdict, dice) => {
        n += 1
        const account = `team_${n}`
        const events = await story(shop, account, verdict)
        expect(events.length).toBeGreaterThan(5)
        const rolls = dice[Symbol.iterator]()
        const roll = () => rolls.next().value as number
        const sent = events
          .flatMap((id) => Array.from({ length: 1 + (roll() % 5) }, () => ({ id, at: roll() })))
          .sort((a, b) => a.at - b.at)
          .map(({ id }) => id)
        const { statuses } = await shop.tell<{ statuses?: number[] }>('POST', '/webhooks/send', {
          events: sent,
        })
        if (statuses) expect(statuses.every((status) => status < 300)).toBe(true)
        const [purchase] = await shop.purchases(account)
        expect(purchase.state).toBe(verdict === 'won' ? 'partially_refunded' : 'lost')
        expect(await shop.available(account)).toBe(verdict === 'won' ? '80' : '0')
      },
    ),
    { numRuns: RUNS },
  )
  await shop.audit()
})

test('a checkout whose webhooks never come and whose buyer never returns: the credits are there within a minute', {
  timeout: 120_000,
}, async () => {
  const shop = await Shop.open()
  await shop.creditType('gateway')
  await shop.account('team_a')
  await shop.tell('PUT', '/webhooks', { drop: true })
  const { body, status } = await shop.buy('team_a', '25', {}, { success_url: 'http://shop.test/done' })
  expect([status, body.state]).toEqual([202, 'awaiting_checkout'])
  expect((await submit(body.checkout_url, entry('4242 4242 4242 4242'))).status).toBe(303)
  await until('the credits', async () => (await shop.available('team_a')) === '25', 60_000)
  expect(await shop.charges('team_a')).toHaveLength(1)
})

test('two browsers complete the same checkout: one charge, one grant', async () => {
  const shop = await Shop.open()
  await shop.creditType('gateway')
  await shop.account('team_a')
  const { body } = await shop.buy('team_a', '25', {}, { success_url: 'http://shop.test/done' })
  const card = entry('4242 4242 4242 4242')
  await Promise.all([submit(body.checkout_url, card), submit(body.checkout_url, card)])
  await until('the credits', async () => (await shop.available('team_a')) === '25', 60_000)
  expect(await shop.charges('team_a')).toHaveLength(1)
  // The card was saved: the next one is charged at once.
  expect((await shop.buy('team_a', '5')).body).toMatchObject({ state: 'paid' })
  expect(await shop.available('team_a')).toBe('30')
})

test('a checkout that nobody completes expires, and nothing is granted', async () => {
  const shop = await Shop.open()
  await shop.creditType('gateway')
  await shop.account('team_a')
  const { body } = await shop.buy('team_a', '25', {}, { success_url: 'http://shop.test/done' })
  await shop.tell('POST', '/clock', { advance_seconds: 3 * 86_400 })
  await until('the end', async () => (await shop.purchase('team_a', body.id)).state === 'expired', 60_000)
  expect(await shop.available('team_a')).toBe('0')
}, 90_000)
