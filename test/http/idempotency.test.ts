import { expect, test } from 'vitest'
import { canonicalJson, fingerprintOf, idempotencyKeyOf } from '../../src/http/idempotency.ts'

test('a fingerprint knows method, path and body, and no order of fields', () => {
  const a = fingerprintOf('POST', '/v1/a', { x: 1, y: { b: [1, 'z'], a: null } })
  expect(fingerprintOf('POST', '/v1/a', { y: { a: null, b: [1, 'z'] }, x: 1 })).toBe(a)
  expect(fingerprintOf('PUT', '/v1/a', { x: 1, y: { b: [1, 'z'], a: null } })).not.toBe(a)
  expect(fingerprintOf('POST', '/v1/b', { x: 1, y: { b: [1, 'z'], a: null } })).not.toBe(a)
  expect(fingerprintOf('POST', '/v1/a', { x: '1', y: { b: [1, 'z'], a: null } })).not.toBe(a)
  expect(canonicalJson({ b: 10n, a: undefined, c: [] })).toBe('{"b":10,"c":[]}')
})

test('a key is printable ASCII', () => {
  expect(idempotencyKeyOf(undefined)).toBeNull()
  expect(idempotencyKeyOf('run 1')).toBe('run 1')
  expect(idempotencyKeyOf('x'.repeat(255))).toHaveLength(255)
  for (const bad of ['', 'x'.repeat(256), 'é', 'a\tb', ['a', 'b']])
    expect(idempotencyKeyOf(bad)).toMatchObject({ refused: 'invalid_request' })
})
