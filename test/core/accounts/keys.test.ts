import { beforeAll, expect, test } from 'vitest'
import { addMember } from '../../../src/core/accounts/add-member.ts'
import { createAccount } from '../../../src/core/accounts/create-account.ts'
import { type IssuedKey, issueKey, type NewKey } from '../../../src/core/accounts/issue-key.ts'
import type { Face } from '../../../src/core/accounts/key.ts'
import { revokeKey } from '../../../src/core/accounts/revoke-key.ts'
import { rotateKey } from '../../../src/core/accounts/rotate-key.ts'
import { formOf, type SecretForm } from '../../../src/core/accounts/secret.ts'
import { isRefusal } from '../../../src/core/refusal.ts'
import { mintSecret, sha256Of } from '../../../src/store/accounts/secret.ts'
import { DAY, NOW, openRegistry } from '../../store/registry/open.ts'

const { registry, owner, run, must } = await openRegistry()

const wanted = (fields: Partial<NewKey> = {}): NewKey => ({
  account: 'a',
  member: null,
  role: null,
  name: null,
  rate_limit: null,
  expires_at: null,
  secret: mintSecret(),
  ...fields,
})

beforeAll(async () => {
  for (const id of ['a', 'b']) await must(createAccount, { id, kind: 'team', name: id, slug: null })
  const member = { account: 'a', email: null, role: 'member' as const }
  await must(addMember, { ...member, id: 'ann', status: 'active' })
  await must(addMember, { ...member, id: 'ivy', status: 'invited' })
})

test('a key is kept as a hash with its first and last characters', async () => {
  const { key, secret } = await must(issueKey, wanted({ member: 'ann', name: 'ci' }))
  expect(secret).toMatch(/^sk_[A-Za-z0-9]{43}$/)
  expect(key).toMatchObject({ account: 'a', member: 'ann', role: 'spender', name: 'ci', created_at: NOW })
  expect([key.prefix, key.last_four]).toEqual([secret?.slice(0, 7), secret?.slice(-4)])
  expect(await registry.key(key.id)).toEqual(key)
  const { rows } = await owner.query('select * from api_keys where key_id = $1', [key.id])
  expect(rows[0].secret_sha256).toEqual(sha256Of(secret ?? ''))
  expect(JSON.stringify(rows)).not.toContain(secret)
})

test.each<[Partial<NewKey>, string]>([
  [{ account: null, role: 'spender' }, 'key_scope_invalid'],
  [{ role: 'operator' }, 'key_scope_invalid'],
  [{ account: null, member: 'ann' }, 'key_scope_invalid'],
  [{ account: 'nobody' }, 'account_not_found'],
  [{ member: 'eve' }, 'member_not_found'],
  [{ account: 'b', member: 'ann' }, 'member_not_found'],
  [{ member: 'ivy' }, 'member_not_found'],
  [{ account: null, dialect: 'neo' }, 'key_scope_invalid'],
  [{ dialect: 'hyperline' }, 'key_scope_invalid'],
])('a key with the scope %j is refused', async (fields, refused) => {
  expect(await run(issueKey, wanted(fields))).toMatchObject({ refused })
})

test.each<[Face, boolean, RegExp]>([
  ['native', false, /^sk_[A-Za-z0-9]{43}$/],
  ['neo', false, /^neo_sk_[A-Za-z0-9]{32}$/],
  ['vercel', false, /^[A-Za-z0-9]{32}$/],
  ['hyperline', false, /^prod_[A-Za-z0-9]{32}$/],
  ['hyperline', true, /^test_[A-Za-z0-9]{32}$/],
])('a %s key looks as its clients expect, also when it was rotated', async (dialect, isTest, pattern) => {
  const secret = mintSecret(formOf(dialect, isTest) as SecretForm)
  const account = dialect === 'hyperline' ? null : 'b'
  const { key } = await must(issueKey, wanted({ account, dialect, secret }))
  expect(secret.text).toMatch(pattern)
  expect(key).toMatchObject({ dialect, role: account === null ? 'operator' : 'spender' })
  expect(await registry.key(key.id)).toEqual(key)
  const rotated = await must(rotateKey, { id: key.id, within: null, mint: mintSecret })
  expect(rotated.secret).toMatch(pattern)
  expect(rotated.key.dialect).toBe(dialect)
})

test('only hyperline knows keys for testing', () => {
  expect([formOf('native', true), formOf('neo', true), formOf('vercel', true)]).toEqual([null, null, null])
})

test('a person has one neo key at a time, and an account without members one, too', async () => {
  for (const member of ['ann', null]) {
    const neo = () => wanted({ dialect: 'neo', member })
    const all = await Promise.all(Array.from({ length: 5 }, () => run(issueKey, neo())))
    const made = all.filter((one) => !isRefusal(one))
    expect(made).toHaveLength(1)
    expect(all.filter(isRefusal).map(({ refused }) => refused)).toEqual(Array(4).fill('member_key_exists'))
    const [first] = made as IssuedKey[]
    await must(revokeKey, { id: first?.key.id ?? '', within: null })
    await must(issueKey, neo())
    await must(issueKey, wanted({ member }))
    await must(issueKey, wanted({ member }))
  }
})

test('the operator has keys of its own', async () => {
  const { key } = await must(issueKey, wanted({ account: null }))
  expect(key).toMatchObject({ account: null, member: null, role: 'operator' })
  const own = await registry.keys('a', { limit: 100, after: null })
  const every = await registry.keys(null, { limit: 100, after: null })
  expect(own.items.every(({ account }) => account === 'a')).toBe(true)
  expect(every.items).toContainEqual(key)
})

test('a rotated key has another secret under its old id', async () => {
  const first = await must(issueKey, wanted())
  const second = await must(rotateKey, { id: first.key.id, within: 'a', mint: mintSecret })
  expect(second.secret).not.toBe(first.secret)
  expect(second.key).toEqual({
    ...first.key,
    last_four: second.secret?.slice(-4),
    prefix: second.secret?.slice(0, 7),
  })
  expect(await registry.key(first.key.id)).toEqual(second.key)
})

test("another account's key can't be seen", async () => {
  const { key } = await must(issueKey, wanted())
  const [id, within] = [key.id, 'b']
  expect(await run(rotateKey, { id, within, mint: mintSecret })).toMatchObject({
    refused: 'key_not_found',
  })
  expect(await run(revokeKey, { id, within })).toMatchObject({ refused: 'key_not_found' })
  expect(await run(revokeKey, { id: 'key_none', within: null })).toMatchObject({ refused: 'key_not_found' })
  expect(await registry.key(id)).toEqual(key)
})

test('a revoked key stays revoked, also where it is rotated at the same moment', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { key } = await must(issueKey, wanted())
    const [id, within] = [key.id, null]
    await Promise.all([run(rotateKey, { id, within, mint: mintSecret }), run(revokeKey, { id, within })])
    expect(await registry.key(id)).toMatchObject({ revoked_at: NOW })
    expect(await must(revokeKey, { id, within }, NOW + DAY)).toMatchObject({ revoked_at: NOW })
    expect(await run(rotateKey, { id, within, mint: mintSecret })).toMatchObject({
      refused: 'key_revoked',
    })
  }
})
