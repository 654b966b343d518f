import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CaptureFailed, isRefusal, type RunningHold, type Scrip } from '../../sdk/src/index.ts'
import { type CrookedProxy, crookedProxy, type Fate } from './crooked-proxy.ts'
import { sdkServer } from './server.ts'

let proxy: CrookedProxy
let scrip: Scrip
let account: string
let accounts = 0

beforeAll(async () => {
  const server = await sdkServer()
  proxy = await crookedProxy(server.baseUrl)
  scrip = server.scrip({ baseUrl: proxy.baseUrl, backoffMs: 5 })
  await scrip.creditTypes.create({ id: 'agent', name: 'Agent', expiry: { policy: 'never' } })
})

beforeEach(async () => {
  proxy.calm()
  accounts += 1
  account = `acme_${accounts}`
  await scrip.accounts.create({ id: account, kind: 'team', name: 'Acme' })
  await scrip.grants.create(account, { credit_type: 'agent', amount: '100' })
  proxy.calm()
})

const wish = { credit_type: 'agent', amount: '20' }
const holds = () => scrip.holds.list(account).all()
const balance = async () => {
  const { available, held } = await scrip.balances.get(account, 'agent')
  return { available, held }
}
const reasonOf = <T>(promise: Promise<T>): Promise<unknown> =>
  promise.then(
    (value) => expect.fail(`it was done: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )

describe('work that is done', () => {
  test('is captured with what it says that it cost', async () => {
    const run = await scrip.holds.run(account, { ...wish, feature: 'chat' }, async (hold) => {
      expect(await balance()).toEqual({ available: '80', held: '20' })
      expect(hold).toMatchObject({ amount: '20', available: '80', account })
      hold.costs('1')
      hold.costs('4.25', { tokens: 17 })
      return 'an answer'
    })
    expect(run).toMatchObject({
      value: 'an answer',
      debit: { amount: '4.25' },
      balance: { available: '95.75' },
    })
    expect(run.hold).toMatchObject({ status: 'captured', captured: '4.25' })
    const debit = await scrip.debits.get(account, run.debit?.id ?? '')
    expect(debit).toMatchObject({ feature: 'chat', metadata: { tokens: 17 } })
  })

  test('is captured whole where it says nothing', async () => {
    const run = await scrip.holds.run(account, wish, () => {})
    expect(run).toMatchObject({ debit: { amount: '20' }, balance: { available: '80', held: '0' } })
  })

  test('gives everything back where it cost nothing', async () => {
    const run = await scrip.holds.run(account, wish, (hold) => hold.costs('0.00'))
    expect(run).toMatchObject({ debit: null, hold: { status: 'released' }, balance: { available: '100' } })
  })

  test('may cost more than was held where that is allowed', async () => {
    const run = await scrip.holds.run(account, { ...wish, allow_more: true }, (hold) => hold.costs('30'))
    expect(run).toMatchObject({ debit: { amount: '30' }, balance: { available: '70' }, short: null })
  })

  test('burns what was held where there is no room for more, and says what it is short of', async () => {
    const run = await scrip.holds.run(account, { ...wish, allow_more: true }, (hold) => {
      hold.costs('100.5', { tokens: 3 })
      return 'an answer'
    })
    expect(run).toMatchObject({ value: 'an answer', debit: { amount: '20' }, balance: { available: '80' } })
    expect(run.short?.amount).toBe('80.5')
    expect(isRefusal(run.short?.refusal, 'insufficient_credits')).toBe(true)
    expect(await scrip.debits.get(account, run.debit?.id ?? '')).toMatchObject({ metadata: { tokens: 3 } })
    await scrip.caps.put(account, 'account', account, { limit: '45', unit: 'credits', period: 'total' })
    const capped = await scrip.holds.run(account, { ...wish, allow_more: true }, (hold) => hold.costs('26'))
    expect(capped).toMatchObject({ hold: { status: 'captured' }, short: { amount: '6' } })
    expect(capped.short?.refusal.code).toBe('account_spending_cap_reached')
    expect(await balance()).toEqual({ available: '60', held: '0' })
  })

  test('burns what was held where its member was removed meanwhile', async () => {
    await scrip.members.add(account, { id: 'ada' })
    const run = await scrip.holds.run(account, { ...wish, member: 'ada', allow_more: true }, async (hold) => {
      await scrip.members.remove(account, 'ada')
      hold.costs('30')
      return 'an answer'
    })
    expect(run).toMatchObject({ value: 'an answer', debit: { amount: '20' }, short: { amount: '10' } })
    expect(await balance()).toEqual({ available: '80', held: '0' })
  })

  test('is paid for once, also where the answers are lost', async () => {
    proxy.next({ kind: 'lose' })
    await scrip.holds.run(account, wish, (hold) => {
      proxy.next({ kind: 'lose' })
      hold.costs('5')
    })
    expect(await holds()).toHaveLength(1)
    expect(await balance()).toEqual({ available: '95', held: '0' })
  })

  test('is paid for although the caller has gone meanwhile', async () => {
    const stop = new AbortController()
    const run = await scrip.holds.run(
      account,
      wish,
      (hold) => {
        stop.abort()
        expect(hold.signal.aborted).toBe(true)
        hold.costs('5')
      },
      { signal: stop.signal },
    )
    expect(run.balance.available).toBe('95')
  })
})

describe('work that fails', () => {
  test('costs nothing, and its error goes on', async () => {
    const broken = new Error('the model broke off')
    const run = scrip.holds.run(account, wish, (hold) => {
      hold.costs('5')
      throw broken
    })
    expect(await reasonOf(run)).toBe(broken)
    expect(await balance()).toEqual({ available: '100', held: '0' })
  })

  test('is not hidden by a release that fails too', async () => {
    const broken = new Error('the model broke off')
    const run = scrip.holds.run(
      account,
      wish,
      () => {
        proxy.next({ kind: 'reset' })
        throw broken
      },
      { retries: 0 },
    )
    expect(await reasonOf(run)).toBe(broken)
  })

  test('is told at once where a cost is none', async () => {
    for (const wrong of ['-1', '1e3', 'NaN', '0.0000001', 12.5 as unknown as string])
      expect(await reasonOf(scrip.holds.run(account, wish, (hold) => hold.costs(wrong)))).toBeInstanceOf(
        TypeError,
      )
    expect(await balance()).toEqual({ available: '100', held: '0' })
  })
})

test('a hold that is refused keeps the work from being begun', async () => {
  let begun = false
  const run = scrip.holds.run(account, { ...wish, amount: '1000' }, () => {
    begun = true
  })
  expect(isRefusal(await reasonOf(run), 'insufficient_credits')).toBe(true)
  expect(begun).toBe(false)
})

test('a run that is repeated after its end is refused before the work, and goes on before that', async () => {
  const once = { idempotencyKey: `run-${account}` }
  await scrip.holds.run(account, wish, (hold) => hold.costs('5'), once)
  const again = scrip.holds.run(account, wish, () => expect.fail('it was done again'), once)
  expect(isRefusal(await reasonOf(again), 'hold_already_captured')).toBe(true)
  expect(await balance()).toEqual({ available: '95', held: '0' })

  const other = { idempotencyKey: `other-${account}` }
  const open = await scrip.holds.create(account, { ...wish, ttl_seconds: 60 }, other)
  const run = await scrip.holds.run(account, wish, (hold) => hold.costs('5'), other)
  expect(run.hold.id).toBe(open.id)
  expect(await balance()).toEqual({ available: '90', held: '0' })
})

describe('a capture that fails', () => {
  test('for a cost above the hold burns what was held, and tells the rest and why', async () => {
    const run = scrip.holds.run(account, wish, (hold) => {
      hold.costs('30.5', { tokens: 3 })
      return 'an answer'
    })
    const error = await reasonOf(run)
    if (!(error instanceof CaptureFailed)) throw error
    expect(error).toMatchObject({ account, amount: '30.5', value: 'an answer', attempts: 1 })
    expect(error).toMatchObject({ debit: { amount: '20' }, rest: '10.5' })
    expect(isRefusal(error)).toBe(false)
    expect(isRefusal(error.cause, 'capture_exceeds_hold')).toBe(true)
    expect(await scrip.debits.get(account, error.debit?.id ?? '')).toMatchObject({ metadata: { tokens: 3 } })
    expect(await balance()).toEqual({ available: '80', held: '0' })
  })

  test('within other work releases what that has set aside', async () => {
    const within = { ...wish, amount: '5' }
    const run = scrip.holds.run(account, wish, () =>
      scrip.holds.run(account, within, (hold) => hold.costs('6')),
    )
    expect(await reasonOf(run)).toMatchObject({ name: 'CaptureFailed', rest: '1' })
    expect(await balance()).toEqual({ available: '95', held: '0' })
  })

  test('for nobody answering can be made again under its key', async () => {
    const lose: Fate = { kind: 'lose' }
    const run = scrip.holds.run(account, wish, () => proxy.next(lose, lose), { retries: 1 })
    const error = await reasonOf(run)
    if (!(error instanceof CaptureFailed)) throw error
    expect(error.cause).toMatchObject({ reason: 'network', attempts: 2 })
    const { hold, idempotencyKey } = error
    const again = await scrip.holds.capture(account, hold, {}, { idempotencyKey: idempotencyKey ?? '' })
    expect(again.debit.amount).toBe('20')
    expect(await balance()).toEqual({ available: '80', held: '0' })
  })
})

describe('a hold that nears its end', () => {
  const ends = async ({ id }: RunningHold) => Date.parse((await scrip.holds.get(account, id)).ends_at ?? '')

  test('is extended while the work goes on, past a failure too', async () => {
    const body = JSON.stringify({ code: 'forbidden', detail: 'Not now.' })
    const run = await scrip.holds.run(account, { ...wish, ttl_seconds: 8 }, async (hold) => {
      const first = await ends(hold)
      proxy.next({ kind: 'answer', status: 403, body, on: /extend$/ })
      await expect.poll(() => ends(hold), { interval: 200 }).toBeGreaterThan(first + 1_000)
      expect(hold.signal.aborted).toBe(false)
      hold.costs('5')
    })
    expect(proxy.seen().filter(({ path }) => path.endsWith('extend')).length).toBeGreaterThan(1)
    expect(run.balance.available).toBe('95')
  })

  test('and is gone aborts the work, which is then not paid for, and that is said', async () => {
    const run = scrip.holds.run(account, { ...wish, ttl_seconds: 5 }, async (hold) => {
      await scrip.holds.release(account, hold.id)
      await new Promise((resolve) => hold.signal.addEventListener('abort', resolve))
      expect(isRefusal(hold.signal.reason, 'hold_already_released')).toBe(true)
    })
    const error = await reasonOf(run)
    if (!(error instanceof CaptureFailed)) throw error
    expect(error.cause).toMatchObject({ code: 'hold_already_released' })
  })
})
