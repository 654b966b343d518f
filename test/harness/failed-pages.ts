import type { Browser, BrowserContext } from 'playwright-core'
import { afterEach } from 'vitest'

/** The browsers that are open, and what went wrong in each of their contexts. */
const open = new Map<Browser, Map<BrowserContext, string[]>>()

/** From now on a test that fails tells what this browser's pages show, and what was not answered well. */
export function watchPages(browser: Browser): void {
  const contexts = new Map<BrowserContext, string[]>()
  open.set(browser, contexts)
  browser.on('disconnected', () => open.delete(browser))
  const newContext = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await newContext(options)
    const wrong: string[] = []
    contexts.set(context, wrong)
    context.on('close', () => contexts.delete(context))
    context.on('response', (response) => {
      if (response.status() >= 400) wrong.push(`${response.status()} ${response.url()}`)
    })
    context.on('requestfailed', (request) => wrong.push(`${request.failure()?.errorText} ${request.url()}`))
    context.on('weberror', (error) => wrong.push(`${error.error().stack}`))
    return context
  }
}

const MOST_TEXT = 2_000
const MOST_WRONG = 20

/** Said once for each file, by `file-setup.ts`. */
export function tellPagesOfFailures(): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    for (const contexts of open.values())
      for (const [context, wrong] of contexts)
        for (const page of context.pages()) {
          const text = await page.evaluate('document.body.innerText').catch((error: unknown) => `${error}`)
          const lines = [page.url(), `${text}`.slice(0, MOST_TEXT), ...wrong.slice(-MOST_WRONG)]
          console.error(`A page of the test that failed:\n${lines.join('\n')}`)
        }
  })
}
