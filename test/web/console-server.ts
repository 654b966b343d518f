import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterFile } from '../harness/after-file.ts'
import { freshDatabase } from '../harness/database.ts'
import { type Demo, demoIn } from '../harness/demo.ts'
import { startServer } from '../harness/server.ts'
import { type Call, callerTo } from './console-demo.ts'

export interface ConsoleServer {
  readonly demo: Demo
  readonly call: Call
}

/** A server as somebody has it who tries Scrip out, for all the tests of a file. */
export async function startDemo(): Promise<ConsoleServer> {
  const { url } = await freshDatabase()
  const server = await startServer({ database: url, keep: true })
  afterFile(() => server.kill('SIGTERM'))
  const demo = demoIn(server.dataDir)
  return { demo, call: callerTo(demo) }
}

export const DESKTOP = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }

const PATIENCE_MS = 60_000

/** It lives as long as the browser, which is closed after the file. */
export async function openContext(browser: Browser, viewport = DESKTOP): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport, locale: 'en-US', timezoneId: 'UTC' })
  context.setDefaultTimeout(PATIENCE_MS)
  return context
}

/** Signs in as a person does. */
export async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('Operator key').fill(key)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Somebody who has signed in already. */
export async function openSignedIn(browser: Browser, demo: Demo, viewport = DESKTOP): Promise<Page> {
  const context = await openContext(browser, viewport)
  const signed = await context.request.post(`${demo.base_url}/console/session`, {
    headers: { 'X-Scrip-Console': '1' },
    data: { key: demo.operator_key },
  })
  if (!signed.ok()) throw new Error(`could not sign in: ${signed.status()}`)
  return context.newPage()
}
