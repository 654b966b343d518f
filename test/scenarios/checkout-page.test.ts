import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { openBrowser } from '../harness/browser.ts'
import { freshDatabase } from '../harness/database.ts'
import { demoIn } from '../harness/demo.ts'
import { startServer } from '../harness/server.ts'
import { must, type Wire, wireTo } from '../harness/wire.ts'

/** Set to a directory, it keeps what the buyer saw. */
const { SCRIP_TEST_SCREENSHOTS } = process.env

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})

const PATIENCE_MS = 60_000

async function openPage(width = 1200, height = 860): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height } })
  context.setDefaultTimeout(PATIENCE_MS)
  onTestFinished(() => context.close())
  return context.newPage()
}

async function look(page: Page, name: string): Promise<void> {
  if (SCRIP_TEST_SCREENSHOTS === undefined) return
  mkdirSync(SCRIP_TEST_SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: join(SCRIP_TEST_SCREENSHOTS, `${name}.png`), fullPage: true })
}

/** The seller's own site, to which buyers come back. */
async function openSite(): Promise<string> {
  const site = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><title>Shop</title><h1>Welcome back to ${request.url}</h1>`)
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void site.close())
  return `http://127.0.0.1:${(site.address() as AddressInfo).port}`
}

/** A server as somebody who tries Scrip out has it, and the demo's member of a team. */
async function openDemo(): Promise<Wire> {
  const { url } = await freshDatabase()
  const server = await startServer({ database: url })
  return wireTo(server.port, demoIn(server.dataDir).neo.jwt)
}

const purchase = (buyer: Wire, more: object = {}) =>
  must(buyer('POST', '/api/v1/billing/purchase', { action: 'purchase', credits: 100, ...more }))
const credits = (buyer: Wire) => must(buyer('GET', '/api/v1/billing/credits'))

/** Types it as a person does, key by key, since the page groups the digits meanwhile. */
async function pay(page: Page, card: string): Promise<void> {
  if (await page.getByLabel('Email').count()) await page.getByLabel('Email').fill('ada@example.com')
  await page.getByLabel('Card number').pressSequentially(card)
  await page.getByLabel('Expiry').pressSequentially('1234')
  await page.getByLabel('Security code').pressSequentially('123')
  await page.getByLabel('Name on card').fill('Ada Lovelace')
  await page.getByRole('button', { name: /^Pay / }).click()
}

test('a buyer is declined, pays with another card, comes back, and has the credits', async () => {
  const [buyer, site, page] = await Promise.all([openDemo(), openSite(), openPage()])
  const { action, url } = await purchase(buyer, {
    redirect_success_url: `${site}/paid?order=1`,
    redirect_cancel_url: `${site}/cart`,
  })
  expect(action).toBe('redirect')

  await page.goto(url)
  expect(await page.getByRole('button', { name: 'Pay $500.00' }).isVisible()).toBe(true)
  expect(await page.getByText('100 Neo credits').isVisible()).toBe(true)
  await look(page, 'checkout')
  await pay(page, '4000000000000002')
  await page.getByRole('alert').getByText('Your card was declined.').waitFor()
  await look(page, 'declined')
  expect(await credits(buyer)).toMatchObject({ available_credits: 0, has_payment_method: false })

  await pay(page, '4242424242424242')
  await page.getByRole('heading', { name: 'Welcome back to /paid?order=1' }).waitFor()
  expect(page.url()).toBe(`${site}/paid?order=1`)
  // There before the buyer is: the page that sent them on had looked.
  expect(await credits(buyer)).toMatchObject({
    available_credits: 100,
    has_purchased: true,
    payment_methods: [expect.objectContaining({ last4: '4242', is_default: true })],
  })

  const second = await purchase(buyer)
  expect(second).toMatchObject({ action: 'charged', amount_display: '$500.00' })
  await page.goto(second.invoice_url)
  await look(page, 'invoice')
  expect(await page.getByText('$500.00').first().isVisible()).toBe(true)

  // The used page says that it is done, and takes no more money.
  await page.goto(url)
  await look(page, 'used')
  expect(await page.getByRole('button', { name: /^Pay / }).count()).toBe(0)
  expect((await credits(buyer)).available_credits).toBe(200)
})

test('on a small screen, with a card that the bank asks about, and no page of the seller’s to come back to', async () => {
  const [buyer, page] = await Promise.all([openDemo(), openPage(390, 844)])
  const { url } = await purchase(buyer)
  await page.goto(url)
  const { width, seen } = (await page.evaluate(
    '({ width: document.documentElement.scrollWidth, seen: innerWidth })',
  )) as { width: number; seen: number }
  expect(width).toBeLessThanOrEqual(seen)
  await look(page, 'checkout-small')
  await pay(page, '4000002500003155')
  await page.getByRole('heading', { name: 'Confirm with your bank' }).waitFor()
  await look(page, 'bank-small')
  expect((await credits(buyer)).available_credits).toBe(0)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('heading', { name: 'Paid' }).waitFor()
  await look(page, 'paid-small')
  expect((await credits(buyer)).available_credits).toBe(100)
})

test('a buyer who goes back has bought nothing, and finds the page again', async () => {
  const [buyer, site, page] = await Promise.all([openDemo(), openSite(), openPage()])
  const more = { redirect_success_url: `${site}/paid`, redirect_cancel_url: `${site}/cart` }
  const { url } = await purchase(buyer, more)
  await page.goto(url)
  await page.getByRole('link', { name: 'Back' }).click()
  await page.getByRole('heading', { name: 'Welcome back to /cart' }).waitFor()
  expect(await credits(buyer)).toMatchObject({ available_credits: 0, has_purchased: false })
  await page.goto(url)
  await pay(page, '5555555555554444')
  await page.getByRole('heading', { name: 'Welcome back to /paid' }).waitFor()
  expect((await credits(buyer)).available_credits).toBe(100)
})
