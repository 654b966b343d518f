import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../harness/browser.ts'
import { furnishConsole } from './console-demo.ts'
import {
  ask,
  type DialogName,
  dialogs,
  type Ids,
  type PageName,
  pages,
  settle,
  show,
} from './console-pages.ts'
import { type ConsoleServer, DESKTOP, openContext, openSignedIn, PHONE, startDemo } from './console-server.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Colours on their way to others are neither the ones nor the others, so here they are there at once. */
const AT_ONCE = `(() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('* { transition-property: none !important }')
  document.adoptedStyleSheets = [sheet]
})()`

let server: ConsoleServer
let ids: Ids
let page: Page
let visitor: Page

beforeAll(async () => {
  const [browser, started] = await Promise.all([openBrowser(), startDemo()])
  server = started
  await server.call('POST', '/v1/checks', { kind: 'verify' })
  ids = await furnishConsole(server.demo, server.call, Date.now())
  page = await openSignedIn(browser, server.demo)
  visitor = await (await openContext(browser)).newPage()
}, 120_000)

/** What axe finds that keeps somebody from using the page. In the dark only the colours are others. */
async function faultsOf(page: Page): Promise<string[]> {
  const found: string[] = []
  await page.evaluate(AT_ONCE)
  await page.evaluate(AXE)
  for (const [colorScheme, rules] of [
    ['light', '{}'],
    ['dark', "{ runOnly: ['color-contrast'] }"],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    const faults = await page.evaluate(`axe.run(document, ${rules}).then(({ violations }) =>
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).slice(0, 3).join(' | ')))`)
    found.push(...(faults as string[]).map((fault) => `${colorScheme}: ${fault}`))
  }
  return found
}

/** By how many pixels a page is wider than a telephone. */
async function sideways(page: Page): Promise<number> {
  await page.setViewportSize(PHONE)
  const over = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  await page.setViewportSize(DESKTOP)
  return over as number
}

test.each(Object.keys(pages) as PageName[])(
  'nothing on the page “%s” keeps anybody out, and it fits a telephone',
  async (name) => {
    await show(page, server.demo.base_url, name, ids)
    expect(await faultsOf(page)).toEqual([])
    expect(await sideways(page)).toBeLessThanOrEqual(0)
  },
)

test.each(Object.keys(dialogs) as DialogName[])(
  'nothing in the dialog “%s” keeps anybody out',
  async (name) => {
    await show(page, server.demo.base_url, dialogs[name][0], ids)
    await ask(page, name)
    await settle(page)
    expect(await faultsOf(page)).toEqual([])
  },
)

test('the first page comes with little script, and nothing is stopped by the policy', async () => {
  const page = visitor
  const said: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) said.push(message.text())
  })
  page.on('pageerror', (error) => said.push(String(error)))
  await page.goto(`${server.demo.base_url}/console/`)
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  const bytes = await page.evaluate(`performance.getEntriesByType('resource')
    .filter(({ name }) => name.endsWith('.js')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`)
  expect(bytes).toBeGreaterThan(50_000)
  // What is allowed is 250 kB; with the charts in it, which come later, this would be above 200.
  expect(bytes).toBeLessThan(160_000)
  expect(await faultsOf(page)).toEqual([])
  expect(said).toEqual([])
})
