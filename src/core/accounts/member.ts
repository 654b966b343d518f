import type { Instant } from '../instant.ts'

export const memberRoles = [
  'owner',
  'admin',
  'member',
  'developer',
  'security',
  'billing',
  'viewer',
  'viewer_for_plus',
  'contributor',
] as const
export type MemberRole = (typeof memberRoles)[number]

/** What somebody is in an account today; no role where no member was asked about. */
export interface Standing {
  readonly role: MemberRole | null
  /** How often the links to the account's portal were called back, and the member was removed. */
  readonly portal_era: number
}

export type MemberStatus = 'active' | 'invited' | 'removed'

/** A person in an account. A removed member keeps its history and can burn nothing. */
export interface Member {
  readonly account: string
  readonly id: string
  readonly email: string | null
  readonly role: MemberRole
  readonly status: MemberStatus
  readonly created_at: Instant
}
