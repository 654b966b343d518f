import Type, { type Static, type TSchema } from 'typebox'
import { ID_PATTERN } from '../../core/accounts/account.ts'
import { type Fault, MAX_AMOUNT_MICRO, type Micro, parseCredits, parseMicro } from '../../core/credits.ts'
import { type Instant, LATEST_INSTANT } from '../../core/instant.ts'
import { Parsed } from '../../http/parsed.ts'

/** The kinds of fields that requests are made of. */

export const Id = Type.String({ pattern: ID_PATTERN })
export const NullableId = Type.Unsafe<string | null>({ type: ['string', 'null'], pattern: ID_PATTERN })

/** Long enough for every amount that there is, and short enough to be refused without being read. */
const DECIMAL = { type: ['string', 'number'], maxLength: 64 }

export const CreditsIn = Parsed<Micro>(
  { ...DECIMAL, description: 'Credits, above zero, with at most six decimals.' },
  parseCredits,
)
export const LimitIn = Parsed<Micro>(
  { ...DECIMAL, description: 'Zero or more, with at most six decimals.' },
  parseMicro,
)
export const PriceIn = Parsed<Micro | null>(
  {
    type: ['string', 'number', 'null'],
    maxLength: 64,
    description: 'Money for one credit, in major units, with at most six decimals.',
  },
  parseMicro,
)

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/

function parseInstant(value: string | number): Instant | Fault {
  const text = String(value)
  const at = RFC_3339.test(text) ? Date.parse(text) : Number.NaN
  // Date.parse takes a thirtieth of February for a day in March.
  const day = Number(text.slice(8, 10))
  const isDay = day <= new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate()
  if (!Number.isFinite(at) || !isDay) return { fault: 'must be a time such as 2026-01-31T12:00:00Z' }
  if (at < 0 || at > LATEST_INSTANT) return { fault: 'must be a time from 1970 to 9999' }
  return at
}

const SHOWN_INSTANT = { type: 'string', format: 'date-time' }
export const InstantIn = Parsed<Instant>({ type: 'string', maxLength: 40 }, parseInstant, SHOWN_INSTANT)
export const NullableInstantIn = Parsed<Instant | null>(
  { type: ['string', 'null'], maxLength: 40 },
  parseInstant,
  { type: ['string', 'null'], format: 'date-time' },
)

/** A whole number in a query, where everything is text. */
export const QueryInteger = (minimum: number, maximum: number) =>
  Parsed<number>(
    { type: 'string', maxLength: 20 },
    (value) => {
      const number = /^\d{1,9}$/.test(String(value)) ? Number(value) : Number.NaN
      return number >= minimum && number <= maximum
        ? number
        : { fault: `must be a whole number from ${minimum} to ${maximum}` }
    },
    { type: 'integer', minimum, maximum },
  )

/** Like everything that is stored as text, without NUL and with whole surrogate pairs: see http/exact-json.ts. */
export const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

export const Metadata = Type.Unsafe<Readonly<Record<string, string | number | boolean | null>>>({
  type: 'object',
  maxProperties: 50,
  propertyNames: { type: 'string', minLength: 1, maxLength: 64 },
  additionalProperties: { type: ['string', 'number', 'boolean', 'null'], maxLength: 512 },
  description: 'Up to 50 fields of your own: text, numbers, true, false or null.',
})

export const Ttl = Type.Integer({ minimum: 1, maximum: 2_592_000 })

export const strict = { additionalProperties: false } as const

/** The fields of answers. */

export const Amount = Type.String({ description: 'A decimal number as text, so that no client rounds it.' })
export const InstantOut = Type.String({ format: 'date-time' })
export const nullable = <S extends TSchema>(schema: S) =>
  Type.Unsafe<Static<S> | null>({ ...schema, type: [(schema as { type?: string }).type, 'null'] })
export const NullableText = nullable(Type.String())
export const NullableAmount = nullable(Type.String())
export const NullableInstant = Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date-time' })
export const MetadataOut = Type.Unsafe<object | null>({
  type: ['object', 'null'],
  additionalProperties: true,
})

export const AccountPath = Type.Object({ account: Id })

export const MAX_CREDITS = MAX_AMOUNT_MICRO
