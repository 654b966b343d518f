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
