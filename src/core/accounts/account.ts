import type { Instant } from '../instant.ts'

export type AccountKind = 'user' | 'team'

export interface Account {
  readonly id: string
  readonly kind: AccountKind
  readonly name: string
  readonly slug: string | null
  readonly created_at: Instant
}

/** Ids that a product may give to its accounts, members, credit types, projects and features. */
export const ID_PATTERN = '^[A-Za-z0-9_.:-]{1,64}$'

/** A slug stands in URLs: lower case, digits and inner hyphens. */
export const SLUG_PATTERN = '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$'
