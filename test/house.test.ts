import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const ours = ['src', 'sandbox', 'sdk', 'web', 'test', 'bench', 'bin']
const files = ours
  .flatMap((place) => globSync(`${place}/**/*.{ts,tsx,js,json,sql}`, { cwd: root }))
  .map((file) => file.split(sep).join('/'))
  .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file))

const text = (file: string) => readFileSync(join(root, file), 'utf8')

/** Who may import whom; every room may import itself, and packages are not looked at but in core. */
const borders: Record<string, string[]> = {
  'src/core': [],
  'src/store': ['src/core'],
  'src/payments': ['src/core'],
  'src/http': ['src/core'],
  'src/dialects': ['src/core', 'src/http'],
  'src/checkout': ['src/core', 'src/http'],
  'src/worker': ['src/core'],
  // The command line also wires: it starts the server's parts.
  'src/cli': ['src/core', 'src/store', 'src/payments', 'src/http', 'src/worker', 'sdk'],
  sandbox: [],
  // It makes the types of what the server's routes say, and is no part of the package.
  'sdk/generate.ts': ['src/http', 'src/dialects', 'sdk'],
  sdk: [],
  web: ['sdk'],
}

/** The one line that starts the local Stripe. */
const startsSandbox = ['src/main.ts', 'src/cli/serve.ts']

/** Pure packages that core may use. */
const coreMayUse = /^(temporal-polyfill)(\/|$)/

function importsOf(file: string): string[] {
  const pattern =
    /(?:^|[\s;])(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g
  const found = [...text(file).matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '')
  return found.map((path) => (path.startsWith('.') ? relative(root, join(root, dirname(file), path)) : path))
}

function roomOf(path: string): string | undefined {
  return Object.keys(borders).find((room) => path === room || path.startsWith(`${room}/`))
}

/** Each import over a border, as "who → what". */
function trespasses(file: string, imports = importsOf(file)): string[] {
  const room = roomOf(file)
  return imports
    .filter((path) => {
      if (/^sandbox\//.test(path) && file.startsWith('src/')) return !startsSandbox.includes(file)
      if (room === undefined) return false
      const isOurs = ours.some((place) => path.startsWith(`${place}/`))
      if (room === 'src/core' && !isOurs) return !coreMayUse.test(path)
      if (!isOurs) return false
      if (room === 'src/dialects' && path.startsWith('src/dialects/')) return !sameDialect(file, path)
      const target = roomOf(path)
      return target === undefined || (target !== room && !(borders[room] ?? []).includes(target))
    })
    .map((path) => `${file} → ${path}`)
}

/** Files right in src/dialects are common to all; a dialect's folder is closed to the others. */
function sameDialect(file: string, path: string): boolean {
  const [, , from, ...inner] = file.split('/')
  const [, , to, ...deeper] = path.split('/')
  return deeper.length === 0 || (inner.length > 0 && from === to) || inner.length === 0
}

describe('the house', () => {
  test('is looked at', () => {
    expect(files).toContain('src/main.ts')
    expect(importsOf('test/house.test.ts')).toEqual(['node:fs', 'node:path', 'vitest'])
  })

  test('nobody imports over a border', () => {
    expect(files.filter((file) => /\.tsx?$/.test(file)).flatMap((file) => trespasses(file))).toEqual([])
  })

  test.each([
    ['src/core/ledger/drawdown.ts', 'src/store/pool.ts'],
    ['src/core/ledger/drawdown.ts', 'node:fs'],
    ['src/core/ledger/drawdown.ts', 'pg'],
    ['src/store/wallet.ts', 'src/http/serve.ts'],
    ['src/dialects/neo/route.ts', 'src/dialects/native/route.ts'],
    ['src/dialects/neo/route.ts', 'src/store/wallet.ts'],
    ['src/http/serve.ts', 'sandbox/start.ts'],
    ['src/worker/expire.ts', 'src/main.ts'],
    ['web/app.tsx', 'src/core/credits.ts'],
    ['sdk/src/client.ts', 'src/http/route.ts'],
  ])('%s may not import %s', (file, path) => {
    expect(trespasses(file, [path])).toHaveLength(1)
  })

  test.each([
    ['src/core/ledger/drawdown.ts', 'src/core/credits.ts'],
    ['src/store/wallet.ts', 'pg'],
    ['src/dialects/neo/route.ts', 'src/http/route.ts'],
    ['src/dialects/neo/route.ts', 'src/dialects/neo/convert.ts'],
    ['src/main.ts', 'sandbox/start.ts'],
  ])('%s may import %s', (file, path) => {
    expect(trespasses(file, [path])).toEqual([])
  })

  test('every relative import is of a file that is there', () => {
    const broken = files
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => importsOf(file).map((path) => [file, path] as const))
      .filter(([, path]) => ours.some((place) => path.startsWith(`${place}/`)) && !files.includes(path))
    expect(broken).toEqual([])
  })
})

describe('files', () => {
  test('are named in kebab-case, for a noun or a verb', () => {
    const named = (file: string) => (file.split('/').at(-1) ?? '').replace(/\.(test\.)?(tsx?|js|sql)$/, '')
    const wrong = files.filter((file) => {
      const name = named(file)
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?$/.test(name) ||
        /(^|-)(utils?|helpers?|managers?|services?)($|-)/.test(name)
      )
    })
    expect(wrong).toEqual([])
  })

  test('of src are short', () => {
    const long = files
      .filter((file) => file.startsWith('src/') && file.endsWith('.ts'))
      .map((file) => [file, text(file).split('\n').length - 1] as const)
      .filter(([, lines]) => lines > 250)
    expect(long).toEqual([])
  })
})

test('what proves the ledger shares no rule with it', () => {
  const shared = files
    .filter((file) => file.startsWith('src/store/verify/'))
    .flatMap((file) =>
      [...text(file).matchAll(/^import (?!type )[^']*'(?:\.\.\/)+core\/[^']*/gm)].map(String),
    )
  expect(shared).toEqual([])
})

test('no SQL of the domain asks the database for the time', () => {
  // What keeps books about the installation, not about anybody's credits, has no clock but the database's.
  const bookkeeping = /^src\/store\/(migrate|embedded)\//
  const asks =
    /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(\s*\)|\bcurrent_(timestamp|date|time)\b/i
  const guilty = files
    .filter((file) => file.startsWith('src/store/') && !bookkeeping.test(file))
    .flatMap((file) =>
      withoutComments(file)
        .split('\n')
        .map((line) => `${file}: ${line.trim()}`),
    )
    .filter((line) => asks.test(line.replace(/\b(Date|performance)\.now\(\)/g, '').replace(/\.now\(\)/g, '')))
  expect(guilty).toEqual([])
})

function withoutComments(file: string): string {
  const source = text(file)
  if (file.endsWith('.sql')) return source.replace(/--.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '')
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}
