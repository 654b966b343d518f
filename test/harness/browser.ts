import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { afterAll } from 'vitest'

/** A Chromium out of the packages, so that the tests need none on the machine. It is closed after the test file. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    // Not the package's own list: that is for one page in a small container, without the web's security.
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu'],
    headless: true,
  })
  afterAll(() => browser.close())
  return browser
}
