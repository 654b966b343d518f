import { expect, test } from 'vitest'
import { parseExactJson } from '../../src/http/exact-json.ts'
import { canonicalJson, fingerprintOf, idempotencyKeyOf } from '../../src/http/idempotency.ts'

test('a fingerprint knows method, path and body, and no order of fields', () => {
  const a = fingerprintOf('POST', '/v1/a', { x: 1, y: { b: [1, 'z'], a: null } })
  expect(fingerprintOf('POST', '/v1/a', { y: { a: null, b: [1, 'z'] }, x: 1 })).toBe(a)
  expect(fingerprintOf('PUT', '/v1/a', { x: 1, y: { b: [1, 'z'], a: null } })).not.toBe(a)
  expect(fingerprintOf('POST', '/v1/b', { x: 1, y: { b: [1, 'z'], a: null } })).not.toBe(a)
  expect(fingerprintOf('POST', '/v1/a', { x: '1', y: { b: [1, 'z'], a: null } })).not.toBe(a)
  expect(canonicalJson({ b: 10n, a: undefined, c: [] })).toBe('{"b":10,"c":[]}')
})

test('a fingerprint tells numbers apart that are one double', () => {
  const of = (text: string) => fingerprintOf('POST', '/v1/a', parseExactJson(Buffer.from(text)))
  const bodies = [
    '{"x":[9007199254740992]}',
    '{"x":[9007199254740993]}',
    '{"x":[9007199254740995]}',
    '{"x":[0]}',
  ]
  expect(new Set(bodies.map(of)).size).toBe(4)
  expect(of('{"y":0,"x":9007199254740993}')).toBe(of('{"x":9007199254740993,"y":0}'))
})

test('a key is printable ASCII', () => {
  expect(idempotencyKeyOf(undefined)).toBeNull()
  expect(idempotencyKeyOf('run 1')).toBe('run 1')
  expect(idempotencyKeyOf('x'.repeat(255))).toHaveLength(255)
  for (const bad of ['', 'x'.repeat(256), 'é', 'a\tb', ['a', 'b']])
    expect(idempotencyKeyOf(bad)).toMatchObject({ refused: 'invalid_request' })
})
