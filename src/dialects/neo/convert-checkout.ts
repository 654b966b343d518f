import Type, { type Static } from 'typebox'
import type { Purchase } from '../../core/purchases/purchase.ts'
import { isRefusal, type Refusal } from '../../core/refusal.ts'
import type { Preview } from '../../core/subscriptions/preview.ts'
import { type Subscription, subscriptionStatuses } from '../../core/subscriptions/subscription.ts'
import { ExactNumber, exactNumber } from '../exact-number.ts'
import { minorNumber, moneyText } from './convert.ts'
import { PaymentMethodWire } from './convert-payment-method.ts'
import { outcomeFields, outcomeOf, paidWire } from './convert-purchase.ts'
import { lineItemsField, lineItemsWire, termsFields, termsWire } from './convert-terms.ts'

export const CheckoutWire = Type.Object(
  {
    action: Type.Enum(['estimate', 'redirect', 'charged']),
    ...termsFields,
    amount_cents: Type.Integer({
      description: 'The first bill, of a whole period; with its taxes once they are known.',
    }),
    amount_display: Type.String(),
    ...lineItemsField,
    subscription_credits: ExactNumber('What all seats together are given every month.'),
    discount_credits: ExactNumber('What comes on top in the first month.'),
    status: Type.Optional(Type.Enum([...subscriptionStatuses], { description: 'Left out in an estimate.' })),
    has_payment_method: Type.Optional(Type.Boolean({ description: 'In an estimate.' })),
    payment_methods: Type.Optional(Type.Array(PaymentMethodWire, { description: 'In an estimate.' })),
    ...outcomeFields,
  },
  { title: 'NeoCheckout' },
)

const wantedWire = (preview: Preview) => {
  const monthly_micro = BigInt(preview.terms.seats) * preview.terms.credits_micro
  return {
    ...termsWire(preview.terms),
    amount_cents: minorNumber(preview.due_minor),
    amount_display: moneyText(preview.due_minor, preview.currency),
    ...lineItemsWire(preview),
    subscription_credits: exactNumber(monthly_micro),
    discount_credits: exactNumber(preview.credits_micro - monthly_micro),
  }
}

export const estimateWire = (preview: Preview): Static<typeof CheckoutWire> => ({
  action: 'estimate',
  ...wantedWire(preview),
})

/** What a checkout has come to. One that costs nothing is in force without a charge. */
export function checkoutWire(
  preview: Preview,
  { status }: Subscription,
  purchase: Purchase | null,
): Static<typeof CheckoutWire> | Refusal {
  const outcome = purchase ? outcomeOf(purchase) : ({ action: 'charged' } as const)
  if (isRefusal(outcome)) return outcome
  return { ...wantedWire(preview), ...(purchase && paidWire(purchase)), status, ...outcome }
}
