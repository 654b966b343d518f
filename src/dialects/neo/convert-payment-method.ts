import Type, { type Static } from 'typebox'
import type { PaymentMethod } from '../../core/purchases/payments.ts'

export const PaymentMethodWire = Type.Object(
  {
    id: Type.String(),
    brand: Type.String(),
    last4: Type.String(),
    exp_month: Type.Integer(),
    exp_year: Type.Integer(),
    is_default: Type.Boolean(),
  },
  { title: 'NeoPaymentMethod' },
)

export const paymentMethodWire = (method: PaymentMethod): Static<typeof PaymentMethodWire> => ({
  id: method.id,
  brand: method.brand,
  last4: method.last4,
  exp_month: method.exp_month,
  exp_year: method.exp_year,
  is_default: method.is_default,
})

/** Both fields that tell of the saved cards. */
export const cardsWire = (methods: readonly PaymentMethod[]) => ({
  has_payment_method: methods.length > 0,
  payment_methods: methods.map(paymentMethodWire),
})
