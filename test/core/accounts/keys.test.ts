import { beforeAll, expect, test } from 'vitest'
import { addMember } from '../../../src/core/accounts/add-member.ts'
import { createAccount } from '../../../src/core/accounts/create-account.ts'
import { issueKey, type NewKey } from '../../../src/core/accounts/issue-key.ts'
import { revokeKey } from '../../../src/core/accounts/revoke-key.ts'
import { rotateKey } from '../../../src/core/accounts/rotate-key.ts'
import { mintSecret, sha256Of } from '../../../src/store/secret.ts'
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
  expect(secret).toMatch(/^sk_[A-Za-z0-9_-]{43}$/)
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
])('a key with the scope %j is refused', async (fields, refused) => {
  expect(await run(issueKey, wanted(fields))).toMatchObject({ refused })
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
  const second = await must(rotateKey, { id: first.key.id, within: 'a', secret: mintSecret() })
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
  expect(await run(rotateKey, { id, within, secret: mintSecret() })).toMatchObject({
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
    await Promise.all([run(rotateKey, { id, within, secret: mintSecret() }), run(revokeKey, { id, within })])
    expect(await registry.key(id)).toMatchObject({ revoked_at: NOW })
    expect(await must(revokeKey, { id, within }, NOW + DAY)).toMatchObject({ revoked_at: NOW })
    expect(await run(rotateKey, { id, within, secret: mintSecret() })).toMatchObject({
      refused: 'key_revoked',
    })
  }
})
