import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { settled } from './portal-world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe calls serious or critical of what is seen. */
async function faultsOf(page: Page, rules = ''): Promise<unknown> {
  return page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], selectors: false, preload: false, ${rules} }).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
  )
}

/** In light, in dark and on a telephone. */
export async function looksRight(page: Page, where: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await settled(page)
  await page.evaluate(axe)
  expect(await faultsOf(page), where).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await settled(page)
  expect(await faultsOf(page, "runOnly: ['color-contrast']"), `${where}, dark`).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
  const { wide, seen } = (await page.evaluate(
    '({ wide: document.documentElement.scrollWidth, seen: innerWidth })',
  )) as { wide: number; seen: number }
  expect(wide, `${where}, on a telephone`).toBeLessThanOrEqual(seen)
  await page.setViewportSize({ width: 1280, height: 800 })
}
