import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { freshTypes, typesFile } from '../../sdk/generate.ts'
import { typesOf } from '../../sdk/generate-types.ts'
import { operations } from '../../sdk/src/api.ts'
import { root } from '../harness/server.ts'

const text = (file: string) => readFileSync(join(root, file), 'utf8')

test('the types are those of the document; else run `npm run sdk:types`', () => {
  expect(readFileSync(typesFile, 'utf8')).toBe(freshTypes())
})

test('every operation of the document has its method', () => {
  const resources = globSync('sdk/src/resources/*.ts', { cwd: root }).map(text).join('\n')
  const without = Object.keys(operations).filter((id) => !resources.includes(`'${id}'`))
  expect(without).toEqual([])
})

test('every resource is on the client', () => {
  const client = text('sdk/src/client.ts')
  for (const file of globSync('sdk/src/resources/*.ts', { cwd: root }))
    expect(client).toContain(`'./resources/${file.split('/').at(-1)}'`)
})

test('it needs nothing but what browsers, edge runtimes and Node all have', async () => {
  // Compiled with the types of the web and none of Node's.
  const tsc = join(root, 'node_modules', '.bin', 'tsc')
  const { stdout } = await promisify(execFile)(tsc, ['-p', 'sdk'], { cwd: root }).catch((failed) => failed)
  expect(stdout).toBe('')
  const sources = globSync('sdk/src/**/*.ts', { cwd: root }).map(text).join('\n')
  const imported = [...sources.matchAll(/\bfrom '([^']+)'/g)].map(([, path]) => path)
  expect(imported.filter((path) => !/^\.\.?\/[\w/-]+\.ts$/.test(path ?? ''))).toEqual([])
  const { dependencies, peerDependencies } = JSON.parse(text('sdk/package.json'))
  expect({ dependencies, peerDependencies }).toEqual({})
})

test('a document with something that has no type makes none', () => {
  const schemas = { Odd: { type: 'object', properties: { either: { oneOf: [{ type: 'string' }] } } } }
  expect(() => typesOf({ paths: {}, components: { schemas } })).toThrow('oneOf')
})

test('amounts are text, and metadata what it is', () => {
  const amount = { type: ['string', 'number', 'null'], maxLength: 64 }
  const metadata = { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'null'] } }
  const schemas = { Made: { type: 'object', required: ['amount'], properties: { amount, metadata } } }
  expect(typesOf({ paths: {}, components: { schemas } })).toContain(
    'export interface Made {\n' +
      '  readonly amount: string | null\n' +
      '  readonly metadata?: Readonly<Record<string, string | number | boolean | null>>\n}',
  )
})
