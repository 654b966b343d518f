import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Page } from 'playwright-core'
import { Scrip } from '../../sdk/src/index.ts'
import { chromiumPath } from '../harness/chromium.ts'
import { freePort } from '../harness/port.ts'
import { root, startServer } from '../harness/server.ts'
import { operatorKey } from '../harness/wire.ts'
import { furnishAcme } from './portal-demo.ts'

/** Shows the portal of a team in use, and keeps a picture of every page in docs/screenshots. */
const pictures = join(root, 'docs', 'screenshots')
const desktop = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

interface Shown {
  readonly path: string
  /** What is done there before the picture is taken. */
  readonly does?: (page: Page) => Promise<void>
  /** Of a long list the head is enough. */
  readonly isLong?: boolean
}

/** Whose portal it is, and what is seen of it. */
interface Seen {
  readonly account: string
  readonly member?: string
  readonly pages: Readonly<Record<string, Shown>>
}

const fill = async (page: Page) => {
  await page.getByRole('textbox', { name: 'Amount' }).fill('4,000')
  await page.getByRole('button', { name: /^Pay \$/ }).waitFor()
}
const change = async (page: Page) => {
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('spinbutton', { name: 'Seats' }).fill('5')
  await page.getByText('It takes effect as soon as').waitFor()
}
/** The server does not answer for a moment. */
const fail = async (page: Page) => {
  const lists = /\/v1\/.*\/purchases(\?|$)/
  await page.route(lists, (route) => route.abort())
  await page.reload()
  await page.getByRole('button', { name: 'Try again' }).waitFor()
  await page.unroute(lists)
}

const dataDir = mkdtempSync(join(tmpdir(), 'scrip-portal-'))
const env = { SCRIP_SANDBOX_PORT: String(await freePort()) }
const server = await startServer({ dataDir, keep: true, env })
const browser = await chromium.launch({
  executablePath: await chromiumPath(),
  args: ['--no-sandbox', '--no-zygote', '--disable-gpu'],
})
try {
  const scrip = new Scrip({ baseUrl: server.baseUrl, key: operatorKey(dataDir) })
  await furnishAcme(scrip, 40)
  const shown = await shownOf(scrip)
  mkdirSync(pictures, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const device of [desktop, phone]) {
      const context = await browser.newContext({ ...device, colorScheme, locale: 'en-US', timezoneId: 'UTC' })
      const page = await context.newPage()
      const take = async (name: string, isLong = false) => {
        const path = join(pictures, `portal-${device === phone ? 'phone-' : ''}${name}-${colorScheme}.png`)
        const clip = { x: 0, y: 0, ...device.viewport, ...(isLong && device === desktop && { height: 620 }) }
        await page.screenshot({ path, clip, animations: 'disabled' })
      }
      for (const { pages, ...who } of shown) {
        const return_url = 'https://app.example.com/settings'
        await page.goto((await scrip.portalSessions.create({ ...who, return_url })).url)
        for (const [name, { path, does, isLong }] of Object.entries(pages)) {
          await page.goto(`${server.baseUrl}/portal${path}`)
          await still(page)
          await does?.(page)
          await still(page)
          await take(name, isLong)
        }
      }
      await page.evaluate('sessionStorage.clear()')
      await page.goto(`${server.baseUrl}/portal/nobody`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await take('without-link')
      await context.close()
    }
  }
} finally {
  await browser.close()
  await server.kill()
  rmSync(dataDir, { recursive: true, force: true })
}

async function shownOf(scrip: Scrip): Promise<readonly Seen[]> {
  const account = 'team_acme'
  const [purchase] = (await scrip.purchases.list(account).page()).items
  const debits = await scrip.debits.list(account, { credit_type: 'acme_agent' }).page()
  await scrip.accounts.create({ id: 'team_new', kind: 'team', name: 'Northwind Labs' })
  const team: Record<string, Shown> = {
    overview: { path: '/' },
    buy: { path: '/buy', does: fill },
    purchase: { path: `/purchases/${purchase?.id}` },
    subscription: { path: '/subscription' },
    change: { path: '/subscription', does: change },
    usage: { path: '/usage', isLong: true },
    debit: { path: `/usage/${debits.items[0]?.id}` },
    ledger: { path: '/ledger', isLong: true },
    caps: { path: '/caps' },
    purchases: { path: '/purchases' },
    invoices: { path: '/invoices' },
    'payment-methods': { path: '/payment-methods' },
    missing: { path: '/purchases/pur_nowhere' },
    fails: { path: '/purchases', does: fail },
  }
  return [
    { account, pages: team },
    {
      account,
      member: 'margaret',
      pages: { 'as-member': { path: '/' }, 'as-member-usage': { path: '/usage' } },
    },
    { account: 'team_new', pages: { empty: { path: '/' } } },
  ]
}

/** Everything is there, and the last chart is drawn. */
async function still(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  while (!(await page.evaluate("!document.querySelector('.skeleton, [aria-busy=true]')"))) await sleep(20)
  await sleep(400)
}
