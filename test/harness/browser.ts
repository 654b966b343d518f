import { type Browser, chromium } from 'playwright-core'
import { afterFile } from './after-file.ts'
import { chromiumPath, withTemporary } from './chromium.ts'
import { freshDirectory } from './directory.ts'
import { watchPages } from './failed-pages.ts'

/** A Chromium out of the packages, so that the tests need none on the machine. It is closed after the test file. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await chromiumPath()
  // What it keeps for the time that it runs would stay where its test is killed; within the run it is removed.
  const browser = await withTemporary(freshDirectory('browser'), () =>
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
