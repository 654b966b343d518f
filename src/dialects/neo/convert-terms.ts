import Type, { type Static } from 'typebox'
import type { BillLine } from '../../core/purchases/purchase.ts'
import { type Extent, intervals } from '../../core/subscriptions/plan.ts'
import type { Preview } from '../../core/subscriptions/preview.ts'
import { ExactNumber, exactNumber } from '../exact-number.ts'
import { minorNumber, moneyText } from './convert.ts'

/** What a subscription is for, and what is due for it. */

export const termsFields = {
  credits_per_user: ExactNumber('For each seat and month.'),
  interval: Type.Enum([...intervals]),
  seats: Type.Integer(),
}

const TermsFields = Type.Object(termsFields)

export const termsWire = ({ credits_micro, interval, seats }: Extent): Static<typeof TermsFields> => ({
  credits_per_user: exactNumber(credits_micro),
  interval,
  seats,
})

const LineItem = Type.Object(
  {
    description: Type.String(),
    amount_cents: Type.Integer({ description: 'Below zero where it is taken off.' }),
    amount_display: Type.String(),
  },
  { title: 'NeoLineItem' },
)

export const lineItemsField = { line_items: Type.Array(LineItem) }

export const lineItemsWire = ({ lines, currency }: Pick<Preview, 'lines' | 'currency'>) => ({
  line_items: lines.map(({ text, amount_minor }: BillLine) => ({
    description: text,
    amount_cents: minorNumber(amount_minor),
    amount_display: moneyText(amount_minor, currency),
  })),
})
