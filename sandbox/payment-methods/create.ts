import type Stripe from 'stripe'
import { checkNumber, fullYear } from '../cards/check-number.ts'
import { cardOfToken } from '../cards/test-cards.ts'
import { addressField } from '../customers/address.ts'
import { missing, refuse } from '../errors.ts'
import {
  emptyable,
  hash,
  integer,
  metadata,
  oneOf,
  type Params,
  required,
  takes,
  text,
  unsimulatedAll,
} from '../http/shape.ts'
import { mergeMetadata } from '../metadata.ts'
import type { PaymentMethod } from '../wire.ts'
import type { Work } from '../work.ts'
import { newMethod } from './method.ts'

const line = emptyable(text)
export const billingField = hash(
  takes<Stripe.PaymentMethodCreateParams.BillingDetails>()({
    address: emptyable(addressField),
    email: line,
    name: line,
    phone: line,
    tax_id: line,
  }),
)
export const redisplayField = oneOf('always', 'limited', 'unspecified')

/** A card as it is entered, or a token of one. */
export const cardData = {
  type: required(oneOf('card')),
  card: hash({
    number: text,
    exp_month: integer,
    exp_year: integer,
    cvc: text,
    token: text,
    ...unsimulatedAll('networks'),
  }),
  billing_details: billingField,
  metadata,
  allow_redisplay: redisplayField,
}
export const methodData = hash(cardData)

export function createMethod(work: Work, params: Params<typeof cardData>): PaymentMethod {
  const { card, billing_details, allow_redisplay } = params
  const more = {
    ...(billing_details === undefined ? {} : { billing: billing_details }),
    ...(allow_redisplay === undefined ? {} : { allow_redisplay }),
    metadata: mergeMetadata({}, params.metadata),
  }
  if (card?.token !== undefined) {
    const known = cardOfToken(card.token.replace(/^tok_/, 'pm_card_'))
    if (known === undefined) throw missing('token', card.token, 'card[token]', 400)
    return newMethod(work, known, more)
  }
  const { number, exp_month, exp_year, cvc } = card ?? {}
  if (number === undefined || exp_month === undefined || exp_year === undefined)
    throw refuse(
      'Missing required param: card[number], card[exp_month] and card[exp_year] are needed, or card[token].',
      'parameter_missing',
      'card',
    )
  const entry = { number, exp_month, exp_year: fullYear(exp_year), cvc }
  return newMethod(work, checkNumber(entry, work.now), {
    ...more,
    exp_month,
    exp_year: entry.exp_year,
    cvc_given: cvc !== undefined,
  })
}
