import Type from 'typebox'
import { Compile } from 'typebox/compile'

/**
 * What the published TypeScript client takes for an answer of the endpoint. It checks every field, and where one doesn't
 * fit it gives its caller an empty checkout session instead of an error.
 */
const Text = Type.String()
const Texts = Type.Record(Text, Text)
const optional = Type.Optional

const LineItem = Type.Object({
  description: Text,
  id: Text,
  metadata: optional(Texts),
  name: Text,
  productAlias: optional(Text),
  productId: Text,
  quantity: Text,
  refund: optional(Text),
  unitAmount: Text,
})

const Dispute = Type.Object({
  amount: Text,
  createdAt: Text,
  currency: Text,
  id: Text,
  providerId: Text,
  reason: Type.Union([Text, Type.Null()]),
  status: Text,
  updatedAt: Text,
})

const Intent = Type.Object({
  configuration: Type.Object({
    options: Type.Object({
      amount: Text,
      currency: Type.Enum([
        'ai_credits',
        'ai_gateway_credits',
        'copper_test_units',
        'v0_user_credits',
        'vercel_agent_credits',
      ]),
      expirationDate: optional(Text),
    }),
    output: optional(Type.Any()),
    type: Type.Literal('credit_topup'),
  }),
  createdAt: Text,
  currency: Type.Enum(['miu', 'usd']),
  dispute: optional(Dispute),
  id: Text,
  lineItems: optional(Type.Array(LineItem)),
  metadata: optional(Texts),
  ownerId: Text,
  provider: Type.Object({
    currencyConversionRate: optional(Text),
    resourceId: Text,
    stripeSharedPaymentTokenUsed: optional(Type.Boolean()),
    type: Type.Enum([
      'apple_in_app_purchase',
      'orb_ledger',
      'stripe_elements',
      'stripe_hosted',
      'stripe_invoice_deferred',
      'stripe_invoice_elements',
      'stripe_invoice_immediate',
      'tackle_aws_marketplace',
    ]),
  }),
  refund: optional(Text),
  returnUrl: optional(Text),
  status: Type.Enum(['failed', 'pending', 'succeeded']),
  subtotal: Text,
  tax: Text,
  total: Text,
  updatedAt: Text,
})

const Count = Type.Number()
const Resources = Type.Array(Text)

const ChangedResource = Type.Union([
  Type.Object({
    productAlias: Text,
    productId: Text,
    quantity: Count,
    resourceIds: optional(Resources),
    type: Type.Literal('set_plan_item_quantity'),
  }),
  ...(['increase_plan_item_quantity', 'decrease_plan_item_quantity'] as const).map((type) =>
    Type.Object({
      productAlias: Text,
      productId: Text,
      quantity: Count,
      resourceIds: Resources,
      type: Type.Literal(type),
    }),
  ),
])

const output = Type.Object({
  changedResources: optional(Type.Array(ChangedResource)),
  effectiveBehavior: Type.Enum(['end_of_term', 'immediate']),
  metadata: optional(Texts),
  orbPriceId: Text,
  pendingSubscriptionChangeId: optional(Text),
  pricingSource: Type.Enum(['copper', 'orb']),
  productId: Text,
})

const SubscriptionIntent = Type.Object({
  configuration: Type.Union([
    Type.Object({
      options: Type.Object({ productAlias: Text, quantity: Count, resourceIds: optional(Resources) }),
      output,
      type: Type.Literal('set_plan_item_quantity'),
    }),
    ...(['increase_plan_item_quantity', 'decrease_plan_item_quantity'] as const).map((type) =>
      Type.Object({
        options: Type.Object({ productAlias: Text, resourceIds: Resources }),
        output,
        type: Type.Literal(type),
      }),
    ),
  ]),
  createdAt: Text,
  id: Type.String({ pattern: '^orbsubint_' }),
  orbSubscriptionId: Text,
  orbUpdate: Type.Union([
    Type.Object({ mode: Type.Literal('sync') }),
    Type.Object({
      mode: Type.Literal('async'),
      status: Type.Enum(['canceled', 'failed', 'pending', 'running']),
    }),
    Type.Object({ appliedAt: Text, mode: Type.Literal('async'), status: Type.Literal('succeeded') }),
  ]),
  ownerId: Text,
  purchaseIntentId: optional(Text),
  status: Type.Enum(['failed', 'pending', 'succeeded']),
  updatedAt: Text,
})

const answers = {
  checkout: Compile(Type.Object({ checkoutSessionId: Text, checkoutSessionUrl: Text })),
  intent: Compile(Type.Object({ purchaseIntent: Intent })),
  subscription: Compile(Type.Object({ orbSubscriptionIntent: SubscriptionIntent })),
}

type Kind = keyof typeof answers

/** As which of the answers the client reads a body; null where it would read none. */
export const readAs = (body: unknown): Kind | null =>
  (Object.keys(answers) as Kind[]).find((kind) => answers[kind].Check(body)) ?? null

/** What is wrong with an intent, for the message of a test. */
export const faultsOf = (body: unknown, kind: Kind = 'intent'): string[] =>
  [...answers[kind].Errors(body)].map(({ instancePath, message }) => `${instancePath} ${message}`)
