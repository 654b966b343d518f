import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { afterFile } from './after-file.ts'
import { freshDirectory } from './directory.ts'
import { watchPages } from './failed-pages.ts'

/** A Chromium out of the packages, so that the tests need none on the machine. It is closed after the test file. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await sparticuz.executablePath()
  const browser = await withinRun(() =>
    chromium.launch({
      executablePath,
      // Not the package's own list: that is for one page in a small container, without the web's security.
      args: ['--no-sandbox', '--no-zygote', '--disable-gpu'],
      headless: true,
    }),
  )
  watchPages(browser)
  afterFile(() => browser.close())
  return browser
}

/** What a browser keeps for the time that it runs would stay where its test is killed; within the run it is removed. */
async function withinRun<T>(launch: () => Promise<T>): Promise<T> {
  const { TMPDIR } = process.env
  process.env.TMPDIR = freshDirectory('browser')
  try {
    return await launch()
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
}
