import { beforeEach, expect, test } from 'vitest'
import { addMember } from '../../../src/core/accounts/add-member.ts'
import { changeMember } from '../../../src/core/accounts/change-member.ts'
import { createAccount } from '../../../src/core/accounts/create-account.ts'
import { removeMember } from '../../../src/core/accounts/remove-member.ts'
import { updateAccount } from '../../../src/core/accounts/update-account.ts'
import type { Registry } from '../../../src/core/ports.ts'
import type { Subscription } from '../../../src/core/subscriptions/subscription.ts'
import { NOW, openRegistry } from '../registry/open.ts'
import { seatOf, subscriptionOf } from './open.ts'

const { registry, once, owner, must } = await openRegistry()
let account = ''
let accounts = 0

beforeEach(async () => {
  accounts += 1
  account = `acc_${accounts}`
  await must(createAccount, { id: account, kind: 'team', name: 'a', slug: null })
  for (const id of ['ann', 'bob']) await add(id)
})

const add = (id: string) =>
  must(addMember, { account, id, email: null, role: 'member' as const, status: 'active' as const })

const seatless = (seatless: 'topup' | 'nothing') => must(updateAccount, { id: account, seatless })

/** Who may draw on nothing but what is their own, and how often each member was written. */
async function ownOnly(): Promise<string[]> {
  const { rows } = await owner.query(
    'select member_id from members where account_id = $1 and own_only order by member_id',
    [account],
  )
  return rows.map(({ member_id }) => member_id)
}

const versions = async () =>
  (await owner.query('select xmin::text, ctid::text from members where account_id = $1', [account])).rows

/** A subscription with a seat of Ann's. */
async function subscribe(more: Partial<Subscription> = {}): Promise<Subscription> {
  const subscription = subscriptionOf(account, 'sub_1', more)
  await registry.insertSubscription(subscription)
  await registry.putSeats([seatOf(subscription, 'sea_1', 'ann'), seatOf(subscription, 'sea_2')])
  await registry.restateDraws(account)
  return subscription
}

test('members without a seat may draw on nothing where the account says so and has seats', async () => {
  await seatless('nothing')
  expect(await ownOnly()).toEqual([])
  const subscription = await subscribe()
  expect(await ownOnly()).toEqual(['bob'])
  await registry.putSeats([seatOf(subscription, 'sea_1', 'bob')])
  await registry.restateDraws(account)
  expect(await ownOnly()).toEqual(['ann'])
  await registry.putSeats([{ ...seatOf(subscription, 'sea_1', 'bob'), ended: true }])
  await registry.restateDraws(account)
  expect(await ownOnly()).toEqual(['ann', 'bob'])
  await registry.changeSubscription({ ...subscription, status: 'canceled', canceled_at: NOW })
  await registry.restateDraws(account)
  expect(await ownOnly()).toEqual([])
})

test.each<[Partial<Subscription>, string[]]>([
  [{ status: 'past_due' }, ['bob']],
  [{ status: 'incomplete', started_at: null }, []],
  [{ gives_to: 'quantity' }, []],
])('a subscription that is %j', async (more, expected) => {
  await seatless('nothing')
  await subscribe(more)
  expect(await ownOnly()).toEqual(expected)
})

test('a change of what the account wants, or of its members, restates it', async () => {
  await subscribe()
  expect(await ownOnly()).toEqual([])
  await seatless('nothing')
  expect(await ownOnly()).toEqual(['bob'])
  await add('eve')
  expect(await ownOnly()).toEqual(['bob', 'eve'])
  await owner.query('update members set own_only = false where account_id = $1', [account])
  await must(changeMember, { account, id: 'eve', role: 'admin' })
  expect(await ownOnly()).toEqual(['bob', 'eve'])
  await owner.query('update members set own_only = false where account_id = $1', [account])
  await must(removeMember, { account, id: 'eve' })
  expect(await ownOnly()).toEqual(['bob', 'eve'])
  await owner.query('update members set own_only = false where account_id = $1', [account])
  await add('eve')
  expect(await ownOnly()).toEqual(['bob', 'eve'])
  await seatless('topup')
  expect(await ownOnly()).toEqual([])
})

test('only those for whom it changes are written, and no other account', async () => {
  await seatless('nothing')
  await subscribe()
  const before = await versions()
  await registry.restateDraws(account)
  expect(await versions()).toEqual(before)
  const own = account
  account = 'acc_1'
  expect(await ownOnly()).toEqual([])
  account = own
})

test('whoever has got a seat meanwhile keeps it, however two changes meet', async () => {
  const subscription = await subscribe()
  const given = Promise.withResolvers<void>()
  const wanted = Promise.withResolvers<void>()
  const give = once(null, NOW, async (registry: Registry) => {
    await registry.putSeats([seatOf(subscription, 'sea_2', 'bob')])
    given.resolve()
    await wanted.promise
    await registry.restateDraws(account)
  })
  await given.promise
  const want = once(null, NOW, async (registry: Registry) => {
    const found = await registry.account(account, 'locked')
    if (!found) throw new Error('the account is gone')
    await registry.updateAccount({ ...found, seatless: 'nothing' })
    // It doesn't see Bob's seat, which is not committed.
    await registry.restateDraws(account)
    wanted.resolve()
  })
  await Promise.all([give, want])
  expect(await ownOnly()).toEqual([])
})

test('of an account with thousands of members', async () => {
  await seatless('nothing')
  const subscription = await subscribe()
  await owner.query(
    `insert into members (account_id, member_id, role, status, created_at)
     select $1, 'm_' || n, 'member', 'active', now() from generate_series(1, 10000) n`,
    [account],
  )
  await registry.putSeats(
    Array.from({ length: 5_000 }, (_, i) => seatOf(subscription, `sea_m${i}`, `m_${i + 1}`)),
  )
  await registry.restateDraws(account)
  expect(await ownOnly()).toHaveLength(5_001)
})
