import type Stripe from 'stripe'

/** The API version that the pinned SDK speaks; an SDK of another version doesn't compile against it. */
export const API_VERSION: Stripe.LatestApiVersion = '2026-10-28.endive'

/**
 * An object of the SDK as it travels and is kept: decimals are strings, and what can be expanded is an id. So
 * an object that lacks a field which the SDK says is always there doesn't compile.
 */
export type Wire<T> = { [K in keyof T]: Field<T[K]> }
type Field<V> = [Extract<V, string>] extends [never] ? Deep<V> : Deep<Exclude<V, { id: string }>>
type Deep<V> = V extends string
  ? V
  : V extends Stripe.Decimal
    ? string
    : V extends ReadonlyArray<infer I>
      ? Field<I>[]
      : V extends object
        ? Wire<V>
        : V

export type BalanceTransaction = Wire<Stripe.BalanceTransaction>
export type Charge = Wire<Stripe.Charge>
export type Customer = Wire<Stripe.Customer>
export type Dispute = Wire<Stripe.Dispute>
export type Invoice = Wire<Stripe.Invoice>
export type InvoiceItem = Wire<Stripe.InvoiceItem>
export type InvoiceLine = Wire<Stripe.InvoiceLineItem>
export type InvoicePayment = Wire<Stripe.InvoicePayment>
export type LineItem = Wire<Stripe.LineItem>
export type PaymentIntent = Wire<Stripe.PaymentIntent>
export type PaymentMethod = Wire<Stripe.PaymentMethod>
export type Price = Wire<Stripe.Price>
export type Product = Wire<Stripe.Product>
export type Refund = Wire<Stripe.Refund>
export type Session = Wire<Stripe.Checkout.Session>
export type SetupIntent = Wire<Stripe.SetupIntent>
export type Address = Wire<Stripe.Address>

export interface Event {
  id: string
  object: 'event'
  api_version: string
  created: number
  data: { object: Kept; previous_attributes?: Record<string, unknown> }
  livemode: false
  pending_webhooks: number
  request: { id: string | null; idempotency_key: string | null }
  type: EventType
}
export type EventType = Stripe.Event.Type

/** Everything that is kept, by the name that Stripe gives its kind. */
export interface Kinds {
  balance_transaction: BalanceTransaction
  charge: Charge
  'checkout.session': Session
  customer: Customer
  dispute: Dispute
  event: Event
  invoice: Invoice
  invoice_payment: InvoicePayment
  invoiceitem: InvoiceItem
  item: LineItem
  line_item: InvoiceLine
  payment_intent: PaymentIntent
  payment_method: PaymentMethod
  price: Price
  product: Product
  refund: Refund
  setup_intent: SetupIntent
}
export type Kind = keyof Kinds
export type Kept = Kinds[Kind]
export type Metadata = Record<string, string>
