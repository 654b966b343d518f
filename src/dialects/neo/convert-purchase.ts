import Type, { type Static } from 'typebox'
import { type Purchase, wasPaid } from '../../core/purchases/purchase.ts'
import { whyNot } from '../../core/purchases/why-not.ts'
import { isRefusal, type Refusal, refuse } from '../../core/refusal.ts'
import { ExactNumber, exactNumber } from '../exact-number.ts'
import { minorNumber, moneyText, present } from './convert.ts'
import { PaymentMethodWire } from './convert-payment-method.ts'

/** Where the buyer goes on, or what shows that it is charged. */
export const outcomeFields = {
  session_id: Type.Optional(Type.String({ description: 'Of the hosted checkout that `url` is.' })),
  url: Type.Optional(Type.String({ description: 'The hosted page on which the buyer goes on.' })),
  invoice_id: Type.Optional(Type.String({ description: 'Once it is charged.' })),
  invoice_url: Type.Optional(Type.String({ description: 'Once it is charged.' })),
}

type Outcome = { readonly action: 'charged' | 'redirect' } & Static<typeof Outcome>
const Outcome = Type.Object(outcomeFields)

export const PurchaseWire = Type.Object(
  {
    action: Type.Enum(['estimate', 'redirect', 'charged']),
    credits: ExactNumber(),
    amount_cents: Type.Integer({ description: 'What is charged, taxes included once they are known.' }),
    amount_display: Type.String(),
    unit_price: Type.Optional(ExactNumber('Dollars for one credit. In an estimate.')),
    has_payment_method: Type.Optional(Type.Boolean({ description: 'In an estimate.' })),
    payment_methods: Type.Optional(Type.Array(PaymentMethodWire, { description: 'In an estimate.' })),
    ...outcomeFields,
  },
  { title: 'NeoPurchase' },
)

/** What a purchase has come to: charged, a page to go on with, or why it is neither. */
export function purchaseWire(purchase: Purchase): Static<typeof PurchaseWire> | Refusal {
  const outcome = outcomeOf(purchase)
  if (isRefusal(outcome)) return outcome
  const { action, ...how } = outcome
  return { action, credits: exactNumber(purchase.credits_micro), ...paidWire(purchase), ...how }
}

/** What is charged for it. */
export function paidWire({ facts, price_minor, currency }: Purchase) {
  const amount_minor = facts.total_minor ?? price_minor
  return { amount_cents: minorNumber(amount_minor), amount_display: moneyText(amount_minor, currency) }
}

export function outcomeOf(purchase: Purchase): Outcome | Refusal {
  const { state, facts } = purchase
  if (wasPaid(state)) {
    const invoice = { invoice_id: facts.invoice?.id, invoice_url: facts.invoice?.url }
    return { action: 'charged', ...present(invoice) }
  }
  if (state === 'awaiting_checkout' && facts.page_url !== null)
    return { action: 'redirect', ...present({ session_id: facts.checkout_session }), url: facts.page_url }
  const refusal = whyNot(purchase)
  return refusal === null || refusal.refused === 'payment_pending' ? PENDING : refusal
}

const PENDING = refuse(
  'payment_pending',
  'The bank has not said yet whether it paid. Do not buy again: send this same request once more, which asks for ' +
    'the payment and charges nothing twice. The credits appear by themselves once it has paid.',
)
