import { expect, test } from 'vitest'
import { native } from '../../src/dialects/native/dialect.ts'
import { docsPage } from '../../src/http/docs-page.ts'
import { openApi } from '../../src/http/openapi.ts'
import { checkOf } from '../../src/http/validation.ts'

const document = openApi([native], '1.2.3')

test('every route is in the document, with its refusals and their examples', () => {
  for (const route of native.routes) {
    const path = route.path.replaceAll(/:([^/]+)/g, '{$1}')
    const operation = document.paths[path]?.[route.method.toLowerCase()]
    expect(operation?.operationId).toBe(route.id)
    const text = JSON.stringify(operation?.responses)
    for (const code of [...route.refusals, 'unauthenticated', 'rate_limited'])
      expect(text).toContain(`"${code}"`)
  }
  const ids = native.routes.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('references lead somewhere, and nothing of ours leaks into schemas', () => {
  const text = JSON.stringify(document)
  const { schemas } = document.components as { schemas: Record<string, unknown> }
  for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
    expect(schemas).toHaveProperty(name)
  expect(text).not.toMatch(/"(?:parse|shown|~\w+)":/)
  expect(document.openapi).toBe('3.1.0')
})

test('examples are what their schemas say', () => {
  for (const { id, success, body, params, example } of native.routes) {
    expect([id, checkOf(success.schema)(structuredClone(success.example))]).toEqual([id, null])
    if (body && example.body) expect([id, checkOf(body)(structuredClone(example.body))]).toEqual([id, null])
    if (body) expect([id, example.body]).not.toEqual([id, undefined])
    if (params) expect([id, checkOf(params)({ ...example.params })]).toEqual([id, null])
  }
})

test('the page needs nothing from elsewhere and escapes what it shows', () => {
  const page = docsPage(document)
  expect(page).not.toMatch(/<script|style=|https?:\/\//)
  for (const { id } of native.routes) expect(page).toContain(`id="${id}"`)
  expect(page).toContain('id="insufficient_credits"')
  expect(Buffer.byteLength(page)).toBeLessThan(300_000)
  const [first] = native.routes
  const evil = { ...native, routes: [{ ...(first as (typeof native.routes)[0]), summary: '<b>"&' }] }
  expect(docsPage(openApi([evil], '1'))).toContain('&lt;b&gt;&quot;&amp;')
})
