import Type, { type Static } from 'typebox'
import type { PaymentMethod } from '../../../core/purchases/payments.ts'
import { Id } from '../fields.ts'

export const PaymentMethodPath = Type.Object({ account: Id, payment_method: Id })

export const PaymentMethodWire = Type.Object(
  {
    id: Type.String(),
    brand: Type.String(),
    last4: Type.String(),
    exp_month: Type.Integer(),
    exp_year: Type.Integer(),
    is_default: Type.Boolean(),
  },
  { title: 'PaymentMethod' },
)

export const paymentMethodWire = (method: PaymentMethod): Static<typeof PaymentMethodWire> => ({
  id: method.id,
  brand: method.brand,
  last4: method.last4,
  exp_month: method.exp_month,
  exp_year: method.exp_year,
  is_default: method.is_default,
})
