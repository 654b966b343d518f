import { beforeAll, describe, expect, test } from 'vitest'
import { entry, submit } from '../../sandbox/world.ts'
import { subscribers } from './subscribers.ts'

let shop: Awaited<ReturnType<typeof subscribers>>
const send = (method: string, path: string, body?: object, headers = {}) =>
  shop.native.operator(method, path, body, headers)

beforeAll(async () => {
  shop = await subscribers()
})

const DAY_MS = 86_400_000

/** What part of the money is, rounded half up to the cent. */
const cents = (money: string, left: number, whole: number) =>
  Math.floor((2 * Number(money) * 100 * left + whole) / (2 * whole))

describe('an upgrade', () => {
  test('costs and brings at once what its preview said, for the days that are left', async () => {
    const { team, begun, wait, get, available, paid, burn } = shop
    await team('grows', ['ada', 'bob', 'eve'])
    const path = await begun('grows')
    await burn('grows', 'ada', '100')
    await wait('grows', 10)
    const before = await get(path)
    const whole = (Date.parse(before.period_ends_at) - Date.parse(before.period_starts_at)) / DAY_MS
    const { body: preview } = await send('POST', `${path}/preview`, { seats: 3 })
    const due = cents('28.50', whole - 10, whole) - cents('19.00', whole - 10, whole)
    expect(preview).toMatchObject({
      kind: 'upgrade',
      seats: 3,
      credits_per_seat: '1000',
      immediate: true,
      amount_due: (due / 100).toFixed(2),
      renewal_amount: '28.50',
      lines: [{ amount: expect.stringMatching(/^\d/) }, { amount: expect.stringMatching(/^-\d/) }],
    })
    expect(await get(path)).toEqual(before)
    const wish = { seats: 3, expected_amount: preview.amount_due, reason: 'they hired one' }
    const { status, body } = await send('PATCH', path, wish)
    const { items: events } = await get(`${path}/events`)
    expect(events.find(({ kind }: { kind: string }) => kind === 'change_billed').detail.reason).toBe(
      wish.reason,
    )
    expect([status, body.subscription]).toEqual([
      200,
      { ...body.subscription, seats: 3, next_charge: '28.50' },
    ])
    expect(body.change).toEqual({ ...preview, effective_at: body.change.effective_at })
    expect(body.purchase).toMatchObject({ state: 'paid', total: preview.amount_due, lines: preview.lines })
    expect(await paid('grows')).toEqual(['19.00', preview.amount_due])
    const of = await Promise.all(['ada', 'bob', 'eve'].map((id) => available('grows', `?member=${id}`)))
    expect(of).toEqual(['1000', '1100', preview.credits])
  })

  test('with a card that declines is 402, and everything stays as it was', async () => {
    const { team, begun, get, native } = shop
    await team('stays', ['ada', 'bob'])
    const path = await begun('stays')
    const before = await get(path)
    await native.card('stays', 'pm_card_chargeCustomerFail')
    const { status, body } = await send('PATCH', path, { credits_per_seat: '5000' })
    expect([status, body.code]).toEqual([402, 'card_declined'])
    expect(await get(path)).toEqual({ ...before, updated_at: expect.any(String) })
    expect(await get(`/v1/accounts/stays/purchases/${body.purchase}`)).toMatchObject({ state: 'failed' })
  })

  test('with a card that wants its owner waits for them, and makes way for another wish', async () => {
    const { team, begun, get, native, available } = shop
    await team('asks', ['ada', 'bob'])
    const path = await begun('asks')
    await native.card('asks', 'pm_card_authenticationRequired')
    const first = await send('PATCH', path, { seats: 4 })
    expect([first.status, first.body.purchase.state]).toEqual([202, 'awaiting_checkout'])
    expect(first.body.subscription).toMatchObject({ seats: 2, bill: { kind: 'change', seats: 4 } })
    expect((await send('PATCH', path, { seats: 4 })).body.purchase.id).toBe(first.body.purchase.id)
    const other = await send('PATCH', path, { seats: 3 })
    expect([other.status, other.body.code]).toEqual([409, 'payment_pending'])
    await native.card('asks')
    expect((await send('PATCH', path, { seats: 3 })).body.subscription.seats).toBe(3)
    expect(await get(`/v1/accounts/asks/purchases/${first.body.purchase.id}`)).toMatchObject({
      state: 'expired',
    })
    expect(await available('asks', '?member=bob')).toBe('1100')
  })

  test('without a card any more opens a page, and is in force once it is paid', async () => {
    const { team, begun, get, native } = shop
    await team('pages', ['ada', 'bob'])
    const path = await begun('pages')
    for (const { id } of (await get('/v1/accounts/pages/payment-methods')).items)
      await send('DELETE', `/v1/accounts/pages/payment-methods/${id}`)
    const { status, body } = await send('PATCH', path, { seats: 3 })
    expect([status, body.purchase.paying_by]).toEqual([202, 'checkout'])
    const paid = await submit(body.purchase.checkout_url, entry('4242 4242 4242 4242'))
    await native.server.app.inject({ url: new URL(paid.headers.get('location') ?? '').pathname })
    expect(await get(path)).toMatchObject({ seats: 3, bill: null })
  })

  test('under a key is one, whatever is repeated', async () => {
    const { team, begun, paid } = shop
    await team('once', ['ada'])
    const path = await begun('once', { seats: 1 })
    const headers = { 'idempotency-key': 'grow' }
    const first = await send('PATCH', path, { seats: 2 }, headers)
    const again = await send('PATCH', path, { seats: 2 }, headers)
    expect([again.status, again.body]).toEqual([200, first.body])
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(await paid('once')).toHaveLength(2)
    expect((await send('PATCH', path, { seats: 3 }, headers)).body.code).toBe('idempotency_key_reused')
  })

  test('that can not be sold, or not like that, is refused', async () => {
    await shop.team('refused', ['ada'])
    const path = await shop.begun('refused')
    const before = await shop.get(path)
    for (const [change, status, code] of [
      [{ seats: 3, expected_amount: '0.01' }, 409, 'amount_changed'],
      [{ seats: 3, expected_amount: '0.001' }, 400, 'invalid_request'],
      [{ credits_per_seat: '7' }, 422, 'plan_not_offered'],
      [{ credits_per_seat: '5000', interval: 'year' }, 422, 'plan_not_offered'],
      [{ seats: 3, payment_method: 'pm_none' }, 404, 'payment_method_not_found'],
      [{ seats: 3, success_url: '/back' }, 400, 'redirect_not_allowed'],
    ] as const) {
      const answer = await send('PATCH', path, change)
      expect([change, answer.status, answer.body.code]).toEqual([change, status, code])
    }
    expect(await shop.get(path)).toEqual(before)
  })

  test('of nothing is none', async () => {
    await shop.team('same', ['ada'])
    const path = await shop.begun('same')
    const { status, body } = await send('PATCH', path, { seats: 2 })
    expect([status, body.change.kind, body.purchase]).toEqual([200, 'none', null])
  })
})

describe('what waits for the renewal', () => {
  test('a downgrade names who gives the seat up, costs nothing now, and happens then', async () => {
    const { team, begun, get, wait, available, paid } = shop
    await team('shrinks', ['ada', 'bob'])
    const path = await begun('shrinks')
    const { body: told } = await send('POST', `${path}/preview`, { seats: 1 })
    expect([told.kind, told.demotions_required]).toEqual(['downgrade', 1])
    const unnamed = await send('PATCH', path, { seats: 1 })
    expect([unnamed.status, unnamed.body.code]).toEqual([409, 'demotion_required'])
    const stranger = await send('PATCH', path, { seats: 1, demote: ['eve'] })
    expect([stranger.status, stranger.body.code]).toEqual([409, 'member_has_no_seat'])
    const asked = { seats: 1, demote: ['ada'], expected_amount: '0' }
    const { status, body } = await send('PATCH', path, asked)
    expect([status, body.change.kind, body.change.immediate, body.purchase]).toEqual([
      200,
      'downgrade',
      false,
      null,
    ])
    expect(body.subscription).toMatchObject({
      seats: 2,
      next_charge: '9.50',
      pending: {
        seats: 1,
        credits_per_seat: '1000',
        interval: 'month',
        demote: ['ada'],
        effective_at: body.subscription.period_ends_at,
      },
    })
    expect(await available('shrinks', '?member=ada')).toBe('1100')
    await wait('shrinks', body.subscription.period_ends_at)
    expect(await get(path)).toMatchObject({ seats: 1, pending: null, status: 'active', next_charge: '9.50' })
    expect(await paid('shrinks')).toEqual(['19.00', '9.50'])
    // No bonus after the first month, and nothing left of it.
    expect(await available('shrinks', '?member=bob')).toBe('1000')
    expect(await available('shrinks', '?member=ada')).toBe('0')
  })

  test('can be taken back', async () => {
    const { team, begun, get } = shop
    await team('clears', ['ada'])
    const path = await begun('clears', { seats: 1 })
    expect((await send('PATCH', path, { interval: 'year' })).body).toMatchObject({
      change: { kind: 'cycle_switch', amount_due: '0.00', renewal_amount: '95.00' },
      subscription: { pending: { interval: 'year' }, next_charge: '95.00' },
    })
    const cleared = await send('DELETE', `${path}/pending`)
    expect([cleared.status, cleared.body]).toEqual([
      200,
      expect.objectContaining({ pending: null, next_charge: '9.50' }),
    ])
    expect((await send('DELETE', `${path}/pending`)).body).toEqual(await get(path))
  })

  test('a switch to a year is paid for a year, and gives credits every month', async () => {
    const { team, begun, get, wait, available, paid } = shop
    await team('yearly', ['ada'])
    const path = await begun('yearly', { seats: 1 })
    await send('PATCH', path, { interval: 'year' })
    await wait('yearly', (await get(path)).period_ends_at)
    const year = await get(path)
    expect(year).toMatchObject({ interval: 'year', next_charge: '95.00' })
    expect(Date.parse(year.period_ends_at) - Date.parse(year.period_starts_at)).toBeGreaterThan(360 * DAY_MS)
    await shop.burn('yearly', 'ada', '400')
    expect(await available('yearly', '?member=ada')).toBe('600')
    await wait('yearly', year.resets_at)
    expect((await get(path)).month_starts_at).toBe(year.resets_at)
    expect(await available('yearly', '?member=ada')).toBe('1000')
    expect(await paid('yearly')).toEqual(['9.50', '95.00'])
  })
})

describe('another plan', () => {
  const pricing = {
    by: 'size',
    sizes: [
      { credits: '1000', month_price: '11.00' },
      { credits: '2000', month_price: '20.00', year_price: '200.00' },
    ],
  }

  beforeAll(async () => {
    await send('POST', '/v1/plans', { id: 'next', name: 'Next', credit_type: 'agent', pricing })
    await send('POST', '/v1/plans', { id: 'past', name: 'Past', credit_type: 'agent', pricing })
    await send('DELETE', '/v1/plans/past')
  })

  test('of as much comes with the renewal, at its own price', async () => {
    const { team, begun, get, wait, available, paid } = shop
    await team('moves', ['ada', 'bob'])
    const path = await begun('moves')
    const { body: preview } = await send('POST', `${path}/preview`, { plan: 'next' })
    expect(preview).toMatchObject({ kind: 'plan_switch', plan: 'next', immediate: false })
    expect(preview).toMatchObject({ amount_due: '0.00', renewal_amount: '22.00', credits: '0', lines: [] })
    expect(await get(path)).toMatchObject({ plan: 'team', pending: null, next_charge: '19.00' })
    const { status, body } = await send('PATCH', path, { plan: 'next', expected_amount: '0' })
    expect([status, body.change, body.purchase]).toEqual([200, preview, null])
    expect(body.subscription).toMatchObject({
      plan: 'team',
      next_charge: '22.00',
      pending: { plan: 'next', seats: 2, credits_per_seat: '1000', interval: 'month' },
    })
    // In a list and in the overview, too, the next charge is the new plan's.
    const [listed] = (await get('/v1/accounts/moves/subscriptions')).items
    const { subscription: seen } = await get(`${path}/overview`)
    expect([listed, seen]).toEqual([body.subscription, body.subscription])
    await wait('moves', body.subscription.period_ends_at)
    expect(await get(path)).toMatchObject({ plan: 'next', pending: null, next_charge: '22.00' })
    expect(await paid('moves')).toEqual(['19.00', '22.00'])
    expect(await available('moves', '?member=ada')).toBe('1000')
    const { items } = await get(`${path}/events`)
    const plans = items.flatMap(({ kind, detail }: { kind: string; detail: { plan?: string } }) =>
      detail.plan === undefined ? [] : [[kind, detail.plan]],
    )
    expect(plans).toEqual([
      ['renewed', 'next'],
      ['change_pending', 'next'],
      ['created', 'team'],
    ])
  })

  test('with more in it comes at once, and waits where its card asks for its owner', async () => {
    const { team, begun, native, paid } = shop
    await team('jumps', ['ada'])
    const path = await begun('jumps', { seats: 1 })
    await native.card('jumps', 'pm_card_authenticationRequired')
    const wish = { plan: 'next', credits_per_seat: '2000' }
    const asked = await send('PATCH', path, wish)
    expect([asked.status, asked.body.subscription]).toMatchObject([
      202,
      { plan: 'team', bill: { kind: 'change', plan: 'next', credits_per_seat: '2000' } },
    ])
    await native.card('jumps')
    await send('PATCH', path, { ...wish, seats: 2 })
    const { body } = await send('PATCH', path, wish)
    expect(body).toMatchObject({
      subscription: { plan: 'next', credits_per_seat: '2000', bill: null },
      change: { kind: 'upgrade', plan: 'next', amount_due: '10.50' },
      purchase: { state: 'paid', lines: [{ amount: '20.00' }, { amount: '-9.50' }] },
    })
    expect(body.change.lines.map(({ text }: { text: string }) => text.split(',')[0])).toEqual([
      'Next: 1 seat of 2000 credits a month',
      'Unused: Team: 1 seat of 1000 credits a month',
    ])
    expect(await paid('jumps')).toEqual(['9.50', '10.50'])
  })

  test('that is not sold, or not like that, is refused', async () => {
    await shop.team('cannot', ['ada'])
    const path = await shop.begun('cannot')
    for (const change of [
      { plan: 'none' },
      { plan: 'past' },
      { plan: 'lot' },
      { plan: 'next', interval: 'year' },
      { plan: 'next', credits_per_seat: '5000' },
    ]) {
      const { status, body } = await send('PATCH', path, change)
      expect([change, status, body.code]).toEqual([change, 422, 'plan_not_offered'])
    }
  })
})
