import Type from 'typebox'
import { expect, test } from 'vitest'
import { parseCredits } from '../../src/core/credits.ts'
import { parseExactJson } from '../../src/http/exact-json.ts'
import { Parsed } from '../../src/http/parsed.ts'
import { checkOf } from '../../src/http/validation.ts'

const Credits = Parsed({ type: ['string', 'number'], maxLength: 64 }, parseCredits)
const strict = { additionalProperties: false }
const Item = Type.Object({ amount: Credits, note: Type.Optional(Type.String({ maxLength: 3 })) }, strict)
const check = checkOf(
  Type.Object(
    { items: Type.Array(Item, { maxItems: 1000 }), limit: Type.Optional(Type.Integer({ minimum: 1 })) },
    strict,
  ),
)

test('what is parsed arrives parsed', () => {
  const body = { items: [{ amount: '1.5' }, { amount: 2 }] }
  expect(check(body)).toBeNull()
  expect(body).toEqual({ items: [{ amount: 1_500_000n }, { amount: 2_000_000n }] })
})

test('every faulty field is named, whether its type or its value is wrong', () => {
  const items = [
    { amount: '0.0000001' },
    { amount: true },
    { note: 'long' },
    { amount: '-1', 'co/lour': 1 },
    'no object',
    { amount: '1' },
  ]
  expect(check({ items, limit: 0, more: 1 })).toEqual(
    expect.arrayContaining([
      { field: 'items/0/amount', message: 'must have at most six decimals' },
      { field: 'items/1/amount', message: 'must be text or a number' },
      { field: 'items/2/amount', message: 'is required' },
      { field: 'items/2/note', message: 'must have at most 3 characters' },
      { field: 'items/3/amount', message: 'must not be negative' },
      { field: 'items/3/co/lour', message: 'is not a known field' },
      { field: 'items/4', message: 'must be an object' },
      { field: 'limit', message: 'must be at least 1' },
      { field: 'more', message: 'is not a known field' },
    ]),
  )
})

test('numbers that are none are refused', () => {
  for (const amount of [Number.NaN, Number.POSITIVE_INFINITY, null, [], {}, ''])
    expect(check({ items: [{ amount }] })?.[0]?.field).toBe('items/0/amount')
  expect(check({ items: [], limit: '1' })).toEqual([{ field: 'limit', message: 'must be a whole number' }])
  expect(check({ items: [], limit: 1.5 })).toHaveLength(1)
})

test('a number that no double holds is taken where it is parsed, and nowhere else', () => {
  const List = Type.Array(Type.Integer(), { maxItems: 3 })
  const check = checkOf(Type.Object({ a: Credits, n: Type.Integer(), list: List, text: Type.String() }))
  const of = (text: string) => {
    const value = parseExactJson(Buffer.from(text))
    return check(value) ?? value
  }
  const near = '1.00000000000000001'
  expect(
    of('{"a":123456789012.123456,"n":1,"list":[1],"text":"x","more":12345678901234567890}'),
  ).toMatchObject({
    a: 123_456_789_012_123_456n,
  })
  expect(of(`{"a":${near},"n":${near},"list":[1,${near}],"text":${near}}`)).toEqual([
    { field: 'text', message: 'must be text' },
    { field: 'a', message: 'must have at most six decimals' },
    { field: 'list/1', message: 'has more digits than a number keeps' },
    { field: 'n', message: 'has more digits than a number keeps' },
  ])
})

test('a list that is too long is one fault, and faults are bounded', () => {
  const wrong = (length: number) => ({ items: Array.from({ length }, () => ({ amount: 'x', y: 1 })) })
  expect(check(wrong(1001))).toEqual([{ field: 'items', message: 'must have at most 1000 items' }])
  expect(check(wrong(1000))?.length).toBeLessThanOrEqual(100)
  const began = performance.now()
  const kinds = Type.Unsafe({ type: ['array', 'null'], maxItems: 20, uniqueItems: true })
  expect(checkOf(Type.Object({ kinds }))({ kinds: Array(50_000).fill('a') })).toEqual([
    { field: 'kinds', message: 'must have at most 20 items' },
  ])
  expect(performance.now() - began).toBeLessThan(2_000)
  const unknown = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`f${i}`, 1]))
  expect(check({ items: [], ...unknown })?.length).toBeLessThanOrEqual(100)
})
