import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { type CreateAccountBody, Scrip } from '../../sdk/src/index.ts'
import { afterFile } from '../harness/after-file.ts'
import { sqlAt } from '../harness/audit.ts'
import { openBrowser } from '../harness/browser.ts'
import { freshDatabase } from '../harness/database.ts'
import { startServer } from '../harness/server.ts'
import { until } from '../harness/until.ts'
import { operatorKey } from '../harness/wire.ts'
import { answerBank, entry, submit } from '../sandbox/world.ts'

const PATIENCE_MS = 60_000

export const desktop = { viewport: { width: 1280, height: 800 } } as const
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const

/** A server with its own local Stripe, the product that uses it, and a browser. All end with the test file. */
export interface PortalWorld {
  readonly scrip: Scrip
  readonly url: string
  /** The product's site: at `/frame?…` it shows another page in a frame, anywhere else it says where its visitor is. */
  readonly product: string
  /** The site of somebody who has nothing to do with it. */
  readonly stranger: string
  readonly browser: Browser
  /** Asks the database, as its owner. */
  sql(text: string): Promise<unknown>
  /** Tells the local Stripe something. */
  tell(method: string, path: string, body: unknown): Promise<unknown>
}

export async function openPortalWorld(more: NodeJS.ProcessEnv = {}): Promise<PortalWorld> {
  const [database, product, stranger, browser] = await Promise.all([
    freshDatabase(),
    openSite(),
    openSite(),
    openBrowser(),
  ])
  const env = { SCRIP_PORTAL_ORIGINS: product, ...more }
  const { baseUrl: url, dataDir, kill } = await startServer({ database: database.url, env, keep: true })
  afterFile(() => kill())
  const scrip = new Scrip({ baseUrl: url, key: operatorKey(dataDir) })
  const { sandbox_url } = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'))
  const tell: PortalWorld['tell'] = async (method, path, body) => {
    const answer = await fetch(`${sandbox_url}/_sandbox${path}`, { method, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json()
  }
  const sql = (text: string) => sqlAt(database.owner, text)
  return { scrip, url, product, stranger, browser, sql, tell }
}

/** A team with cards that are saved already, the last of them the default one. */
export async function openTeam(
  { scrip, product }: PortalWorld,
  team: Omit<CreateAccountBody, 'kind' | 'name'>,
  ...cards: readonly string[]
): Promise<string> {
  const { id } = await scrip.accounts.create({ kind: 'team', name: 'Paper mill', ...team })
  for (const card of cards) {
    const { url } = await scrip.paymentMethods.add(id, { success_url: product, cancel_url: product })
    const { headers } = await submit(url, entry(card))
    if (headers.get('location')?.includes('/3ds/')) await answerBank(headers.get('location'), 'confirm')
  }
  return id
}

async function openSite(): Promise<string> {
  const site = createServer(({ url = '' }, response) => {
    const framed = url.startsWith('/frame?') ? decodeURIComponent(url.slice('/frame?'.length)) : null
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(
      `<!doctype html><title>Product</title><h1>You are at ${url.split('?')[0]}</h1>` +
        (framed === null
          ? ''
          : `<iframe title="Credits" src="${framed}" width="1000" height="700"></iframe>`),
    )
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  afterFile(() => void site.close())
  return `http://127.0.0.1:${(site.address() as AddressInfo).port}`
}

/** A page that tolerates no error: neither of its scripts nor a breach of the policy that it was sent with. */
export async function openPage(
  { browser }: PortalWorld,
  options: BrowserContextOptions = desktop,
): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'UTC', ...options })
  context.setDefaultTimeout(PATIENCE_MS)
  const faults: string[] = []
  context.on('weberror', (error) => faults.push(error.error().message))
  context.on('console', (message) => {
    // A refusal is an answer, and a line that broke is what some tests are about, though the browser calls both errors.
    const isAnswer = /^Failed to load resource: (net::|.* a status of 4)/.test(message.text())
    if (message.type() === 'error' && !isAnswer) faults.push(message.text())
  })
  onTestFinished(async () => {
    await context.close()
    expect(faults).toEqual([])
  })
  return context.newPage()
}

interface LinkWish {
  readonly account: string
  readonly member?: string
}

export async function linkTo({ scrip, product }: PortalWorld, wish: LinkWish): Promise<string> {
  return (await scrip.portalSessions.create({ ...wish, return_url: `${product}/settings` })).url
}

/** Types a card into the hosted page as a person does, key by key, since it groups the digits meanwhile. */
export async function giveCard(page: Page, card: string): Promise<void> {
  await page.getByLabel('Card number').pressSequentially(card)
  await page.getByLabel('Expiry').pressSequentially('1234')
  await page.getByLabel('Security code').pressSequentially('123')
  await page.getByLabel('Name on card').fill('Ada Lovelace')
  if (await page.getByLabel('Email').count()) await page.getByLabel('Email').fill('ada@example.com')
  await page.getByRole('button', { name: /^(Pay|Save)/ }).click()
}

const STILL =
  "!document.querySelector('.skeleton, [aria-busy=true]') && " +
  "document.getAnimations().every(({ playState }) => playState !== 'running')"

/** Waits until everything is there, charts too, and nothing moves any more. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  // Told by evaluating, which the page's policy lets pass from outside; its own waiting would be an eval inside.
  await until('the page to be still', () => page.evaluate(STILL))
}
