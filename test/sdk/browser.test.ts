import { existsSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join, normalize } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import type * as Sdk from '../../sdk/src/index.ts'
import { openBrowser } from '../harness/browser.ts'
import { root } from '../harness/server.ts'
import { type CrookedProxy, crookedProxy } from './crooked-proxy.ts'
import { type SdkServer, sdkServer } from './server.ts'

let server: SdkServer
let proxy: CrookedProxy
let page: Page

/** The name that the page gives it, where what is evaluated runs. */
declare const sdk: typeof Sdk
const html = `<!doctype html><script type="module">
import * as sdk from '/test/index.ts'
globalThis.sdk = sdk
</script>`

/** The sources as the browser reads them: without their types, from the origin of the server itself. */
async function openPage(origin: string): Promise<Page> {
  const browser = await openBrowser()
  const opened = await browser.newPage()
  await opened.route(`${origin}/test/**`, (route) => {
    const path = normalize(new URL(route.request().url()).pathname).replace('/test/', '')
    const file = join(root, 'sdk', 'src', path)
    if (path === 'page') return route.fulfill({ contentType: 'text/html', body: html })
    if (!existsSync(file)) return route.fulfill({ status: 404 })
    const body = stripTypeScriptTypes(readFileSync(file, 'utf8'))
    return route.fulfill({ contentType: 'text/javascript', body })
  })
  await opened.goto(`${origin}/test/page`)
  return opened
}

beforeAll(async () => {
  server = await sdkServer()
  proxy = await crookedProxy(server.baseUrl)
  const scrip = server.scrip()
  await scrip.creditTypes.create({ id: 'agent', name: 'Agent', expiry: { policy: 'never' } })
  await scrip.accounts.create({ id: 'acme', kind: 'team', name: 'Acme' })
  for (const amount of ['60', '40']) await scrip.grants.create('acme', { credit_type: 'agent', amount })
  page = await openPage(proxy.baseUrl)
  proxy.calm()
})

test('burns, refuses, lists, gathers and holds in Chromium', async () => {
  proxy.next({ kind: 'pass' }, { kind: 'lose' }, { kind: 'pass' })
  const seen = await page.evaluate(async (key) => {
    const { Scrip, isRefusal } = sdk
    const scrip = new Scrip({ baseUrl: '', key, backoffMs: 5 })
    const { role } = await scrip.me.get()
    const debit = await scrip.debits.create('acme', { credit_type: 'agent', amount: '12.5' })
    const refused = await scrip.debits
      .create('acme', { credit_type: 'agent', amount: '1000' })
      .catch((error) => (isRefusal(error, 'insufficient_credits') ? error.status : String(error)))
    const grants: string[] = []
    for await (const { amount } of scrip.grants.list('acme', { limit: 1 })) grants.push(amount)
    const batch = scrip.debits.batch()
    const burned = await Promise.all(
      ['1', '2'].map((amount) => batch.debit('acme', { credit_type: 'agent', amount })),
    )
    const run = await scrip.holds.run('acme', { credit_type: 'agent', amount: '10' }, (hold) =>
      hold.costs('4.5'),
    )
    const available = burned.map(({ balance }) => balance.available)
    return { role, debit: debit.balance.available, refused, grants, available, run: run.balance.available }
  }, server.operatorSecret)
  expect(seen).toEqual({
    role: 'operator',
    debit: '87.5',
    refused: 402,
    grants: expect.arrayContaining(['60', '40']),
    available: ['86.5', '84.5'],
    run: '80',
  })
  const debits = proxy.seen().filter(({ path }) => path.endsWith('/debits'))
  expect(debits[1]?.key).toBe(debits[0]?.key)
})

test('gives a server up that says nothing, and tells it from one that is not there', async () => {
  proxy.next({ kind: 'hang' })
  const reasons = await page.evaluate(async (key) => {
    const { Scrip, ScripUnreachable } = sdk
    const reasonOf = (baseUrl: string, timeoutMs: number) =>
      new Scrip({ baseUrl, key, retries: 0, timeoutMs }).me
        .get()
        .catch((error) => (error instanceof ScripUnreachable ? error.reason : String(error)))
    return [await reasonOf('', 100), await reasonOf('http://127.0.0.1:9', 10_000)]
  }, server.operatorSecret)
  expect(reasons).toEqual(['timeout', 'network'])
})
