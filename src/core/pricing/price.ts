import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Minor, PriceMicro } from '../money.ts'

/** Up to and with `up_to_micro` credits each one costs so much; null: from there on. */
export interface Tier {
  readonly up_to_micro: Micro | null
  readonly unit_price_micro: PriceMicro
}

/**
 * How a price says what credits cost. `unit`: so much for each. `bundle`: whole packs at a price each. `volume`: the
 * tier that the whole amount falls into says what each of them costs.
 */
export type PriceScheme =
  | { readonly scheme: 'unit'; readonly unit_price_micro: PriceMicro }
  | { readonly scheme: 'bundle'; readonly pack_size_micro: Micro; readonly pack_price_minor: Minor }
  | { readonly scheme: 'volume'; readonly tiers: readonly Tier[] }

/** A price at which credits of a type are sold. It never changes; a new one takes its place. */
export interface Price {
  readonly id: string
  readonly credit_type: string
  readonly currency: string
  readonly terms: PriceScheme
  readonly created_at: Instant
  /** From then on nothing is sold at it. */
  readonly archived_at: Instant | null
}
