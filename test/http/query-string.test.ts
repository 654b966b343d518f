import { expect, test } from 'vitest'
import { parseQuery, UnreadableQuery } from '../../src/http/query-string.ts'

test.each([
  ['', {}],
  ['a=1&b=x%20y+z&c=&d', { a: '1', b: 'x y z', c: '', d: '' }],
  ['&&a=1=2', { a: '1=2' }],
  ['__proto__=1', JSON.parse('{"__proto__":"1"}')],
])('%s is read', (text, query) => expect({ ...parseQuery(text) }).toEqual({ ...query }))

test.each(['a=%', 'a=%zz', 'a=%ff', 'a=%00', 'a=%ed%a0%80', '%00=1', 'a=1&a=2'])('%s is not', (text) =>
  expect(parseQuery(text)).toBeInstanceOf(UnreadableQuery),
)
