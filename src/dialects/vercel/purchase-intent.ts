import Type, { type Static } from 'typebox'
import { creditTypeNames, currencies } from './credit-types.ts'
import { SubscriptionIntent } from './subscription-intent.ts'

/** The shapes of an answer, as strict as the published client is: what doesn't fit, that client passes over. */

const Money = Type.String({ description: 'A decimal, such as 10.00.' })
const Instant = Type.String({ format: 'date-time' })
const Labels = Type.Record(Type.String(), Type.String())

const Configuration = Type.Object({
  type: Type.Literal('credit_topup'),
  options: Type.Object({
    amount: Type.String({ description: 'Credits, as a decimal.' }),
    currency: Type.Enum([...Object.values(currencies)]),
    expirationDate: Type.Optional(Instant),
  }),
  output: Type.Optional(
    Type.Object({ grantId: Type.String() }, { description: 'There once the credits are.' }),
  ),
})

const Provider = Type.Object({
  type: Type.Enum(['stripe_invoice_immediate', 'stripe_invoice_deferred', 'stripe_hosted', 'orb_ledger']),
  resourceId: Type.String({
    description: 'The invoice, the checkout session, or what drew on the commitment.',
  }),
  currencyConversionRate: Type.Optional(
    Type.String({ description: 'Of a commitment, whose unit is a dollar.' }),
  ),
  stripeSharedPaymentTokenUsed: Type.Optional(Type.Boolean()),
})

const LineItem = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  productId: Type.String(),
  productAlias: Type.Optional(Type.Enum([...creditTypeNames])),
  quantity: Type.String(),
  unitAmount: Money,
  refund: Type.Optional(Money),
  metadata: Type.Optional(Labels),
})

const Dispute = Type.Object({
  id: Type.String(),
  providerId: Type.String(),
  amount: Money,
  currency: Type.String(),
  reason: Type.String(),
  status: Type.Enum(['open', 'won', 'lost']),
  createdAt: Instant,
  updatedAt: Instant,
})

const PurchaseIntent = Type.Object(
  {
    id: Type.String(),
    ownerId: Type.String(),
    status: Type.Enum(['pending', 'succeeded', 'failed']),
    configuration: Configuration,
    provider: Provider,
    currency: Type.Enum(['usd', 'miu']),
    subtotal: Money,
    tax: Money,
    total: Money,
    lineItems: Type.Optional(Type.Array(LineItem)),
    metadata: Type.Optional(Labels),
    refund: Type.Optional(Money),
    dispute: Type.Optional(Dispute),
    returnUrl: Type.Optional(Type.String()),
    createdAt: Instant,
    updatedAt: Instant,
  },
  { title: 'PurchaseIntent' },
)

const CheckoutAnswer = Type.Object({ checkoutSessionId: Type.String(), checkoutSessionUrl: Type.String() })
const IntentAnswer = Type.Object({ purchaseIntent: PurchaseIntent })

const SubscriptionAnswer = Type.Object({ orbSubscriptionIntent: SubscriptionIntent })

export const BuyAnswer = Type.Union([CheckoutAnswer, IntentAnswer, SubscriptionAnswer])

export type CheckoutWire = Static<typeof CheckoutAnswer>
export type PurchaseIntentWire = Static<typeof PurchaseIntent>
export type BuyAnswerWire = Static<typeof BuyAnswer>
