import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Slice, Sliced } from '../ports.ts'

/** A credit type of which an account has credits, or was given a place for them. */
export interface CreditProduct {
  readonly account: string
  readonly credit_type: string
  /** What the account sees; null where it is the credit type's own name. */
  readonly name: string | null
  /** Below which the seller calls the balance low; only shown. */
  readonly low_count_micro: Micro | null
  readonly created_at: Instant
}

export interface ShownProduct extends CreditProduct {
  readonly name: string
  /** When its wallet or the product itself last changed. */
  readonly updated_at: Instant
}

export interface CreditProductRecords {
  /** False where the account has it. */
  insertCreditProduct(product: CreditProduct): Promise<boolean>
  /** Those that were made and those of which there is a wallet, by the credit type's id. */
  creditProducts(account: string, slice: Slice): Promise<Sliced<ShownProduct>>
}
