import fc from 'fast-check'
import type Stripe from 'stripe'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { minutes, rounds } from '../harness/rounds.ts'
import { Shop } from '../harness/shop.ts'
import { until } from '../harness/until.ts'
import { entry, submit } from '../sandbox/world.ts'

const RUNS = rounds(60, 2)

const OF_REFUNDS = ['refund.created', 'charge.refunded', 'refund.updated', 'refund.failed'] as const

let shop: Shop
beforeAll(async () => {
  shop = await Shop.open({ keep: true })
  await shop.creditType('gateway')
})
beforeEach(() => shop.calm())

function orders(of: readonly number[]): number[][] {
  if (of.length === 0) return [[]]
  return of.flatMap((first) => orders(of.filter((one) => one !== first)).map((rest) => [first, ...rest]))
}

/** Sends events by hand, some never, some again and again, in any order; each delivery is taken. */
async function deliver(shop: Shop, events: readonly string[]): Promise<void> {
  const { data } = await shop.tell<{ data: { status: number | null }[] }>('POST', '/webhooks/send', {
    events,
  })
  expect(data.filter(({ status }) => status === null || status >= 300)).toEqual([])
}

/** What may be true of the purchase at any moment: its state, and the credits that can be drawn. */
const LEGAL = [
  ['awaiting_checkout', '0'],
  ['paid', '100'],
  ['partially_refunded', '80'],
  ['disputed', '0'],
  ['lost', '0'],
]

test(`the events of one purchase in ${RUNS} orders, while it goes on and afterwards, each up to five times`, {
  timeout: minutes(15, 2),
}, async () => {
  let n = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('won' as const, 'lost' as const),
      fc.infiniteStream(fc.nat()),
      async (verdict, dice) => {
        n += 1
        const account = `team_a_${n}`
        const rolls = dice[Symbol.iterator]()
        const roll = () => rolls.next().value as number
        const shuffled = (ids: readonly string[], least: number) =>
          ids
            .flatMap((id) => Array.from({ length: Math.max(roll() % 6, least) }, () => ({ id, at: roll() })))
            .sort((a, b) => a.at - b.at)
            .map(({ id }) => id)
        await shop.account(account)
        await shop.tell('PUT', '/webhooks', { drop: true })
        const { body } = await shop.buy(account, '100', {}, { success_url: 'http://shop.test/done' })
        let charge: Stripe.Charge | undefined
        // What a bank tells of a dispute names the charge alone.
        const eventsOf = async () => {
          const { data } = await shop.stripe.events.list({ limit: 100 })
          const isOurs = (text: string) => text.includes(body.id) || text.includes(charge?.id ?? body.id)
          return data.filter((event) => isOurs(JSON.stringify(event))).map(({ id }) => id)
        }
        let dispute = ''
        for (const act of ['pay', 'refund', 'dispute', verdict]) {
          if (act === 'pay') await submit(body.checkout_url, entry('4242 4242 4242 4242'))
          ;[charge] = await until('the charge', async () => {
            const charges = await shop.charges(account)
            return charges.length > 0 && charges
          })
          if (act === 'refund') await shop.tell('POST', '/refunds', { charge: charge?.id, amount: 2000 })
          if (act === 'dispute')
            dispute = (await shop.tell<{ id: string }>('POST', '/disputes', { charge: charge?.id })).id
          if (act === verdict) await shop.tell('POST', `/disputes/${dispute}/close`, { status: verdict })
          // Whoever is told of anything sees all that has happened; whoever is told of nothing, nothing of it.
          const sent = shuffled(await eventsOf(), 0)
          await deliver(shop, sent)
          const { state } = await shop.purchase(account, body.id)
          expect(LEGAL).toContainEqual([state, await shop.available(account)])
        }
        const events = await eventsOf()
        expect(events.length).toBeGreaterThan(5)
        await deliver(shop, shuffled(events, 1))
        const [purchase] = await shop.purchases(account)
        expect(purchase.state).toBe(verdict === 'won' ? 'partially_refunded' : 'lost')
        expect(await shop.available(account)).toBe(verdict === 'won' ? '80' : '0')
      },
    ),
    { numRuns: RUNS },
  )
  await shop.audit()
})

test('the events of a refund that waits and then fails, in every order and twice: the credits are back, once', {
  timeout: minutes(5, 1),
}, async () => {
  await shop.tell('PUT', '/webhooks', { drop: true })
  const failed = async (account: string) => {
    await shop.account(account)
    await shop.card(account)
    const { body } = await shop.buy(account, '100')
    const [charge] = await shop.charges(account)
    const refund = await shop.tell<Stripe.Refund>('POST', '/refunds', { charge: charge?.id, pending: true })
    const told = async () => {
      const { data } = await shop.stripe.events.list({ limit: 100, types: [...OF_REFUNDS] })
      return data.filter((event) => JSON.stringify(event).includes(charge?.id ?? '')).map(({ id }) => id)
    }
    return {
      purchase: body.id,
      told,
      close: () => shop.tell('POST', `/refunds/${refund.id}/close`, { status: 'failed' }),
    }
  }
  for (const [n, order] of orders([0, 1, 2, 3]).slice(0, rounds(24, 3)).entries()) {
    const account = `team_b_${n}`
    const { purchase, told, close } = await failed(account)
    // Whoever is told before it fails takes the credits; nobody is told in every second round.
    if (n % 2 === 0) {
      await deliver(shop, await told())
      expect((await shop.purchase(account, purchase)).state).toBe('refunded')
      expect(await shop.available(account)).toBe('0')
    }
    await close()
    const events = await told()
    expect(events).toHaveLength(4)
    await deliver(
      shop,
      [...order, ...order].map((i) => events[i] as string),
    )
    expect(await shop.purchase(account, purchase)).toMatchObject({ state: 'paid', revoked: '0' })
    expect(await shop.available(account)).toBe('100')
  }
  await shop.audit()
})

test('a checkout whose webhooks never come and whose buyer never returns: the credits are there within a minute', async () => {
  await shop.account('team_c')
  await shop.tell('PUT', '/webhooks', { drop: true })
  const { body, status } = await shop.buy('team_c', '25', {}, { success_url: 'http://shop.test/done' })
  expect([status, body.state]).toEqual([202, 'awaiting_checkout'])
  expect((await submit(body.checkout_url, entry('4242 4242 4242 4242'))).status).toBe(303)
  // In the short round somebody sees to it that the jobs come at once.
  if (rounds(true, false))
    await until('the credits', async () => (await shop.available('team_c')) === '25', 60_000)
  else await shop.has('team_c', '25')
  expect(await shop.charges('team_c')).toHaveLength(1)
})

test('two browsers complete the same checkout: one charge, one grant', async () => {
  await shop.account('team_d')
  const { body } = await shop.buy('team_d', '25', {}, { success_url: 'http://shop.test/done' })
  const card = entry('4242 4242 4242 4242')
  await Promise.all([submit(body.checkout_url, card), submit(body.checkout_url, card)])
  await shop.has('team_d', '25')
  expect(await shop.charges('team_d')).toHaveLength(1)
  // The card was saved: the next one is charged at once.
  expect((await shop.buy('team_d', '5')).body).toMatchObject({ state: 'paid' })
  expect(await shop.available('team_d')).toBe('30')
})

test('a checkout that nobody completes expires, and nothing is granted', async () => {
  await shop.account('team_e')
  const { body } = await shop.buy('team_e', '25', {}, { success_url: 'http://shop.test/done' })
  await shop.tell('POST', '/clock', { advance_seconds: 3 * 86_400 })
  await until('the end', async () => {
    await shop.hurry()
    return (await shop.purchase('team_e', body.id)).state === 'expired'
  })
  expect(await shop.available('team_e')).toBe('0')
})
