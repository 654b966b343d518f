import type { Shop } from '../harness/shop.ts'
import type { Answer, Wire } from '../harness/wire.ts'

/** One story, which every face of the API tells in its own words. */
export interface Tale {
  /** Of whose credits it is told. */
  readonly account: string
  readonly credit_type: string
  readonly amount: number
  /** Sells the credit type and opens the account; answers the buyer's own wire. */
  open(shop: Shop): Promise<Wire>
  /** Without a saved card. Answers the page to pay on, where the face has one. */
  first(buyer: Wire, shop: Shop): Promise<Answer>
  readonly firstWire: readonly [number, unknown]
  page(first: Answer): string | null
  /** With the card that the first purchase saved. */
  second(buyer: Wire): Promise<Answer>
  readonly secondWire: readonly [number, unknown]
  /** The same with a card that declines. */
  readonly declineWire: readonly [number, unknown]
  spend(buyer: Wire, shop: Shop): Promise<Answer>
  readonly spendWire: readonly [number, unknown]
  /** What the buyer sees after half of the second purchase's money went back. */
  refunded(buyer: Wire, shop: Shop, second: Answer): Promise<Answer>
  readonly refundedWire: readonly [number, unknown]
}

export type DialectName = 'native' | 'neo' | 'vercel' | 'hyperline'
