import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { addMember } from '../../../src/core/accounts/add-member.ts'
import { changeMember } from '../../../src/core/accounts/change-member.ts'
import { createAccount } from '../../../src/core/accounts/create-account.ts'
import { issueKey } from '../../../src/core/accounts/issue-key.ts'
import { removeMember } from '../../../src/core/accounts/remove-member.ts'
import { mintSecret } from '../../../src/store/accounts/secret.ts'
import { DAY, NOW, openRegistry } from '../../store/registry/open.ts'

const { registry, once, run, must } = await openRegistry()
const ann = {
  account: 'a',
  id: 'ann',
  email: 'ann@a.test',
  role: 'member' as const,
  status: 'active' as const,
}

beforeAll(async () => {
  for (const id of ['a', 'b']) await must(createAccount, { id, kind: 'team', name: id, slug: null })
})

test('a member is added once to each account', async () => {
  expect(await must(addMember, ann)).toEqual({ ...ann, created_at: NOW })
  expect(await run(addMember, ann)).toMatchObject({ refused: 'member_exists' })
  await must(addMember, { ...ann, account: 'b' })
  expect((await must(addMember, { ...ann, id: null })).id).toMatch(/^mem_/)
  expect(await run(addMember, { ...ann, account: 'nobody' })).toMatchObject({ refused: 'account_not_found' })
  expect(await registry.member('a', 'ann')).toEqual({ ...ann, created_at: NOW })
})

test('a change touches what it names, in its own account alone', async () => {
  await must(addMember, { ...ann, id: 'bob' })
  await must(addMember, { ...ann, account: 'b', id: 'bob' })
  await must(changeMember, { account: 'a', id: 'bob', role: 'admin' })
  await must(changeMember, { account: 'a', id: 'bob', email: null })
  expect(await registry.member('a', 'bob')).toMatchObject({ role: 'admin', email: null, status: 'active' })
  expect(await registry.member('b', 'bob')).toMatchObject({ role: 'member', email: 'ann@a.test' })
  expect(await run(changeMember, { account: 'a', id: 'eve' })).toMatchObject({ refused: 'member_not_found' })
  expect(await run(changeMember, { account: 'x', id: 'bob' })).toMatchObject({ refused: 'account_not_found' })
})

test('two changes at once are both kept', async () => {
  await must(addMember, { ...ann, id: 'cat' })
  const changed = Promise.withResolvers<void>()
  const first = once(null, NOW, async (registry) => {
    await changeMember(registry, { account: 'a', id: 'cat', role: 'admin' })
    changed.resolve()
    await sleep(100)
  })
  await changed.promise
  await must(changeMember, { account: 'a', id: 'cat', email: 'cat@a.test' })
  await first
  expect(await registry.member('a', 'cat')).toMatchObject({ role: 'admin', email: 'cat@a.test' })
})

test('a removed member is gone, and may come back under the same id', async () => {
  await must(addMember, { ...ann, id: 'dan' })
  expect(await must(removeMember, { account: 'a', id: 'dan' })).toMatchObject({ status: 'removed' })
  expect(await run(removeMember, { account: 'a', id: 'dan' })).toMatchObject({ refused: 'member_not_found' })
  expect(await run(changeMember, { account: 'a', id: 'dan', status: 'active' })).toMatchObject({
    refused: 'member_not_found',
  })
  const back = await must(addMember, { ...ann, id: 'dan', role: 'viewer' }, NOW + DAY)
  expect(back).toMatchObject({ status: 'active', role: 'viewer', created_at: NOW })
  expect(await registry.member('a', 'dan')).toEqual(back)
})

test('a removed member takes its own keys along for good, and nobody else’s', async () => {
  await must(addMember, { ...ann, id: 'eli' })
  await must(addMember, { ...ann, account: 'b', id: 'eli' })
  const blank = { role: null, name: null, rate_limit: null, expires_at: null }
  const keyOf = async (account: string, member: string | null) =>
    (await must(issueKey, { ...blank, account, member, secret: mintSecret() })).key.id
  const own = await keyOf('a', 'eli')
  const others = [await keyOf('b', 'eli'), await keyOf('a', null)]
  await must(removeMember, { account: 'a', id: 'eli' }, NOW + DAY)
  await must(addMember, { ...ann, id: 'eli' }, NOW + 2 * DAY)
  expect(await registry.key(own)).toMatchObject({ revoked_at: NOW + DAY })
  for (const id of others) expect(await registry.key(id)).toMatchObject({ revoked_at: null })
})
