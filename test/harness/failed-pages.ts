import type { Browser, BrowserContext } from 'playwright-core'
import { afterEach } from 'vitest'

/** What a context did in the test that runs. */
interface Doings {
  /** It asked for anything: what others left open says nothing. */
  asked: boolean
  wrong: string[]
}

/** The browsers that are open, and what happened in each of their contexts. */
const open = new Map<Browser, Map<BrowserContext, Doings>>()

/** From now on a test that fails tells what this browser's pages show, and what was not answered well. */
export function watchPages(browser: Browser): void {
  const contexts = new Map<BrowserContext, Doings>()
  open.set(browser, contexts)
  browser.on('disconnected', () => open.delete(browser))
  const newContext = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await newContext(options)
    const doings: Doings = { asked: false, wrong: [] }
    const wrong = (line: string) => void doings.wrong.push(line)
    contexts.set(context, doings)
    context.on('close', () => contexts.delete(context))
    context.on('request', () => {
      doings.asked = true
    })
    context.on('response', (response) => {
      if (response.status() >= 400) wrong(`${response.status()} ${response.url()}`)
    })
    context.on('requestfailed', (request) => wrong(`${request.failure()?.errorText} ${request.url()}`))
    context.on('weberror', (error) => wrong(`${error.error().stack}`))
    return context
  }
}

const MOST_TEXT = 2_000
const MOST_WRONG = 20

async function tell(context: BrowserContext, wrong: readonly string[]): Promise<void> {
  for (const page of context.pages()) {
    const text = await page.evaluate('document.body.innerText').catch((error: unknown) => `${error}`)
    const lines = [page.url(), `${text}`.slice(0, MOST_TEXT), ...wrong.slice(-MOST_WRONG)]
    console.error(`A page of the test that failed:\n${lines.join('\n')}`)
  }
}

/** Said once for each file, by `file-setup.ts`. */
export function tellPagesOfFailures(): void {
  afterEach(async ({ task }) => {
    for (const contexts of open.values())
      for (const [context, doings] of contexts) {
        if (doings.asked && task.result?.state === 'fail') await tell(context, doings.wrong)
        Object.assign(doings, { asked: false, wrong: [] })
      }
  })
}
