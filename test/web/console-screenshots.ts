import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { chromium, type Page } from 'playwright-core'
import type { Job } from '../../sdk/src/index.ts'
import { attachEmbedded } from '../../src/store/embedded/attach.ts'
import { chromiumPath } from '../harness/chromium.ts'
import { type Demo, demoIn } from '../harness/demo.ts'
import { freePort } from '../harness/port.ts'
import { liveThroughDays } from './console-days.ts'
import { callerTo, furnishConsole } from './console-demo.ts'
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

/** Shows the console on two months of a product's life, and keeps a picture of every page in docs/screenshots. */
const root = join(import.meta.dirname, '..', '..')
const pictures = join(root, 'docs', 'screenshots')
const DAYS = 60
const DAY_MS = 86_400_000
const MOST_BYTES = 120_000

const work = mkdtempSync(join(tmpdir(), 'scrip-screenshots-'))
const clock = join(work, 'clock')
const dataDir = join(work, 'data')
writeFileSync(clock, `${DAYS * DAY_MS}\n`)

const server = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'src/main.ts'), 'serve'], {
  env: {
    ...process.env,
    NODE_OPTIONS: `--import ${pathToFileURL(join(root, 'test/harness/wound-clock.ts'))}`,
    SCRIP_TEST_CLOCK: clock,
    SCRIP_DATA_DIR: dataDir,
    SCRIP_SANDBOX_PORT: String(await freePort()),
    PORT: String(await freePort()),
    SCRIP_LOG_LEVEL: 'warn',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
async function furnish(demo: Demo): Promise<Ids> {
  const call = callerTo(demo)
  const setBack = async (days: number) => {
    writeFileSync(clock, `${Math.round(days * DAY_MS)}\n`)
    const then = Date.now() - days * DAY_MS - 1_000
    await until(async () => Date.parse((await call('GET', '/v1/accounts/demo/clock')).now) >= then)
  }
  const ids = await furnishConsole(demo, call, Date.now() - 20 * DAY_MS)
  await liveThroughDays(demo, call, DAYS, setBack)
  await setBack(0)
  await catchUp(call)
  for (const kind of ['verify', 'reconcile']) await call('POST', '/v1/checks', { kind })
  for (const kind of ['verify', 'reconcile']) await until(async () => isDone(await newest(call, kind)))
  await until(
    async () => Date.parse((await call('GET', '/v1/reports/overview')).as_of ?? 0) > Date.now() - 70_000,
  )
  const { items } = await call('GET', '/v1/accounts/team_acme/debits?limit=1')
  return { ...ids, debit: items[0].id }
}

/** Hours went by at once in which each job would have run: they run now, so that none is behind. */
async function catchUp(call: ReturnType<typeof callerTo>): Promise<void> {
  const owner = await attachEmbedded(dataDir)
  if (!owner) throw new Error('the server has no database of its own')
  const database = new pg.Client(owner)
  await database.connect()
  const jobs = async () => (await call('GET', '/v1/jobs')).items as Job[]
  const went = Date.now()
  const isDone = ({ last_run_at }: Job) => last_run_at !== null && Date.parse(last_run_at) >= went
  for (const { job } of await jobs())
    await database.query('select graphile_worker.add_job($1, job_key := $1)', [job])
  await database.end()
  await until(async () => (await jobs()).every(isDone))
}

async function newest(call: ReturnType<typeof callerTo>, kind: string) {
  return (await call('GET', `/v1/checks?kind=${kind}&limit=1`)).items[0]
}
function isDone(check: { readonly state: string } | undefined): boolean {
  return check?.state === 'done'
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 240) throw new Error('it did not come about')
    await sleep(tries < 20 ? 10 : 500)
  }
}

async function takeAll(demo: Demo, ids: Ids): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  const executablePath = await chromiumPath()
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu'],
  })
  for (const colorScheme of ['light', 'dark'] as const) {
    const viewport = { width: 1280, height: 800 }
    const context = await browser.newContext({ viewport, colorScheme, locale: 'en-US', timezoneId: 'UTC' })
    const page = await context.newPage()
    await page.goto(`${demo.base_url}/console/`)
    await page.getByLabel('Operator key').waitFor()
    await take(page, `sign-in-${colorScheme}`)
    await page.getByLabel('Operator key').fill(demo.operator_key)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    for (const name of Object.keys(pages) as PageName[]) {
      await show(page, demo.base_url, name, ids)
      await take(page, `${name}-${colorScheme}`)
    }
    for (const name of Object.keys(dialogs) as DialogName[]) {
      await show(page, demo.base_url, dialogs[name][0], ids)
      await ask(page, name)
      await settle(page)
      await take(page, `${name}-${colorScheme}`)
    }
    await page.setViewportSize({ width: 390, height: 844 })
    for (const name of ['overview', 'account', 'purchase'] as const) {
      await show(page, demo.base_url, name, ids)
      await take(page, `${name}-phone-${colorScheme}`)
    }
    await context.close()
  }
  await browser.close()
}

/** When the last chart is drawn and nothing moves any more. Of a long list the beginning is enough to look at. */
async function take(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(400)
  const path = join(pictures, `console-${name}.png`)
  const { width, height } = page.viewportSize()!
  for (let shown = height; ; shown -= 80) {
    const clip = { x: 0, y: 0, width, height: shown }
    const picture = await page.screenshot({ path, clip, animations: 'disabled' })
    if (picture.length <= MOST_BYTES) return
  }
}

try {
  await new Promise<void>((resolve, reject) => {
    let said = ''
    server.stdout.on('data', (chunk) => {
      said += chunk
      if (/credentials are in|curl/.test(said)) resolve()
    })
    server.on('exit', () => reject(new Error(`the server ended:\n${said}`)))
  })
  while (!existsSync(join(dataDir, 'credentials.json'))) await sleep(50)
  const demo = demoIn(dataDir)
  const ids = await furnish(demo)
  await takeAll(demo, ids)
} finally {
  const gone = new Promise((resolve) => server.on('exit', resolve))
  server.kill('SIGTERM')
  await gone
  rmSync(work, { recursive: true, force: true })
}
