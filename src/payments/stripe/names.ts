import type { Order, PurchaseRef } from '../../core/purchases/payments.ts'

/** Every object that is made for a purchase says so, because an id of Stripe's says nothing here. */
export const ACCOUNT = 'scrip_account'
export const PURCHASE = 'scrip_purchase'
export const REFUND = 'scrip_refund'
/** Of several lines of one bill, which it is. */
export const LINE = 'scrip_line'

export type Metadata = { readonly [name: string]: string } | null | undefined

export const namesOf = ({ purchase }: Order) => ({ [ACCOUNT]: purchase.account, [PURCHASE]: purchase.id })

export const accountOf = (metadata: Metadata): string | null => metadata?.[ACCOUNT] || null

export function refOf(metadata: Metadata): PurchaseRef | null {
  const account = metadata?.[ACCOUNT]
  const purchase = metadata?.[PURCHASE]
  return account && purchase ? { account, purchase } : null
}

export const isOf = (metadata: Metadata, { purchase }: Order): boolean =>
  metadata?.[ACCOUNT] === purchase.account && metadata[PURCHASE] === purchase.id
