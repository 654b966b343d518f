import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../harness/server.ts'

const dist = join(root, 'web', 'dist')
const MAX_BYTES = 250_000

/** The scripts that a page needs before it shows anything: those that it names, and what they import at once. */
function scriptsOf(app: string): Set<string> {
  const html = readFileSync(join(dist, app, 'index.html'), 'utf8')
  const needed = new Set([...html.matchAll(/\/assets\/([\w.-]+\.js)/g)].map(([, name]) => String(name)))
  for (const name of needed) {
    const code = readFileSync(join(dist, 'assets', name), 'utf8')
    for (const [, imported] of code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
      needed.add(String(imported))
  }
  return needed
}

test.each(['portal', 'console'])('the first load of the %s is small', (app) => {
  const scripts = [...scriptsOf(app)]
  expect(scripts.length).toBeGreaterThan(0)
  const bytes = scripts.reduce((sum, name) => sum + statSync(join(dist, 'assets', `${name}.gz`)).size, 0)
  expect(bytes).toBeLessThan(MAX_BYTES)
  // Charts are most of the rest, and come when one is seen.
  expect(scripts.filter((name) => name.includes('chart-drawing'))).toEqual([])
})
