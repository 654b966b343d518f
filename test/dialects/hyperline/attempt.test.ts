import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { UNSCOPED } from '../../../src/core/ledger/grant.ts'
import { isRefusal } from '../../../src/core/refusal.ts'
import { type Attempt, attemptOf, released } from '../../../src/dialects/hyperline/attempt.ts'
import { mintingIds } from '../../../src/store/mint.ts'
import { openSeller, type Seller } from './world.ts'

const ids = mintingIds()
let seller: Seller
beforeAll(async () => {
  seller = await openSeller()
})

/** A call as any of several servers has it, step by step. */
function callUnder(key: string, body: string) {
  const { store } = seller
  const call = { key, store, arrived_at: Date.now(), fingerprint: () => body, mint: () => 'cmd_none' }
  const attempt = async (): Promise<Attempt> => {
    const claimed = await attemptOf(call)
    if (isRefusal(claimed)) throw new Error(claimed.refused)
    return claimed
  }
  return { attempt, release: () => released(call), refused: async () => isRefusal(await attemptOf(call)) }
}

test('of two calls at once under one key the one that is refused parts nobody from what the other did', async () => {
  const account = await seller.customer()
  const credit_type = await seller.product()
  const topUp = (amount: string) =>
    seller.operator('POST', `/v1/accounts/${account}/grants`, { credit_type, amount })
  const burn = (attempt: Attempt) =>
    seller.store.ledger.submit(
      {
        kind: 'debit',
        ...attempt,
        account,
        credit_type,
        id: ids.mint('deb', Date.now()),
        amount_micro: 5_000_000n,
        usage: UNSCOPED,
        api_key: null,
        metadata: null,
        occurred_at: null,
      },
      Date.now(),
    )
  await topUp('1')
  const key = randomUUID()
  const [first, second, again, other] = [
    callUnder(key, 'burn 5'),
    callUnder(key, 'burn 5'),
    callUnder(key, 'burn 5'),
    callUnder(key, 'burn 6'),
  ]
  const attempts = [await first.attempt(), await second.attempt()] as const
  expect(await burn(attempts[0])).toMatchObject({ answer: { refused: 'insufficient_credits' } })
  await topUp('10')
  const done = await burn(attempts[1])
  expect(done).toMatchObject({ replayed: false, answer: { debit: { amount_micro: 5_000_000n } } })
  expect(await other.refused()).toBe(true)
  await first.release()
  expect(await burn(await again.attempt())).toEqual({ ...done, replayed: true })
  expect(
    (await seller.operator('GET', `/v1/accounts/${account}/balances/${credit_type}`)).body.available,
  ).toBe('6')
})

test('another body under a key that was given back is another attempt', async () => {
  const key = randomUUID()
  const first = callUnder(key, 'burn 5')
  const { key: before } = await first.attempt()
  await first.release()
  const { key: other } = await callUnder(key, 'burn 6').attempt()
  expect(other).not.toBe(before)
  expect((await callUnder(randomUUID(), 'burn 6').attempt()).key).not.toBe(other)
})

test('a refusal is kept under no key, nor is an attempt one that a caller could name', async () => {
  const account = await seller.customer()
  const call = await seller.key()
  const body = { product_id: await seller.product() }
  const create = (key: string) =>
    call('POST', `/v1/customers/${account}/credits`, body, { 'Idempotency-Key': key })
  expect((await create(randomUUID())).status).toBe(201)
  const key = randomUUID()
  for (let i = 0; i < 2; i += 1) {
    const refused = await create(key)
    expect(refused.status).toBe(409)
    expect(refused.headers['idempotent-replayed']).toBeUndefined()
  }
  expect((await callUnder(key, 'burn 5').attempt()).key).not.toMatch(/^[\x20-\x7e]*$/)
})
