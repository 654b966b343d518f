import Type from 'typebox'
import { ID_PATTERN } from '../../core/accounts/account.ts'
import { type Fault, isFault, MICRO, type Micro, parseCredits, parseMicro } from '../../core/credits.ts'
import { intervals } from '../../core/subscriptions/plan.ts'
import { MAX_SEATS } from '../../core/subscriptions/price.ts'
import { Parsed } from '../../http/parsed.ts'

/** The kinds of fields that requests are made of. Fields that nobody knows are passed over, as Neo's clients expect. */

const LEAST_MICRO = 100n * MICRO
const MOST_MICRO = 3000n * MICRO

function parsePurchasable(value: string | number): Micro | Fault {
  const micro = parseCredits(value)
  if (isFault(micro)) return micro
  return micro >= LEAST_MICRO && micro <= MOST_MICRO ? micro : { fault: 'must be from 100 to 3000' }
}

export const PurchasableCredits = Parsed<Micro>(
  { type: 'number', description: 'How many to buy, with at most six decimals.' },
  parsePurchasable,
  { type: 'number', format: 'double', minimum: 100, maximum: 3000 },
)

export const UsedCredits = Parsed<Micro>(
  { type: 'number', description: 'How many were used: above zero, with at most six decimals.' },
  parseCredits,
  { type: 'number', format: 'double', exclusiveMinimum: 0 },
)

export const LimitUsd = Parsed<Micro>(
  { type: 'number', description: 'Dollars a month. Zero blocks.' },
  parseMicro,
  { type: 'number', format: 'double', minimum: 0 },
)

/** Left out, null and empty are the same here. */
export const OptionalText = (maxLength: number, description: string) =>
  Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength, description }))

export const textOrNull = (text: string | null | undefined): string | null => text || null

function parseLimit(value: string | number): number | Fault {
  const number = /^\d{1,3}$/.test(String(value)) ? Number(value) : 0
  return number >= 1 && number <= 100 ? number : { fault: 'must be a whole number from 1 to 100' }
}

/** Of a list, in a query, where everything is text. */
export const Limit = Parsed<number>({ type: 'string', maxLength: 20 }, parseLimit, {
  type: 'integer',
  minimum: 1,
  maximum: 100,
  default: 25,
})

export const Email = Type.String({ minLength: 3, maxLength: 320, description: "A member's." })
export const Id = Type.String({ pattern: ID_PATTERN })

/** What a subscription is for. */
export const terms = {
  seats: Type.Integer({ minimum: 1, maximum: MAX_SEATS }),
  credits_per_user: Parsed<Micro>({ type: 'number', description: 'For each seat and month.' }, parseCredits, {
    type: 'number',
    format: 'double',
    exclusiveMinimum: 0,
  }),
  interval: Type.Enum([...intervals], { description: 'How often it is billed. Credits come every month.' }),
}

export const redirects = {
  redirect_success_url: OptionalText(2048, 'Where the hosted page sends a buyer who has paid.'),
  redirect_cancel_url: OptionalText(2048, 'Where the hosted page sends a buyer who turns back.'),
}

export const CardId = OptionalText(255, 'A saved card; without it, the default one.')

/** What a purchase or an estimate asks for. */
export interface Wanted {
  readonly credits: Micro
  readonly payment_method_id?: string | null
  readonly redirect_success_url?: string | null
  readonly redirect_cancel_url?: string | null
}
