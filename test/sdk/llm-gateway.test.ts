import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Context, gateway, type Model } from '../../sdk/examples/llm-gateway.ts'
import type { Scrip } from '../../sdk/src/index.ts'
import { root } from '../harness/server.ts'
import { sdkServer } from './server.ts'

let scrip: Scrip
let logged: [string, unknown][] = []

beforeAll(async () => {
  const server = await sdkServer()
  scrip = server.scrip()
  await scrip.creditTypes.create({ id: 'gateway', name: 'Gateway', expiry: { policy: 'never' } })
  for (const id of ['rich', 'poor', 'capped']) await scrip.accounts.create({ id, kind: 'user', name: id })
  for (const id of ['rich', 'capped']) await scrip.grants.create(id, { credit_type: 'gateway', amount: '10' })
  await scrip.caps.put('capped', 'account', 'capped', { limit: '1', unit: 'credits', period: 'day' })
})

beforeEach(() => {
  logged = []
})

const ask = (model: Model, account = 'rich', context: Context = {}): Promise<Response> =>
  gateway({
    scrip,
    model,
    accountOf: () => account,
    log: (message, error) => logged.push([message, error]),
  })(
    new Request('http://gateway.test', { method: 'POST', body: JSON.stringify({ prompt: 'Say it.' }) }),
    context,
  )

async function* words(...texts: string[]) {
  for (const text of texts) yield { text, tokens: 100 }
}

const balance = async () => {
  const { available, held } = await scrip.balances.get('rich', 'gateway')
  return { available, held }
}
const left = async () => {
  await expect.poll(async () => (await balance()).held).toBe('0')
  return (await balance()).available
}

describe('the gateway of the README', () => {
  test('is in it word for word, as somebody would write it who has the package', () => {
    const example = readFileSync(join(root, 'sdk/examples/llm-gateway.ts'), 'utf8')
    const readme = readFileSync(join(root, 'sdk/README.md'), 'utf8')
    expect(readme).toContain(`\`\`\`ts\n${example.replace("'../src/index.ts'", "'@scrip/sdk'")}\`\`\``)
  })

  test('holds, streams, and captures what it cost', async () => {
    let heldMeanwhile = ''
    const answer = await ask(async function* (_prompt, { maxTokens }) {
      heldMeanwhile = (await balance()).held
      expect(maxTokens).toBe(2_000)
      yield* words('It ', 'is ', 'said.')
    })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('It is said.')
    expect(heldMeanwhile).toBe('3')
    expect(await left()).toBe('9.55')
    const [debit] = (await scrip.debits.list('rich').page()).items
    expect(debit).toMatchObject({ amount: '0.45', feature: 'chat', metadata: { tokens: 300 } })
    expect(logged).toEqual([])
  })

  test('lets the platform wait for the capture', async () => {
    const before = await left()
    const waited: Promise<unknown>[] = []
    const answer = await ask(() => words('It ', 'is'), 'rich', { waitUntil: (work) => waited.push(work) })
    await answer.text()
    expect(waited).toHaveLength(1)
    await Promise.all(waited)
    expect((await balance()).held).toBe('0')
    expect((await balance()).available).not.toBe(before)
  })

  test('says no before anything is generated', async () => {
    const poor = await ask(() => expect.fail('the model was asked'), 'poor')
    expect([poor.status, await poor.json()]).toMatchObject([402, { error: 'out_of_credits' }])
    const capped = await ask(() => expect.fail('the model was asked'), 'capped')
    expect([capped.status, await capped.json()]).toMatchObject([429, { error: 'cap_reached' }])
  })

  test('charges nothing for an answer that the model broke off', async () => {
    const before = await left()
    const answer = await ask(async function* () {
      yield* words('It ')
      throw new Error('the model broke off')
    })
    await expect(answer.text()).rejects.toThrow()
    expect(await left()).toBe(before)
    expect(logged).toMatchObject([[expect.any(String), { message: 'the model broke off' }]])
  })

  test('charges a reader who goes away for what there was', async () => {
    const before = Number((await left()).replace('.', ''))
    const answer = await ask(() => words(...Array.from({ length: 20 }, () => 'word ')))
    const reader = answer.body?.getReader()
    await reader?.read()
    await reader?.cancel()
    const paid = before - Number((await left()).replace('.', ''))
    expect(paid).toBeGreaterThanOrEqual(15)
    expect(paid).toBeLessThan(300)
    expect(logged).toEqual([])
  })
})
