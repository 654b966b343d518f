import type { TObject } from 'typebox'
import { expect, test } from 'vitest'
import { hyperline } from '../../src/dialects/hyperline/dialect.ts'
import { native } from '../../src/dialects/native/dialect.ts'
import { neo } from '../../src/dialects/neo/dialect.ts'
import { vercel } from '../../src/dialects/vercel/dialect.ts'
import { parseExactJson } from '../../src/http/exact-json.ts'
import { checkOf } from '../../src/http/validation.ts'

interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
}

type Path = readonly (string | number)[]

/** Where the values of a body stand, with one item of each list and one field of each open object. */
function leavesOf(schema: Schema, path: Path = []): (readonly [Path, Schema])[] {
  const { properties, items, additionalProperties: open } = schema
  if (items) return leavesOf(items, [...path, 0])
  if (typeof open === 'object') return leavesOf(open, [...path, 'any'])
  // What takes anything is its handler's to refuse.
  if (!properties) return schema.type || schema.enum ? [[path, schema]] : []
  return Object.entries(properties).flatMap(([name, inner]) => leavesOf(inner, [...path, name]))
}

const put = ([first, ...rest]: Path, value: string): unknown => {
  if (first === undefined) return value
  return first === 0 ? [put(rest, value)] : { [first]: put(rest, value) }
}

/** A body that holds the number in one place and nothing else. */
const bodyWith = (path: Path, number: string): unknown =>
  parseExactJson(Buffer.from(JSON.stringify(put(path, '@')).replace('"@"', number)))

const bodies = [native, neo, vercel, hyperline].flatMap(({ name, routes }) =>
  routes.flatMap(({ id, body }) => (body ? [[`${name} ${id}`, body] as const] : [])),
)

const takesNumber = ({ type = [] }: Schema) => [type].flat().some((name) => /number|integer/.test(name))

test.each(bodies)(
  '%s takes no number for text, and none that is not what was written',
  (_, body: TObject) => {
    const check = checkOf(body)
    for (const [path, schema] of leavesOf(body as Schema))
      for (const number of ['12345678901234567890', '1.00000000000000001', '-9007199254740993']) {
        const faults = check(bodyWith(path, number)) ?? []
        const fault = faults.find(({ field }) => field === path.join('/'))
        const message = takesNumber(schema)
          ? expect.any(String)
          : expect.stringMatching(/^must be (?!a decimal)/)
        expect([path, number, fault?.message]).toEqual([path, number, message])
      }
  },
)

test('where a number is taken, it is taken as it was written', () => {
  const taken = (body: TObject | null | undefined, path: Path, number: string) => {
    const value = bodyWith(path, number)
    const faults = checkOf(body as TObject)(value) ?? []
    expect(faults.filter(({ field }) => field === path.join('/'))).toEqual([])
    return path.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], value)
  }
  const bodyOf = (id: string) =>
    [...native.routes, ...neo.routes, ...hyperline.routes].find((r) => r.id === id)?.body
  expect(taken(bodyOf('create_debit'), ['amount'], '123456789012.123456')).toBe(123_456_789_012_123_456n)
  expect(taken(bodyOf('batch_debits'), ['debits', 0, 'amount'], '123456789012.123456')).toBe(
    123_456_789_012_123_456n,
  )
  expect(taken(bodyOf('neo_usage'), ['credits'], '123456789012.123456')).toBe(123_456_789_012_123_456n)
  expect(taken(bodyOf('topup_customer_credits'), ['credit_count'], '123456789012.123456')).toBe(
    123_456_789_012_123_456n,
  )
})
