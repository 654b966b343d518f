import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EVENT_TYPES } from '../src/payments/stripe/event.ts'

const root = join(import.meta.dirname, '..')
const text = (file: string) => readFileSync(join(root, file), 'utf8')

/** Every setting that is read, by its name. */
const settings = new Set(
  [...text('src/cli/settings.ts').matchAll(/'((?:SCRIP|STRIPE)_[A-Z_]+|PORT|HOST|DATABASE_URL)'/g)].map(
    ([, name]) => name ?? '',
  ),
)

/** One that only tests need, so it is told apart from the others. */
const FOR_TESTS = 'STRIPE_API_URL'

test('every setting is in the README and in the help', () => {
  expect(settings.size).toBeGreaterThan(15)
  for (const file of ['README.md', 'src/cli/help.ts'])
    for (const name of settings) if (name !== FOR_TESTS) expect.soft(text(file), file).toContain(name)
  expect(text('docs/stripe.md')).toContain(FOR_TESTS)
})

test('going live names the events that are needed, and no others', () => {
  const block = /```\n\s*(checkout\.[\s\S]*?)```/.exec(text('docs/stripe.md'))?.[1] ?? ''
  expect(block.trim().split(/\s+/).sort()).toEqual([...EVENT_TYPES].sort())
})

test('what was spent of a revoked grant is told as the route has it', () => {
  const said = text('docs/dialects/native.md').replaceAll(/\s+/g, ' ')
  const usual = /spent: call\.body\.spent \?\? '(\w+)'/.exec(
    text('src/dialects/native/ledger/revoke-grant.ts'),
  )?.[1]
  const other = usual === 'debt' ? 'write_off' : 'debt'
  expect(said).toMatch(new RegExp(`What was spent of it [^.]*, or with \`spent: "${other}"\``))
})

test('every file that a page links to is there', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'docs/architecture.md',
    'docs/stripe.md',
    'docs/subscriptions.md',
    'docs/webhooks.md',
  ]
  for (const page of pages)
    for (const [, link = ''] of text(page).matchAll(/\]\((?!https?:)([^)#]+)/g))
      expect.soft(() => readFileSync(join(root, page, '..', link)), `${page}: ${link}`).not.toThrow(/ENOENT/)
})
