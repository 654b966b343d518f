import Type, { type Static, type TObject } from 'typebox'
import { creditTypeNames } from './credit-types.ts'

/** The intent of a credit type that is sold as a recurring quantity, in the shapes that the published client checks. */

const Instant = Type.String({ format: 'date-time' })
const Alias = Type.Enum([...creditTypeNames])
/** Credits are no resources of their own; the client wants the list all the same. */
const NoResources = Type.Array(Type.String())

const changed = <K extends string, M extends object>(type: K, more: M) =>
  Type.Object({
    type: Type.Literal(type),
    productAlias: Alias,
    productId: Type.String(),
    quantity: Type.Integer({ description: 'Credits a month, once it is in force.' }),
    effectiveAt: Instant,
    ...more,
  })

const configuration = <K extends string, O extends TObject, C extends TObject>(
  type: K,
  options: O,
  changedResource: C,
) =>
  Type.Object({
    type: Type.Literal(type),
    options,
    output: Type.Object({
      effectiveBehavior: Type.Enum(['immediate', 'end_of_term']),
      orbPriceId: Type.String({ description: 'The plan.' }),
      pricingSource: Type.Literal('orb'),
      productId: Type.String({ description: 'The credit type.' }),
      changedResources: Type.Array(changedResource),
      metadata: Type.Optional(Type.Record(Type.String(), Type.String())),
      pendingSubscriptionChangeId: Type.Optional(Type.String()),
    }),
  })

const SetQuantity = configuration(
  'set_plan_item_quantity',
  Type.Object({ productAlias: Alias, quantity: Type.Integer() }),
  changed('set_plan_item_quantity', {}),
)
const Resources = Type.Object({ productAlias: Alias, resourceIds: NoResources })
const IncreaseQuantity = configuration(
  'increase_plan_item_quantity',
  Resources,
  changed('increase_plan_item_quantity', { resourceIds: NoResources }),
)
const DecreaseQuantity = configuration(
  'decrease_plan_item_quantity',
  Resources,
  changed('decrease_plan_item_quantity', { resourceIds: NoResources }),
)

export const SubscriptionIntent = Type.Object(
  {
    id: Type.String(),
    ownerId: Type.String(),
    orbSubscriptionId: Type.String(),
    status: Type.Enum(['pending', 'succeeded', 'failed']),
    configuration: Type.Union([SetQuantity, IncreaseQuantity, DecreaseQuantity]),
    orbUpdate: Type.Union([
      Type.Object({ mode: Type.Literal('sync') }),
      Type.Object({ mode: Type.Literal('async'), status: Type.Enum(['pending']) }),
    ]),
    purchaseIntentId: Type.Optional(Type.String()),
    createdAt: Instant,
    updatedAt: Instant,
  },
  { title: 'OrbSubscriptionIntent' },
)

export type SubscriptionIntentWire = Static<typeof SubscriptionIntent>
