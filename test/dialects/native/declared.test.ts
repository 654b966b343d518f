import { beforeAll, expect, test } from 'vitest'
import { type NativeServer, nativeServer } from './server.ts'

// What is answered here is compared with what the document says by the log of every server of the dialects' tests.

let native: NativeServer

beforeAll(async () => {
  native = await nativeServer()
  await native.operator('POST', '/v1/credit-types', { id: 'agent', name: 'Agent' })
  await native.operator('POST', '/v1/accounts', { id: 'full', kind: 'team', name: 'Full' })
})

const MOST = '1000000000000'
const path = '/v1/accounts/full'
const asked = { credit_type: 'agent', amount: MOST }
const made = async (what: string): Promise<string> => {
  const { status, body } = await native.operator('POST', `${path}/${what}`, asked)
  expect([what, status]).toEqual([what, 201])
  return body.id
}

test('a wallet that is full takes nothing back, and one that owes as much owes no more', async () => {
  const [grants, debits]: [string[], string[]] = [[], []]
  for (let i = 0; i < 5; i += 1) {
    grants.push(await made('grants'))
    debits.push(await made('debits'))
  }
  const spent: string[] = []
  for (const grant of grants) {
    const answer = await native.operator('POST', `${path}/grants/${grant}/revoke`, { spent: 'debt' })
    spent.push(answer.body.code ?? answer.status)
  }
  expect(spent).toEqual([200, 200, 200, 200, 'wallet_limit_exceeded'])
})

test('what is reversed into a full wallet is refused', async () => {
  await native.operator('POST', '/v1/credit-types', { id: 'chat', name: 'Chat' })
  const chat = { credit_type: 'chat', amount: MOST }
  await native.operator('POST', `${path}/grants`, chat)
  const { body: debit } = await native.operator('POST', `${path}/debits`, chat)
  for (let i = 0; i < 4; i += 1) await native.operator('POST', `${path}/grants`, chat)
  const { body } = await native.operator('POST', `${path}/debits/${debit.id}/reverse`, {})
  expect(body.code).toBe('wallet_limit_exceeded')
})

test('whatever is called can be called wrongly', async () => {
  for (const url of ['/v1/me', '/v1/jobs', '/v1/webhook-endpoints'])
    expect([url, (await native.operator('GET', `${url}?x=1`)).body.code]).toEqual([url, 'invalid_request'])
  const url = `${path}/holds/hld_1/release`
  const text = await native.operator('POST', url, 'x', { 'content-type': 'text/plain' })
  expect(text.body.code).toBe('unsupported_media_type')
  expect((await native.operator('POST', url, '{')).body.code).toBe('invalid_json')
  const large = JSON.stringify({ x: 'x'.repeat(1_100_000) })
  expect((await native.operator('POST', url, large)).body.code).toBe('body_too_large')
})
