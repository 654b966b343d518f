import { beforeAll, expect, test } from 'vitest'
import { answerBank, submit } from '../../sandbox/world.ts'
import { faultsOf, readAs } from './published-client.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
let count = 0

beforeAll(async () => {
  await shop.operator('POST', '/v1/plans', {
    id: 'plan_agent',
    name: 'Agent',
    credit_type: 'agent',
    gives_to: 'quantity',
    pricing: { by: 'credit', month_unit_price: '0.9' },
  })
})

/** A team of its own for each test, with a card unless told otherwise, and a token of its owner. */
async function opened(card: string | null = 'pm_card_visa', more: object = {}) {
  const id = `team_${++count}`
  await shop.team(id, more)
  if (card !== null) await shop.card(id, card)
  await shop.operator('POST', `/v1/accounts/${id}/members`, { id: 'ada', role: 'owner' })
  const token = await shop.token({ account: id, member: 'ada' })
  const buy = (amount: number, headers: Record<string, string> = {}, creditType = 'agent') =>
    shop.buy(token, { body: { item: { type: 'credits', creditType, amount } }, headers })
  return { id, token, buy, available: () => shop.available(id, 'agent') }
}

async function amounts(account: string): Promise<number[]> {
  const { data } = await shop.stripe.charges.list({ customer: await shop.customer(account), limit: 100 })
  return data.filter(({ paid }) => paid).map(({ amount }) => amount)
}

test('the first quantity is subscribed to and charged at once', async () => {
  const { id, buy, available } = await opened()
  const { status, body } = await buy(100)
  expect([status, faultsOf(body, 'subscription')]).toEqual([200, []])
  expect(body).toEqual({
    orbSubscriptionIntent: {
      id: expect.stringMatching(/^orbsubint_/),
      ownerId: id,
      orbSubscriptionId: expect.stringMatching(/^sub_/),
      status: 'succeeded',
      configuration: {
        type: 'set_plan_item_quantity',
        options: { productAlias: 'agent', quantity: 100 },
        output: {
          effectiveBehavior: 'immediate',
          orbPriceId: 'plan_agent',
          pricingSource: 'orb',
          productId: 'agent',
          changedResources: [
            {
              type: 'set_plan_item_quantity',
              productAlias: 'agent',
              productId: 'agent',
              quantity: 100,
              effectiveAt: expect.any(String),
            },
          ],
        },
      },
      orbUpdate: { mode: 'sync' },
      purchaseIntentId: expect.stringMatching(/^pur_/),
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    },
  })
  expect([await amounts(id), await available()]).toEqual([[9000], '100'])
})

test('a quantity that was moved to another plan is found, and goes on at its price', async () => {
  const { id, buy, available } = await opened()
  const { orbSubscriptionId } = (await buy(100)).body.orbSubscriptionIntent
  await shop.operator('POST', '/v1/plans', {
    id: 'plan_agent_next',
    name: 'Agent next',
    credit_type: 'agent',
    gives_to: 'quantity',
    pricing: { by: 'credit', month_unit_price: '1' },
  })
  const at = `/v1/accounts/${id}/subscriptions/${orbSubscriptionId}`
  await shop.operator('PATCH', at, { plan: 'plan_agent_next', credits_per_seat: '200' })
  // Nobody else begins it.
  await shop.operator('DELETE', '/v1/plans/plan_agent_next')
  const { status, body } = await buy(300)
  expect([status, body.orbSubscriptionIntent]).toMatchObject([
    200,
    { orbSubscriptionId, configuration: { output: { orbPriceId: 'plan_agent_next' } } },
  ])
  expect([await amounts(id), await available()]).toEqual([[10_000, 11_000, 9000], '300'])
})

test('a move to another plan that waits for the renewal stays, whatever is bought', async () => {
  const { id, buy, available } = await opened()
  const { orbSubscriptionId } = (await buy(100)).body.orbSubscriptionIntent
  await shop.operator('POST', '/v1/plans', {
    id: 'plan_agent_later',
    name: 'Agent later',
    credit_type: 'agent',
    gives_to: 'quantity',
    pricing: { by: 'credit', month_unit_price: '1' },
  })
  await shop.operator('PATCH', `/v1/accounts/${id}/subscriptions/${orbSubscriptionId}`, {
    plan: 'plan_agent_later',
  })
  await shop.operator('DELETE', '/v1/plans/plan_agent_later')
  const { status, body } = await buy(100)
  expect([status, faultsOf(body, 'subscription')]).toEqual([200, []])
  const { orbSubscriptionIntent: intent } = body
  expect(intent).toMatchObject({
    status: 'succeeded',
    configuration: { type: 'set_plan_item_quantity', output: { effectiveBehavior: 'immediate' } },
  })
  expect(Date.parse(intent.configuration.output.changedResources[0].effectiveAt)).toBeLessThan(Date.now() + 1)
  const present = async () => shop.store.registry.subscriptionTo(id, 'agent')
  const pending = (credits_micro: bigint) => ({ terms: { plan: 'plan_agent_later', credits_micro } })
  expect((await present())?.pending).toMatchObject(pending(100_000_000n))
  await buy(40)
  expect((await present())?.pending).toMatchObject(pending(40_000_000n))
  await buy(300)
  expect(await present()).toMatchObject({ ...pending(300_000_000n), pending: null })
  expect([await amounts(id), await available()]).toEqual([[21_000, 9000], '300'])
})

test('the same quantity again costs nothing', async () => {
  const { id, buy, available } = await opened()
  const first = (await buy(100)).body.orbSubscriptionIntent
  const { status, body } = await buy(100)
  expect([status, readAs(body)]).toEqual([200, 'subscription'])
  expect(body.orbSubscriptionIntent).toMatchObject({
    orbSubscriptionId: first.orbSubscriptionId,
    status: 'succeeded',
    configuration: { type: 'set_plan_item_quantity', options: { quantity: 100 } },
    orbUpdate: { mode: 'sync' },
  })
  expect(body.orbSubscriptionIntent).not.toHaveProperty('purchaseIntentId')
  expect([await amounts(id), await available()]).toEqual([[9000], '100'])
})

test('more comes at once for the rest of the month', async () => {
  const { id, buy, available } = await opened()
  await buy(100)
  const { status, body } = await buy(300)
  expect([status, faultsOf(body, 'subscription')]).toEqual([200, []])
  expect(body.orbSubscriptionIntent).toMatchObject({
    status: 'succeeded',
    configuration: {
      type: 'increase_plan_item_quantity',
      options: { productAlias: 'agent', resourceIds: [] },
      output: {
        effectiveBehavior: 'immediate',
        changedResources: [{ type: 'increase_plan_item_quantity', quantity: 300, resourceIds: [] }],
      },
    },
    orbUpdate: { mode: 'sync' },
    purchaseIntentId: expect.stringMatching(/^pur_/),
  })
  // The first day has only begun, so all of the month is ahead.
  expect([await amounts(id), await available()]).toEqual([[18000, 9000], '300'])
})

test('less waits for the renewal, and to buy what there is keeps it', async () => {
  const { id, buy, available } = await opened()
  await buy(100)
  const { status, body } = await buy(40)
  expect([status, faultsOf(body, 'subscription')]).toEqual([200, []])
  const { orbSubscriptionIntent: intent } = body
  const [changed] = intent.configuration.output.changedResources
  expect(intent).toMatchObject({
    status: 'pending',
    configuration: {
      type: 'decrease_plan_item_quantity',
      options: { productAlias: 'agent', resourceIds: [] },
      output: { effectiveBehavior: 'end_of_term', pendingSubscriptionChangeId: expect.any(String) },
    },
    orbUpdate: { mode: 'async', status: 'pending' },
  })
  expect(changed).toMatchObject({ type: 'decrease_plan_item_quantity', quantity: 40 })
  expect(Date.parse(changed.effectiveAt) - Date.now()).toBeGreaterThan(27 * 86_400_000)
  const pending = async () => (await shop.store.registry.subscriptionTo(id, 'agent'))?.pending
  expect(await pending()).toMatchObject({ terms: { credits_micro: 40_000_000n } })
  expect((await buy(40)).body.orbSubscriptionIntent.id).toBe(intent.id)

  expect((await buy(100)).body.orbSubscriptionIntent).toMatchObject({ status: 'succeeded' })
  expect([await pending(), await amounts(id), await available()]).toEqual([null, [9000], '100'])
})

test('under a key, a call is answered as the first time, whatever was bought since', async () => {
  const { id, buy } = await opened()
  const [first, more] = [{ 'idempotency-key': 'first' }, { 'idempotency-key': 'more' }]
  const begun = await buy(100, first)
  const raised = await buy(300, more)
  for (const [amount, key, answer] of [
    [100, first, begun],
    [300, more, raised],
  ] as const) {
    const again = await buy(amount, key)
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.body.orbSubscriptionIntent).toMatchObject({
      id: answer.body.orbSubscriptionIntent.id,
      status: 'succeeded',
      configuration: { type: answer.body.orbSubscriptionIntent.configuration.type },
    })
  }
  const other = await buy(301, more)
  expect([other.status, other.body.error.code]).toEqual([400, 'bad_request'])
  expect(await amounts(id)).toEqual([18000, 9000])
})

test('without a card it is refused, unless a page is allowed', async () => {
  const { buy, id } = await opened(null)
  const refused = await buy(100)
  expect([refused.status, refused.body.error.code]).toEqual([400, 'missing_stripe_customer'])
  expect(await shop.store.registry.subscriptionTo(id, 'agent')).toBeNull()

  const hosted = await opened(null, { hosted_checkout: true })
  const { status, body } = await hosted.buy(100)
  expect([status, readAs(body)]).toEqual([200, 'checkout'])
  expect((await hosted.buy(100)).body).toEqual(body)
})

test('a decline is 402 and leaves no subscription; of more, it leaves the one there is', async () => {
  const { id, buy, available } = await opened('pm_card_chargeCustomerFail')
  const refused = await buy(100)
  expect([refused.status, refused.body.error.code]).toEqual([402, 'payment_failed'])
  await shop.card(id)
  expect((await buy(100)).status).toBe(200)
  await shop.card(id, 'pm_card_chargeCustomerFail')
  const more = await buy(200)
  expect([more.status, more.body.error.code]).toEqual([402, 'payment_failed'])
  expect([await amounts(id), await available()]).toEqual([[9000], '100'])
  expect((await buy(100)).body.orbSubscriptionIntent.status).toBe('succeeded')
})

test('a card that its owner must confirm leaves the intent pending, with the page', async () => {
  const { id, buy, available } = await opened()
  await buy(100)
  await shop.card(id, 'pm_card_threeDSecureRequired')
  const { status, body } = await buy(200)
  expect([status, faultsOf(body, 'subscription')]).toEqual([200, []])
  const { orbSubscriptionIntent: intent } = body
  expect(intent).toMatchObject({ status: 'pending', orbUpdate: { mode: 'async', status: 'pending' } })
  const { hostedPageUrl } = intent.configuration.output.metadata
  expect(await available()).toBe('100')
  const bank = await submit(hostedPageUrl, { answer: 'confirm' })
  await answerBank(bank.headers.get('location'), 'confirm')
  await shop.look(id, intent.purchaseIntentId)
  expect(await available()).toBe('200')
})

test('a commitment pays for it, as far as it goes', async () => {
  const { id, buy, available } = await opened(null, { pays_with: 'commitment' })
  expect((await buy(100)).body.error.code).toBe('payment_failed')
  await shop.operator('POST', '/v1/credit-types', { id: 'miu', name: 'Committed', unit_price: '1' })
  await shop.operator('POST', `/v1/accounts/${id}/grants`, { credit_type: 'miu', amount: '200' })
  expect((await buy(100)).body.orbSubscriptionIntent).toMatchObject({ status: 'succeeded' })
  expect([await shop.available(id, 'miu'), await available()]).toEqual(['110', '100'])
})

test('other credit types are sold once at a time, as ever; who has seats changes those', async () => {
  const { id, buy } = await opened()
  expect(readAs((await buy(10, {}, 'v0')).body)).toBe('intent')
  await shop.operator('POST', '/v1/plans', {
    id: 'plan_seats',
    name: 'Seats',
    credit_type: 'agent',
    pricing: { by: 'credit', month_unit_price: '1' },
  })
  await shop.operator('POST', `/v1/accounts/${id}/subscriptions`, {
    plan: 'plan_seats',
    seats: 1,
    credits_per_seat: '10',
  })
  const { status, body } = await buy(100)
  expect([status, body.error.code]).toEqual([400, 'bad_request'])
})

test('a plan that is sold no longer can still be changed by who has it', async () => {
  await shop.operator('POST', '/v1/plans', {
    id: 'plan_gateway',
    name: 'Gateway',
    credit_type: 'gateway',
    gives_to: 'quantity',
    pricing: { by: 'credit', month_unit_price: '1' },
  })
  const { id, buy } = await opened()
  const [first, more] = [{ 'idempotency-key': 'first' }, { 'idempotency-key': 'more' }]
  const begun = await buy(10, first, 'gateway')
  expect(readAs(begun.body)).toBe('subscription')
  await shop.call('DELETE' as 'POST', '/v1/plans/plan_gateway', shop.operatorSecret)
  const raised = await buy(20, more, 'gateway')
  expect(raised.body.orbSubscriptionIntent).toMatchObject({
    configuration: { type: 'increase_plan_item_quantity' },
  })
  // What a call did is told again, also when nothing of it is there any more.
  const present = await shop.store.registry.subscriptionTo(id, 'gateway')
  const told = async () =>
    [await buy(10, first, 'gateway'), await buy(20, more, 'gateway')].map(({ body }) => body)
  const intents = [begun, raised].map(({ body }) => ({
    orbSubscriptionIntent: expect.objectContaining({
      id: body.orbSubscriptionIntent.id,
      status: 'succeeded',
    }),
  }))
  expect(await told()).toEqual(intents)
  await shop.operator('POST', `/v1/accounts/${id}/subscriptions/${present?.id}/cancel`, { at: 'now' })
  expect(await told()).toEqual(intents)
  expect(await amounts(id)).toHaveLength(2)
})

test('what ends with its period is not kept by buying as much', async () => {
  const { id, buy } = await opened()
  await buy(100)
  const present = await shop.store.registry.subscriptionTo(id, 'agent')
  const path = `/v1/accounts/${id}/subscriptions/${present?.id}`
  await shop.operator('POST', `${path}/cancel`, {})
  const { status, body } = await buy(100)
  expect([status, body.error.message]).toEqual([400, expect.stringContaining('ends with its period')])
  await shop.operator('POST', `${path}/resume`, {})
  expect((await buy(100)).body.orbSubscriptionIntent.status).toBe('succeeded')
  const newcomer = await opened()
  expect(readAs((await newcomer.buy(20, {}, 'gateway')).body)).toBe('intent')
})
