import Type, { type Static } from 'typebox'
import { formatCredits } from '../../core/credits.ts'
import type { Purchase } from '../../core/purchases/purchase.ts'
import { ExactNumber, exactNumber } from '../exact-number.ts'
import { instantText, minorNumber, moneyText, present } from './convert.ts'

export const InvoiceWire = Type.Object(
  {
    id: Type.String({ description: "The invoice's id; the purchase's where it has none." }),
    status: Type.String({ description: 'What was paid stays `paid`, also where it was given back later.' }),
    description: Type.String(),
    currency: Type.String(),
    amount_cents: Type.Integer(),
    amount_display: Type.String(),
    created_at: Type.String({ format: 'date-time' }),
    paid_at: Type.Optional(Type.String({ format: 'date-time' })),
    invoice_url: Type.Optional(Type.String()),
    invoice_pdf: Type.Optional(Type.String()),
    purchased_credits: ExactNumber(
      'What was topped up; 0 for a bill of the subscription, whose seats have it.',
    ),
    remaining_before_purchase: Type.Optional(ExactNumber('What the bucket still had.')),
    new_issued_credits: Type.Optional(ExactNumber('What the bucket counts from: the other two together.')),
  },
  { title: 'NeoInvoice' },
)

export function invoiceWire(purchase: Purchase): Static<typeof InvoiceWire> {
  const { id, facts, price_minor, currency, credits_micro, remaining_before_micro: before_micro } = purchase
  const { invoice, paid_at } = facts
  const amount_minor = facts.total_minor ?? price_minor
  return {
    id: invoice?.id ?? id,
    status: 'paid',
    description: purchase.description ?? `${formatCredits(credits_micro)} credits`,
    currency,
    amount_cents: minorNumber(amount_minor),
    amount_display: moneyText(amount_minor, currency),
    created_at: instantText(purchase.created_at),
    ...present({ invoice_url: invoice?.url, invoice_pdf: invoice?.pdf }),
    ...(paid_at !== null && { paid_at: instantText(paid_at) }),
    // A bill of a subscription puts nothing into the bucket: its credits are the seats'.
    purchased_credits: exactNumber(purchase.subscription === null ? credits_micro : 0n),
    // It is paid and its credits are on their way: what they will be added to is not known yet.
    ...(before_micro !== null && {
      remaining_before_purchase: exactNumber(before_micro),
      new_issued_credits: exactNumber(before_micro + credits_micro),
    }),
  }
}
