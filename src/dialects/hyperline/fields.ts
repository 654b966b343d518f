import Type from 'typebox'
import { ID_PATTERN } from '../../core/accounts/account.ts'
import { type Fault, isFault, type Micro, parseCredits, parseMicro } from '../../core/credits.ts'
import type { Instant } from '../../core/instant.ts'
import type { Minor } from '../../core/money.ts'
import { Parsed } from '../../http/parsed.ts'
import { parseInstant } from '../parse-instant.ts'

/** The kinds of fields that requests are made of. Fields that nobody knows are passed over, as the contract allows. */

const Id = Type.String({ pattern: ID_PATTERN })

export const CustomerPath = Type.Object({ id: Id })
export const ProductPath = Type.Object({ id: Id, productId: Id })
export const ProductId = Id

/** The account that a call is about: a customer is one. */
export const CUSTOMER = { in: 'path', name: 'id' } as const

/** Null is the same as left out. */
const maybe = (type: string) => ({ type: [type, 'null'] })

export const CreditsIn = (description: string) =>
  Parsed<Micro>({ type: 'number', description }, parseCredits, { type: 'number', exclusiveMinimum: 0 })

export const ThresholdIn = Parsed<Micro | null>(
  { ...maybe('number'), description: 'Only shown again.' },
  parseMicro,
  { type: ['number', 'null'], minimum: 0 },
)

function parseMinor(value: string | number): Minor | Fault {
  const micro = parseCredits(value)
  if (isFault(micro)) return micro
  return micro % 1_000_000n === 0n
    ? micro / 1_000_000n
    : { fault: "must be whole units of the currency's smallest" }
}

export const MinorIn = Parsed<Minor | null>(
  {
    ...maybe('number'),
    description: "What all of the credits cost without taxes, in the currency's smallest unit.",
  },
  parseMinor,
  { type: ['integer', 'null'], minimum: 1 },
)

export const PriceId = Type.Unsafe<string | null>({ ...maybe('string'), minLength: 1, maxLength: 64 })

export const ExpiresAt = Parsed<Instant | null>(
  { ...maybe('string'), maxLength: 40, description: 'Left out, the credits never expire.' },
  parseInstant,
  { ...maybe('string'), format: 'date-time' },
)

export const EventId = Type.Unsafe<string | null>({
  ...maybe('string'),
  minLength: 1,
  maxLength: 255,
  description: 'What was used: the same event is burned once, for good.',
})

export const Name = Type.Unsafe<string | null>({ ...maybe('string'), minLength: 1, maxLength: 200 })
