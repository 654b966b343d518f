import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { openBrowser } from '../harness/browser.ts'
import { buyFor, openAcme } from './console-demo.ts'
import {
  type ConsoleServer,
  DESKTOP,
  openContext,
  openSignedIn,
  PHONE,
  signIn,
  startDemo,
} from './console-server.ts'

let browser: Browser
let server: ConsoleServer

beforeAll(async () => {
  ;[browser, server] = await Promise.all([openBrowser(), startDemo()])
  await openAcme(server.demo, server.call)
}, 120_000)

/** The way around is beside the page; on a telephone it comes when it is asked for. */
async function goTo(page: Page, place: string, isSmall: boolean): Promise<void> {
  if (isSmall) await page.getByRole('button', { name: 'Open the menu' }).click()
  await page
    .getByRole('navigation', { name: 'Console' })
    .getByRole('link', { name: place, exact: true })
    .click()
}

const available = async (credit_type: string): Promise<string> =>
  (await server.call('GET', `/v1/accounts/team_acme/balances/${credit_type}`)).available

test.each([
  ['a desk', DESKTOP, 'agent', 'Agent credits'],
  ['a telephone', PHONE, 'gateway', 'Gateway credits'],
])(
  'at %s the operator finds an account, reads a purchase, refunds a part of it, and sees the balance fall',
  async (_at, viewport, type, name) => {
    await buyFor(server.call, 'team_acme', type, '120')
    const page = await openSignedIn(browser, server.demo, viewport)
    await page.goto(`${server.demo.base_url}/console/`)
    await goTo(page, 'Accounts', viewport === PHONE)
    await page.getByRole('link', { name: 'Neo demo' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('acme rob')
    await page.getByRole('link', { name: 'Neo demo' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Acme Robotics' }).click()
    const wallet = page.getByRole('region', { name, exact: true })
    await wallet.getByText('120').first().waitFor()

    await page.getByRole('link', { name: 'Purchases', exact: true }).last().click()
    await page.getByRole('link', { name: `120 ${name}` }).click()
    await page.getByRole('heading', { level: 1, name: `120 ${name}` }).waitFor()
    const story = page.getByRole('region', { name: 'What happened' }).getByRole('listitem')
    expect(await story.allInnerTexts()).toEqual([
      expect.stringContaining('Pending'),
      expect.stringContaining('Charging'),
      expect.stringContaining('Paid'),
    ])

    await page.getByRole('button', { name: 'Refund', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Refund the purchase' })
    await dialog.getByText('Gives $120.00 back to the card and takes 120').waitFor()
    await dialog.getByLabel('Amount in USD').fill('200')
    await dialog.getByText('At most $120.00 are left to refund.').waitFor()
    await dialog.getByLabel('Amount in USD').fill('30')
    await dialog.getByText('takes 30').waitFor()
    await dialog.getByLabel('Reason').fill('bought twice')
    await dialog.getByRole('button', { name: 'Refund $30.00' }).click()
    await dialog.waitFor({ state: 'detached' })
    await story.getByText('Partly refunded').waitFor()
    await page.getByRole('table', { name: 'Refunds' }).getByText('bought twice').waitFor()
    expect(await available(type)).toBe('90')

    await page.getByRole('link', { name: 'Acme Robotics' }).click()
    await page.getByRole('link', { name: 'Credits', exact: true }).click()
    await wallet.getByText('90', { exact: true }).first().waitFor()
  },
)

test('a grant whose answer is lost is made once, however often the button is pressed', async () => {
  const { base_url } = server.demo
  await server.call('POST', '/v1/accounts', { id: 'team_lost', kind: 'team', name: 'Lost' })
  const page = await openSignedIn(browser, server.demo)
  let cut = true
  // The work is done, and nobody hears of it.
  await page.route('**/v1/accounts/team_lost/grants', async (route) => {
    if (route.request().method() !== 'POST' || !cut) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await page.goto(`${base_url}/console/accounts/team_lost`)
  await page.getByRole('button', { name: 'Grant', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Grant credits' })
  await dialog.getByLabel('Credit type').selectOption('agent')
  await dialog.getByLabel('Amount').fill('12.345678')
  await dialog.getByLabel('Reason').fill('was promised')
  const grant = dialog.getByRole('button', { name: 'Grant 12.345678' })
  await grant.click()
  await dialog.getByRole('alert').waitFor()
  cut = false
  await grant.click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('region', { name: 'Agent credits' }).getByText('12.345678').first().waitFor()
  const { items } = await server.call('GET', '/v1/accounts/team_lost/grants')
  expect(items).toMatchObject([{ amount: '12.345678', metadata: { reason: 'was promised' } }])
})

test('credits are taken with a reason, which the grant tells ever after', async () => {
  const { base_url } = server.demo
  await server.call('POST', '/v1/accounts', { id: 'team_over', kind: 'team', name: 'Over' })
  const given = { credit_type: 'agent', amount: '50' }
  const { id } = await server.call('POST', '/v1/accounts/team_over/grants', given)
  const page = await openSignedIn(browser, server.demo)
  await page.goto(`${base_url}/console/accounts/team_over`)
  await page.getByRole('button', { name: 'More to do with this account' }).click()
  await page.getByRole('menuitem', { name: 'Adjust…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Adjust the balance' })
  await dialog.getByText('Take credits').click()
  await dialog.getByLabel('Credit type').selectOption('agent')
  await dialog.getByLabel('Amount').fill('20')
  await dialog.getByText('of which 50 are left').waitFor()
  const take = dialog.getByRole('button', { name: 'Take 20' })
  expect(await take.isDisabled()).toBe(true)
  await dialog.getByLabel('Reason').fill('given twice')
  await take.click()
  await dialog.waitFor({ state: 'detached' })
  const grant = await server.call('GET', `/v1/accounts/team_over/grants/${id}`)
  expect(grant.revocations).toMatchObject([{ revoked: '20', reason: 'given twice' }])
  await page.goto(`${base_url}/console/accounts/team_over/entries?grant=${id}`)
  await page.getByRole('table', { name: 'Taken back by hand' }).getByText('given twice').waitFor()
})

test('the secret of a key is shown once, and a refusal stands where it belongs', async () => {
  const page = await openSignedIn(browser, server.demo)
  await page.goto(`${server.demo.base_url}/console/accounts/team_acme/keys`)
  await page.getByRole('button', { name: 'Issue a key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('staging')
  await dialog.getByLabel('Only for member').fill('nobody')
  await dialog.getByRole('button', { name: 'Issue', exact: true }).click()
  await dialog.getByRole('alert').getByText('nobody').waitFor()
  await dialog.getByLabel('Only for member').fill('linus')
  await dialog.getByRole('button', { name: 'Issue', exact: true }).click()
  const secret = await dialog.getByText(/^sk_/).innerText()
  const me = await fetch(`${server.demo.base_url}/v1/me`, { headers: { authorization: `Bearer ${secret}` } })
  expect(await me.json()).toMatchObject({ role: 'spender', account: 'team_acme', member: 'linus' })
  await dialog.getByRole('button', { name: 'I have kept it' }).click()
  await page.getByRole('table', { name: 'API keys' }).getByText('staging').waitFor()
  expect(await page.content()).not.toContain(secret)
})

test('a wrong key says so, the right one leads to where one was going, and signing out ends it', async () => {
  const { base_url, operator_key } = server.demo
  const context = await openContext(browser)
  const page = await context.newPage()
  await page.goto(`${base_url}/console/accounts/team_acme/members`)
  await signIn(page, 'sk_wrong')
  await page.getByText('This is no operator key, or it was revoked.').waitFor()
  await signIn(page, operator_key)
  await page.getByRole('table', { name: 'Members' }).getByText('ada@acme.example').waitFor()
  expect(new URL(page.url()).pathname).toBe('/console/accounts/team_acme/members')

  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ name: 'scrip_console', httpOnly: true, sameSite: 'Strict' })
  expect(
    await page.evaluate('document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)'),
  ).not.toContain(operator_key)

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
  expect(await context.cookies()).toEqual([])
  await page.goBack()
  await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
})

test('a key that is revoked ends the session where it is, and what was asked for is not lost', async () => {
  const { base_url } = server.demo
  const key = await server.call('POST', '/v1/keys', { role: 'operator', name: 'short-lived' })
  const page = await (await openContext(browser)).newPage()
  await page.goto(`${base_url}/console/purchases?state=paid`)
  await signIn(page, key.secret)
  await page.getByRole('heading', { name: 'Purchases' }).waitFor()
  await server.call('POST', `/v1/keys/${key.id}/revoke`)
  // What was looked up lately is known for a moment more.
  await expect
    .poll(async () => (await fetch(`${base_url}/v1/me`, { headers: { 'x-api-key': key.secret } })).status)
    .toBe(401)
  await page.getByRole('link', { name: 'Jobs' }).click()
  await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
  await signIn(page, server.demo.operator_key)
  await page.getByRole('heading', { name: 'Jobs' }).waitFor()
})

test('the cookie does nothing without the mark, and no other site’s page gets to send it', async () => {
  const { base_url } = server.demo
  const page = await openSignedIn(browser, server.demo)
  await page.goto(`${base_url}/console/keys`)
  const call = (headers: object) =>
    page.evaluate(
      ([path, headers]) =>
        fetch(path as string, { headers: headers as Record<string, string> }).then((r) => r.status),
      ['/v1/keys', headers],
    )
  expect(await call({})).toBe(401)
  expect(await call({ 'X-Scrip-Console': '1' })).toBe(200)

  // The same site by its name, so that the cookie would go with it, and yet another origin.
  const other = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Elsewhere</title>')
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`)
  const attack = (headers: object) =>
    page.evaluate(
      ([url, headers]) =>
        fetch(url as string, {
          method: 'POST',
          credentials: 'include',
          headers: headers as Record<string, string>,
          body: '{"role":"operator","name":"stolen"}',
        }).then(
          (r) => r.status,
          () => 'refused',
        ),
      [`${base_url}/v1/keys`, headers],
    )
  expect(await attack({ 'Content-Type': 'text/plain' })).toBe('refused')
  expect(await attack({ 'Content-Type': 'application/json', 'X-Scrip-Console': '1' })).toBe('refused')
  const { items } = await server.call('GET', '/v1/keys?limit=100')
  expect(items.map((key: { name: string }) => key.name)).not.toContain('stolen')
})
