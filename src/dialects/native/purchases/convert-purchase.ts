import Type, { type Static } from 'typebox'
import type { Instant } from '../../../core/instant.ts'
import { type DisputeFact, refundedMinor } from '../../../core/purchases/facts.ts'
import {
  type Purchase,
  payingBys,
  purchaseStates,
  type Transition,
} from '../../../core/purchases/purchase.ts'
import type { PurchaseFilter } from '../../../core/purchases/records.ts'
import { amountOrNull, amountText, instantOrNull, instantText } from '../convert.ts'
import { Money, moneyOrNull, moneyText, NullableMoney } from '../convert-money.ts'
import {
  Amount,
  Id,
  InstantIn,
  InstantOut,
  NullableAmount,
  NullableInstant,
  NullableText,
} from '../fields.ts'
import { LineWire, linesWire } from '../subscriptions/convert-change.ts'

export const PurchasePath = Type.Object({ account: Id, purchase: Id })
export const State = Type.Enum([...purchaseStates])

/** By what lists of purchases are narrowed. */
export const purchaseFilters = {
  credit_type: Type.Optional(Id),
  state: Type.Optional(State),
  dialect: Type.Optional(Id),
  from: Type.Optional(InstantIn),
  to: Type.Optional(InstantIn),
}

export const purchaseFilter = (query: {
  readonly credit_type?: string
  readonly state?: Purchase['state']
  readonly dialect?: string
  readonly from?: Instant
  readonly to?: Instant
}): PurchaseFilter => ({
  credit_type: query.credit_type ?? null,
  states: query.state ? [query.state] : null,
  dialect: query.dialect ?? null,
  from: query.from ?? null,
  to: query.to ?? null,
})

const nullableObject = <P extends Parameters<typeof Type.Object>[0]>(properties: P) =>
  Type.Unsafe<Static<ReturnType<typeof Type.Object<P>>> | null>({
    ...Type.Object(properties),
    type: ['object', 'null'],
  })

const Failure = nullableObject({ code: Type.String(), message: Type.String() })
const Card = nullableObject({ id: Type.String(), brand: Type.String(), last4: Type.String() })
const InvoiceOf = nullableObject({
  id: Type.String(),
  number: NullableText,
  url: NullableText,
  pdf: NullableText,
})
const Dispute = nullableObject({
  id: Type.String(),
  amount: Money,
  currency: Type.String(),
  reason: Type.String(),
  status: Type.Enum(['open', 'won', 'lost']),
  created_at: InstantOut,
})

const fields = {
  id: Type.String(),
  account: Type.String(),
  state: State,
  credit_type: Type.String(),
  amount: Amount,
  currency: Type.String(),
  subtotal: Money,
  tax: NullableMoney,
  total: NullableMoney,
  price: NullableText,
  unit_price: NullableAmount,
  paying_by: Type.Enum([...payingBys]),
  checkout_url: NullableText,
  failure: Failure,
  card: Card,
  invoice: InvoiceOf,
  paid_at: NullableInstant,
  grant: NullableText,
  granted_at: NullableInstant,
  refunded: Money,
  revoked: Amount,
  dispute: Dispute,
  frozen: Type.Boolean(),
  success_url: NullableText,
  cancel_url: NullableText,
  dialect: Type.String(),
  source: NullableText,
  member: NullableText,
  subscription: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description:
      'The subscription that it bills. That grants the credits then, and the purchase itself none.',
  }),
  lines: Type.Unsafe<Static<typeof LineWire>[] | null>({
    type: ['array', 'null'],
    items: LineWire,
    description: 'What the bill says line by line, where that is more than one.',
  }),
  created_at: InstantOut,
  updated_at: InstantOut,
}

export const PurchaseWire = Type.Object(fields, { title: 'Purchase' })

/** Facts are told as of the last look at the payment; the page is only for a purchase that still waits for it. */
export function purchaseWire(purchase: Purchase): Static<typeof PurchaseWire> {
  const { facts, currency, state } = purchase
  return {
    id: purchase.id,
    account: purchase.account,
    state,
    credit_type: purchase.credit_type,
    amount: amountText(purchase.credits_micro),
    currency,
    subtotal: moneyText(facts.subtotal_minor ?? purchase.price_minor, currency),
    tax: moneyOrNull(facts.tax_minor, currency),
    total: moneyOrNull(facts.total_minor, currency),
    price: purchase.price,
    unit_price: amountOrNull(purchase.unit_price_micro),
    paying_by: purchase.paying_by,
    checkout_url: state === 'awaiting_checkout' ? facts.page_url : null,
    failure: facts.failure,
    card: facts.card,
    invoice: facts.invoice,
    paid_at: instantOrNull(facts.paid_at),
    grant: purchase.granted_at === null ? null : purchase.grant,
    granted_at: instantOrNull(purchase.granted_at),
    refunded: moneyText(refundedMinor(facts), currency),
    revoked: amountText(purchase.revoked_micro),
    dispute: facts.dispute && disputeWire(facts.dispute),
    frozen: purchase.frozen,
    success_url: purchase.success_url,
    cancel_url: purchase.cancel_url,
    dialect: purchase.dialect,
    source: purchase.source,
    member: purchase.member,
    subscription: purchase.subscription,
    lines: purchase.lines && linesWire(purchase.lines, currency),
    created_at: instantText(purchase.created_at),
    updated_at: instantText(purchase.updated_at),
  }
}

const disputeWire = ({ id, amount_minor, currency, reason, status, created_at }: DisputeFact) => ({
  id,
  amount: moneyText(amount_minor, currency),
  currency,
  reason,
  status,
  created_at: instantText(created_at),
})

const TransitionWire = Type.Object(
  {
    from: Type.Unsafe<Purchase['state'] | null>({
      type: ['string', 'null'],
      enum: [...purchaseStates, null],
    }),
    to: State,
    cause: Type.String(),
    at: InstantOut,
  },
  { title: 'Transition' },
)

export const transitionWire = ({ from, to, cause, at }: Transition): Static<typeof TransitionWire> => ({
  from,
  to,
  cause,
  at: instantText(at),
})

export const PurchaseStoryWire = Type.Object(
  { ...fields, transitions: Type.Array(TransitionWire) },
  { title: 'PurchaseStory' },
)

export const purchaseStoryWire = (
  purchase: Purchase,
  transitions: readonly Transition[],
): Static<typeof PurchaseStoryWire> => ({
  ...purchaseWire(purchase),
  transitions: transitions.map(transitionWire),
})
