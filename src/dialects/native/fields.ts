import Type, { type Static, type TSchema } from 'typebox'
import { ID_PATTERN } from '../../core/accounts/account.ts'
import { MAX_AMOUNT_MICRO, type Micro, parseCredits, parseMicro } from '../../core/credits.ts'
import type { Instant } from '../../core/instant.ts'
import type { PriceMicro } from '../../core/money.ts'
import { Parsed } from '../../http/parsed.ts'
import { parseInstant } from '../parse-instant.ts'

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

export const UnitPriceIn = Parsed<PriceMicro>(
  { ...DECIMAL, description: 'Money for one credit, in major units, with at most six decimals.' },
  parseMicro,
)
/** In millionths of the major unit: how many decimals it may have depends on the currency. */
export const MoneyIn = Parsed<bigint>(
  { ...DECIMAL, description: 'Money in major units, such as "12.50", above zero.' },
  parseCredits,
)

export const MoneyOrNothingIn = Parsed<bigint>(
  { ...DECIMAL, description: 'Money in major units, such as "12.50", or 0.' },
  parseMicro,
)

/** Whether the purchases' rules allow it is said by core, in one place for all faces. */
export const UrlIn = Type.String({ minLength: 1, maxLength: 2048 })
export const NullableUrlIn = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  minLength: 1,
  maxLength: 2048,
})

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
  description:
    'Up to 50 fields of your own: text, numbers, true, false or null. A number of more digits than a double keeps is ' +
    'refused: send it as text.',
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
