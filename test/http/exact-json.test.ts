import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExactJson, Unreadable, writtenNumbers } from '../../src/http/exact-json.ts'

const parse = (text: string | Buffer) => parseExactJson(Buffer.from(text))
const reason = (text: string | Buffer) => {
  const value = parse(text)
  return value instanceof Unreadable ? value.refusal.detail : value
}

describe('numbers', () => {
  test.each([
    ['1', 1],
    ['[0.1, -0, 1e2, 1E-6, 123456789012345]', [0.1, -0, 100, 0.000001, 123456789012345]],
    ['{"a":1.50}', { a: 1.5 }],
    ['{"a":100000000000000000000}', { a: 1e20 }],
    ['{"a":1.0000000000000000000000}', { a: 1 }],
    ['{"a":0.0000000000000000e5}', { a: 0 }],
  ])('%s arrives as a number', (text, value) => expect(parse(text)).toEqual(value))

  test.each([
    ['{"a":0.1234567890123456789}', '0.1234567890123456789'],
    ['{"a":12345678901234567890}', '12345678901234567890'],
    ['{"a": -9007199254740993}', '-9007199254740993'],
    ['{"a":9007199254740993e-3}', '9007199254740993e-3'],
  ])('what was written for %s stays beside it', (text, written) => {
    const value = parse(text) as { a: number }
    expect([value.a, writtenNumbers(value)]).toEqual([Number(written), new Map([['a', written]])])
  })

  test('of many digits are told apart from text, and each from those of other objects', () => {
    const text =
      '{"a":{"b":12345678901234567890,"c":"12345678901234567890","d":0.1234567890123456789},"e":[1e2,9007199254740993]}'
    const value = parse(text) as { a: Record<string, unknown>; e: unknown[] }
    expect([...(writtenNumbers(value.a)?.keys() ?? [])]).toEqual(['b', 'd'])
    expect(value.a).toEqual({ b: expect.any(Number), c: expect.any(String), d: expect.any(Number) })
    expect([writtenNumbers(value), writtenNumbers(value.e)]).toEqual([
      undefined,
      new Map([['1', '9007199254740993']]),
    ])
  })

  test('of many digits are no more work each where there are many', () => {
    const text = `{"key":[${Array(58_000).fill('12345678901234567').join()}]}`
    const began = performance.now()
    expect(parse(text)).toHaveProperty('key.57999')
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  test('are exact, whatever they are', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.nat(20))
      .map(([digits, places]) => {
        const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0')
        const point = text.length - places
        return `${digits < 0n ? '-' : ''}${text.slice(0, point)}${places > 0 ? `.${text.slice(point)}` : ''}`
      })
    fc.assert(
      fc.property(decimal, (text) => {
        const list = parse(`[${text}]`) as [number]
        const [value] = list
        const written = writtenNumbers(list)?.get('0')
        if (written !== undefined) return written === text && value === Number(text)
        return exactly(String(value)) === exactly(text)
      }),
      { numRuns: 2000 },
    )
  })
})

/** A decimal text as an integer of the 60th place. */
function exactly(text: string): bigint {
  const [mantissa = '', exponent = '0'] = text.split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const value = BigInt(whole + fraction) * 10n ** BigInt(60 + Number(exponent) - fraction.length)
  return text.startsWith('-') ? -value : value
}

describe('text', () => {
  test.each([
    ['a raw NUL', '{"a":"\0"}'],
    ['an escaped NUL', '{"a":"x\\u0000y"}'],
    ['an escaped NUL in a name', '{"\\u0000":1}'],
    ['half a pair', '{"a":["\\ud800"]}'],
    ['the other half', '{"a":"\\uDFFF!"}'],
    ['pairs the wrong way round', '"\\udc00\\ud800"'],
    ['__proto__', '{"__proto__":{}}'],
    ['__proto__ in disguise', '{"a":[{"\\u005f_proto__":1}]}'],
    ['constructor', '{"a":{"constructor":{}}}'],
  ])('%s is refused', (_, text) => expect(parse(text)).toBeInstanceOf(Unreadable))

  test.each(['{"a":"\\ud83d\\ude00"}', '{"a":"é😀\\u00e9"}', '{"name":"constructor"}', '{"a":"\\\\u0000"}'])(
    '%s is fine',
    (text) => expect(parse(text)).toEqual(JSON.parse(text)),
  )

  test('that is no UTF-8 is refused', () => {
    expect(reason(Buffer.from([0x22, 0xff, 0x22]))).toBe('The body is not valid UTF-8.')
    expect(reason(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toBe('The body is not valid UTF-8.')
  })
})

describe('shape', () => {
  test('deep nesting is refused, brackets in text are not', () => {
    expect(reason('['.repeat(33) + ']'.repeat(33))).toMatch(/nested/)
    expect(reason('{"a":'.repeat(200_000))).toMatch(/nested/)
    expect(parse('['.repeat(32) + ']'.repeat(32))).toEqual(JSON.parse('['.repeat(32) + ']'.repeat(32)))
    expect(parse(`{"a":"${'['.repeat(100)}\\"${'{'.repeat(100)}"}`)).toHaveProperty('a')
  })

  test.each([
    ['{"amount":1,"amount":1000}', 'amount'],
    ['{"a":"amount:1","amount":1,"\\u0061mount":1}', 'amount'],
    [
      '{"debits":[{"amount":1,"metadata":{"a:b":"}{\\"","c":[]}},{"x":[],"key":"k","key":"k"}]}',
      'debits/1/key',
    ],
    ['[{},{"":0, "" :12345678901234567890}]', '1/'],
  ])('a field that is there twice is refused: %s', (text, field) =>
    expect(reason(text)).toBe(`The body has the field ${field} twice.`),
  )

  test('what goes wrong is told without the body', () => {
    expect(reason('{"secret": nope}')).toBe('The body is not valid JSON.')
    expect(reason('{"secret": 1 2}')).toBe('The body is not valid JSON: it goes wrong at character 14.')
    expect(reason('{"a":')).toBe('The body is not valid JSON: it ends too early.')
  })

  test('any JSON of ours comes back as it was', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const value = parse(text)
        if (value instanceof Unreadable) return true
        expect(value).toEqual(JSON.parse(text))
        return true
      }),
    )
  })
})
