import type { Purchase } from './purchase.ts'

export const differenceKinds = [
  'paid_not_granted',
  'granted_not_paid',
  'amount_differs',
  'refund_differs',
  'charged_twice',
  'refund_failed',
  'refund_open',
  'outcome_unknown',
  'purchase_unknown',
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/** Something that is one way here and another way where the money is. */
export interface Difference {
  readonly kind: DifferenceKind
  readonly account: string
  readonly purchase: string
  /** For the operator: what was found, and where. */
  readonly what: string
}

export const nameOf = ({ account, id }: Pick<Purchase, 'account' | 'id'>): string => `${account} ${id}`

export const differenceOf = (
  kind: DifferenceKind,
  { account, id }: Pick<Purchase, 'account' | 'id'>,
  what: string,
): Difference => ({ kind, account, purchase: id, what })
