import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Minor, PriceMicro } from '../money.ts'
import type { Ids, OnceRequest, Store } from '../ports.ts'
import type { Payments } from './payments.ts'
import type { Purchase } from './purchase.ts'

/** What the operations of buying ask of the outside. */
export interface Buying {
  readonly store: Store
  readonly payments: Payments
  readonly ids: Ids
  /** The origins that a buyer may be sent to after paying; null allows every absolute http(s) URL. */
  readonly redirects: readonly string[] | null
}

/** What credits would cost. Changes nothing. */
export interface Quote {
  readonly credit_type: string
  readonly credits_micro: Micro
  readonly currency: string
  /** Without taxes. */
  readonly price_minor: Minor
  /** What one credit costs, where the price says so for each. */
  readonly unit_price_micro: PriceMicro | null
  /** The price it follows; null for the credit type's own. */
  readonly price: string | null
}

export interface BuyRequest {
  readonly account: string
  readonly member: string | null
  readonly dialect: string
  readonly source: string | null
  readonly credit_type: string
  readonly credits_micro: Micro
  /** One of the credit type's prices; null for its own price per credit. */
  readonly price: string | null
  /** What the caller says it costs, where the face allows that. Never together with a price. */
  readonly amount_minor: Minor | null
  /** What the buyer was told that it costs, in millionths of the major unit: any other price is refused. */
  readonly expected_micro?: PriceMicro | null
  /** A saved card; null for the default one. */
  readonly payment_method: string | null
  /** What to do for an account that has no card. The terms are the account's. */
  readonly without_card: 'checkout' | 'refuse' | 'as_the_terms_say'
  readonly success_url: string | null
  readonly cancel_url: string | null
  /** Undefined: as the credit type's policy says. Null: never. */
  readonly expires_at: Instant | null | undefined
  /** The caller's idempotency key; null where it gave none, and identical attempts are told by `attempt`. */
  readonly once: OnceRequest | null
  /** What the request asks for, hashed. */
  readonly attempt: string
}

export interface Bought {
  readonly purchase: Purchase
  /** Whether the call's key, or an identical attempt, had made it before. */
  readonly replayed: boolean
}
