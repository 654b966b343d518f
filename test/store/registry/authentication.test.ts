import { beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { addMember } from '../../../src/core/accounts/add-member.ts'
import { createAccount } from '../../../src/core/accounts/create-account.ts'
import { issueKey, type NewKey } from '../../../src/core/accounts/issue-key.ts'
import { removeMember } from '../../../src/core/accounts/remove-member.ts'
import { revokeKey } from '../../../src/core/accounts/revoke-key.ts'
import { rotateKey } from '../../../src/core/accounts/rotate-key.ts'
import { Unavailable } from '../../../src/core/unavailable.ts'
import { authenticationOn } from '../../../src/store/accounts/authentication.ts'
import { mintSecret } from '../../../src/store/accounts/secret.ts'
import { BriefCache } from '../../../src/store/ledger/brief-cache.ts'
import { Statements } from '../../../src/store/session/statements.ts'
import { NOW, openRegistry } from './open.ts'

const { pool, must } = await openRegistry()
const ann = { account: 'a', id: 'ann', email: null, role: 'member', status: 'active' } as const
let { authenticate, standing } = authenticationOn(new Statements(pool))

async function issue(fields: Partial<NewKey> = {}) {
  const secret = mintSecret()
  const plain = { account: 'a', member: null, role: null, name: null, rate_limit: null, expires_at: null }
  const { key } = await must(issueKey, { ...plain, secret, ...fields })
  return { key, hash: secret.sha256 }
}

beforeAll(async () => {
  await must(createAccount, { id: 'a', kind: 'team', name: 'a', slug: null })
  await must(addMember, ann)
})
beforeEach(() => {
  ;({ authenticate, standing } = authenticationOn(new Statements(pool)))
})

test('a key says who bears it', async () => {
  const { key, hash } = await issue({ member: 'ann', role: 'admin', rate_limit: 7 })
  const principal = {
    key: key.id,
    account: 'a',
    member: 'ann',
    role: 'admin',
    dialect: 'native',
    rate_limit: 7,
  }
  expect(await authenticate(hash, NOW)).toEqual(principal)
  expect(await authenticate(mintSecret().sha256, NOW)).toBeNull()
  const operator = await issue({ account: null })
  expect(await authenticate(operator.hash, NOW)).toMatchObject({
    account: null,
    role: 'operator',
    rate_limit: null,
  })
})

test('a key ends at its expiry, not one millisecond later', async () => {
  const { hash } = await issue({ expires_at: NOW + 10 })
  expect(await authenticate(hash, NOW + 9)).not.toBeNull()
  expect(await authenticate(hash, NOW + 10)).toBeNull()
})

/** Half a second, without waiting for it: how old an answer is goes by the process's own clock. */
function halfASecond(): void {
  const now = performance.now()
  vi.spyOn(performance, 'now').mockImplementation(() => now + 500)
  onTestFinished(() => void vi.restoreAllMocks())
}

test('a revoked or rotated key is not honoured half a second later', async () => {
  const [revoked, rotated] = [await issue(), await issue()]
  for (const { hash } of [revoked, rotated]) expect(await authenticate(hash, NOW)).not.toBeNull()
  await must(revokeKey, { id: revoked.key.id, within: null })
  const secret = mintSecret()
  await must(rotateKey, { id: rotated.key.id, within: null, mint: () => secret })
  halfASecond()
  for (const { hash } of [revoked, rotated]) expect(await authenticate(hash, NOW)).toBeNull()
  expect(await authenticate(secret.sha256, NOW)).toMatchObject({ key: rotated.key.id })
})

test('a key that was refused is honoured half a second after it is there', async () => {
  const secret = mintSecret()
  expect(await authenticate(secret.sha256, NOW)).toBeNull()
  await issue({ secret })
  halfASecond()
  expect(await authenticate(secret.sha256, NOW)).not.toBeNull()
})

test("a removed member's keys open nothing", async () => {
  await must(addMember, { ...ann, id: 'bob' })
  const { hash } = await issue({ member: 'bob' })
  await must(removeMember, { account: 'a', id: 'bob' })
  expect(await authenticate(hash, NOW)).toBeNull()
})

test('tokens need a known account and an active member, whose role is told', async () => {
  await must(addMember, { ...ann, id: 'ivy', status: 'invited' })
  expect(await standing('a', null)).toEqual({ role: null, portal_era: 0 })
  expect(await standing('a', 'ann')).toEqual({ role: 'member', portal_era: 0 })
  expect(await standing('a', 'ivy')).toBeNull()
  expect(await standing('a', 'eve')).toBeNull()
  expect(await standing('nobody', null)).toBeNull()
  expect(await standing('nobody', 'ann')).toBeNull()
})

test('many look-ups of one key at once are one query, and repeated ones none', async () => {
  const { hash } = await issue()
  const asked = vi.spyOn(pool, 'query')
  await Promise.all(Array.from({ length: 100 }, () => authenticate(hash, NOW)))
  await authenticate(hash, NOW)
  expect(asked).toHaveBeenCalledTimes(1)
  asked.mockRestore()
})

test('a failed look-up is an outage to all who waited for it, and is not remembered', async () => {
  const { hash } = await issue()
  const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' })
  const asked = vi.spyOn(pool, 'query').mockRejectedValueOnce(lost as never)
  const both = await Promise.allSettled([authenticate(hash, NOW), authenticate(hash, NOW)])
  for (const one of both) expect(one).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) })
  asked.mockRestore()
  expect(await authenticate(hash, NOW)).not.toBeNull()
})

test('the cache holds so many entries and lets the oldest go', async () => {
  const cache = new BriefCache<string>(60_000, 3)
  const ask = vi.fn(async () => 'answer')
  for (const name of ['a', 'b', 'c', 'd', 'd', 'c', 'b']) await cache.get(name, ask)
  expect(ask).toHaveBeenCalledTimes(4)
  await cache.get('a', ask)
  expect(ask).toHaveBeenCalledTimes(5)
})
