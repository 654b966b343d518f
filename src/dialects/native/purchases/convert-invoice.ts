import Type, { type Static } from 'typebox'
import type { Invoice } from '../../../core/purchases/payments.ts'
import { instantOrNull, instantText } from '../convert.ts'
import { Money, moneyText } from '../convert-money.ts'
import { InstantOut, NullableInstant, NullableText } from '../fields.ts'

export const InvoiceWire = Type.Object(
  {
    id: Type.String(),
    number: NullableText,
    status: Type.Enum(['draft', 'open', 'paid', 'void', 'uncollectible']),
    purchase: NullableText,
    description: NullableText,
    currency: Type.String(),
    subtotal: Money,
    tax: Money,
    total: Money,
    url: NullableText,
    pdf: NullableText,
    created_at: InstantOut,
    paid_at: NullableInstant,
  },
  { title: 'Invoice' },
)

export const invoiceWire = ({ currency, ...invoice }: Invoice): Static<typeof InvoiceWire> => ({
  id: invoice.id,
  number: invoice.number,
  status: invoice.status,
  purchase: invoice.purchase,
  description: invoice.description,
  currency,
  subtotal: moneyText(invoice.subtotal_minor, currency),
  tax: moneyText(invoice.tax_minor, currency),
  total: moneyText(invoice.total_minor, currency),
  url: invoice.url,
  pdf: invoice.pdf,
  created_at: instantText(invoice.created_at),
  paid_at: instantOrNull(invoice.paid_at),
})
