import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { Unavailable } from '../../../src/core/unavailable.ts'
import { tokenVerifier, type VerifyToken } from '../../../src/http/access/token.ts'

const secret = 'a secret of at least thirty-two characters'
const now = Date.UTC(2026, 0, 31, 12)
const seconds = now / 1000
const verify = tokenVerifier({ secret }) as VerifyToken

interface Claims {
  readonly [name: string]: unknown
}

const base: Claims = { sub: 'team_acme', aud: 'scrip', exp: seconds + 60 }
const bytes = (text: string) => new TextEncoder().encode(text)
const sign = (claims: Claims, key = secret, alg = 'HS256') =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(bytes(key))

describe('claims', () => {
  test.each([
    [{}, { account: 'team_acme', member: null, role: 'spender' }],
    [{ role: 'admin' }, { account: 'team_acme', role: 'admin' }],
    [{ account_id: 'cus_1' }, { account: 'cus_1', member: 'team_acme' }],
    [
      { account_id: 'cus_1', member_id: 'ada' },
      { account: 'cus_1', member: 'ada' },
    ],
    [{ member_id: 'ada' }, { account: 'team_acme', member: 'ada' }],
    [{ aud: ['other', 'scrip'] }, { account: 'team_acme' }],
    [{ nbf: seconds }, { account: 'team_acme' }],
  ])('%j names %j', async (claims, principal) => {
    const bearer = await verify(await sign({ ...base, ...claims }), now)
    expect(bearer?.principal).toMatchObject({ key: null, rate_limit: null, ...principal })
    expect(bearer?.expires_at).toBe(now + 60_000)
  })

  test.each([
    ['nobody', { sub: undefined }],
    ['a strange account', { sub: 'a b' }],
    ['a strange member', { account_id: 'a', sub: 'b c' }],
    ['the operator', { role: 'operator' }],
    ['a strange role', { role: 'king' }],
    ['another audience', { aud: 'other' }],
    ['no audience', { aud: undefined }],
    ['no end', { exp: undefined }],
    ['an end that is now', { exp: seconds }],
    ['a start that lies ahead', { nbf: seconds + 1 }],
  ])('%s is refused', async (_, claims) =>
    expect(await verify(await sign({ ...base, ...claims }), now)).toBeNull(),
  )
})

test('what is not signed with our secret, by our algorithm, is refused', async () => {
  expect(await verify(await sign(base, 'another secret of thirty-two characters'), now)).toBeNull()
  expect(await verify(await sign(base, secret.repeat(2), 'HS512'), now)).toBeNull()
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  expect(await verify(`${part({ alg: 'none' })}.${part(base)}.`, now)).toBeNull()
  expect(await verify('a.b.c', now)).toBeNull()
  const good = await sign(base)
  const [head, , signature] = good.split('.')
  expect(await verify(`${head}.${part({ ...base, sub: 'other' })}.${signature}`, now)).toBeNull()
})

test('nothing is configured, nothing is taken', () => expect(tokenVerifier({})).toBeNull())

describe('a key set', () => {
  const state = { keys: [] as object[], up: true }
  const server = createServer((_request, response) => {
    response.writeHead(state.up ? 200 : 500, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ keys: state.keys }))
  })
  let url = ''
  let pair: Pair
  let next: Pair

  type Pair = Awaited<ReturnType<typeof generateKeyPair>>
  const published = async ({ publicKey }: Pair, kid: string) => ({
    ...(await exportJWK(publicKey)),
    kid,
    alg: 'ES256',
    use: 'sig',
  })
  const signed = ({ privateKey }: Pair, kid?: string) =>
    new SignJWT(base).setProtectedHeader({ alg: 'ES256', ...(kid && { kid }) }).sign(privateKey)

  beforeAll(async () => {
    pair = await generateKeyPair('ES256')
    next = await generateKeyPair('ES256')
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`
  })
  afterAll(() => void server.close())
  beforeEach(async () => {
    Object.assign(state, { keys: [await published(pair, 'one')], up: true })
    // How old the set is goes by the real clock.
    vi.useFakeTimers({ toFake: ['Date'] })
  })
  afterEach(() => void vi.useRealTimers())
  const later = (ms: number) => vi.setSystemTime(Date.now() + ms)

  test('verifies what it signed, and refuses its public key as a shared secret', async () => {
    const check = tokenVerifier({ jwks_url: url }) as VerifyToken
    expect((await check(await signed(pair, 'one'), now))?.principal.account).toBe('team_acme')
    const shared = bytes(JSON.stringify(state.keys[0]))
    const forged = await new SignJWT(base).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(shared)
    expect(await check(forged, now)).toBeNull()
    expect(await check(await signed(pair, 'two'), now)).toBeNull()
  })

  test.each(['two', undefined])('that gets another key takes its tokens (kid: %s) at once', async (kid) => {
    const check = tokenVerifier({ jwks_url: url }) as VerifyToken
    const [old, young] = [await signed(pair, kid && 'one'), await signed(next, kid)]
    expect(await check(old, now)).not.toBeNull()
    later(3_000)
    expect(await check(young, now)).toBeNull()
    state.keys.push(await published(next, 'two'))
    later(3_000)
    expect(await check(young, now)).not.toBeNull()
    expect(await check(old, now)).not.toBeNull()
    expect(await check(await signed(await generateKeyPair('ES256'), kid), now)).toBeNull()

    // The old key is taken off.
    state.keys.shift()
    later(60_001)
    expect(await check(old, now)).toBeNull()
    expect(await check(young, now)).not.toBeNull()
  })

  test('is not fetched for each token of a stranger', async () => {
    const check = tokenVerifier({ jwks_url: url }) as VerifyToken
    let fetched = 0
    const count = () => {
      fetched += 1
    }
    server.on('request', count)
    for (let i = 0; i < 10; i++) {
      expect(await check(await signed(next, i % 2 ? 'two' : undefined), now)).toBeNull()
      later(100)
    }
    server.off('request', count)
    expect(fetched).toBe(1)
  })

  test('that can’t be fetched says nothing against the token, and the last one counts for ten minutes', async () => {
    const known = tokenVerifier({ jwks_url: url }) as VerifyToken
    const good = await signed(pair, 'one')
    expect(await known(good, now)).not.toBeNull()
    state.up = false
    const check = tokenVerifier({ jwks_url: url }) as VerifyToken
    await expect(check(good, now)).rejects.toBeInstanceOf(Unavailable)
    later(9 * 60_000)
    expect(await known(good, now)).not.toBeNull()
    later(60_000)
    await expect(known(good, now)).rejects.toBeInstanceOf(Unavailable)
  })
})
