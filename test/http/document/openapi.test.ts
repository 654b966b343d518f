import { describe, expect, test } from 'vitest'
import { hyperline } from '../../../src/dialects/hyperline/dialect.ts'
import { native } from '../../../src/dialects/native/dialect.ts'
import { neo } from '../../../src/dialects/neo/dialect.ts'
import { vercel } from '../../../src/dialects/vercel/dialect.ts'
import { docsPage } from '../../../src/http/document/docs-page.ts'
import { openApi } from '../../../src/http/document/openapi.ts'
import { checkOf } from '../../../src/http/validation.ts'

describe.each([native, neo, vercel, hyperline])('the document of $name', (dialect) => {
  const document = openApi(dialect, '1.2.3')

  test('has every route, with its refusals and their examples', () => {
    for (const route of dialect.routes) {
      const path = route.path.replaceAll(/:([^/]+)/g, '{$1}')
      const operation = document.paths[path]?.[route.method.toLowerCase()]
      expect(operation?.operationId).toBe(route.id)
      const text = JSON.stringify(operation?.responses)
      for (const code of [...route.refusals, 'unauthenticated', 'rate_limited'])
        expect(text).toContain(`"${code}"`)
    }
    const ids = dialect.routes.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('has no reference that leads nowhere, and nothing of ours in its schemas', () => {
    const text = JSON.stringify(document)
    const { schemas } = document.components as { schemas: Record<string, unknown> }
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(schemas).toHaveProperty(name)
    expect(text).not.toMatch(/"(?:parse|shown|~\w+)":/)
    expect(document.openapi).toBe('3.1.0')
  })

  test('has examples that are what their schemas say', () => {
    for (const { id, success, body, params, query, example } of dialect.routes) {
      expect([id, checkOf(success.schema)(structuredClone(success.example))]).toEqual([id, null])
      if (body && example.body) expect([id, checkOf(body)(structuredClone(example.body))]).toEqual([id, null])
      if (body) expect([id, example.body]).not.toEqual([id, undefined])
      if (params) expect([id, checkOf(params)({ ...example.params })]).toEqual([id, null])
      if (query && example.query) expect([id, checkOf(query)({ ...example.query })]).toEqual([id, null])
    }
  })

  test('has refusals that are what the schema of the envelope says', () => {
    const check = checkOf(dialect.problem)
    for (const methods of Object.values(document.paths))
      for (const { operationId, responses } of Object.values(methods))
        for (const [status, response] of Object.entries(responses))
          for (const { examples } of Object.values(response.content as Record<string, { examples: object }>))
            for (const [code, { value }] of Object.entries(Number(status) < 400 ? {} : examples))
              expect([operationId, code, check(structuredClone(value))]).toEqual([operationId, code, null])
  })

  test('is a page that needs nothing from elsewhere', () => {
    const page = docsPage(document)
    expect(page).not.toMatch(/<script|style=|(?:src|href)="(?![/#])/)
    for (const { id } of dialect.routes) expect(page).toContain(`id="${id}"`)
    expect(Buffer.byteLength(page)).toBeLessThan(320_000)
  })
})

test('the page names refusals and escapes what it shows', () => {
  expect(docsPage(openApi(native, '1'))).toContain('id="insufficient_credits"')
  const [first] = native.routes
  const evil = { ...native, routes: [{ ...(first as (typeof native.routes)[0]), summary: '<b>"&' }] }
  expect(docsPage(openApi(evil, '1'))).toContain('&lt;b&gt;&quot;&amp;')
})
