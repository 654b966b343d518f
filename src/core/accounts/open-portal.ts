import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import { checkRedirects } from '../purchases/redirect-urls.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { MemberRole } from './member.ts'
import { noAccount, noMember } from './not-found.ts'

/** What a link to the portal stands for. It is signed and kept nowhere, so it ends by its time or with its era. */
export interface PortalSession {
  readonly account: string
  readonly member: string | null
  readonly role: 'buyer' | 'member'
  /** How often the account's links had been called back, and the member been removed, when it was made. */
  readonly era: number
  readonly return_url: string | null
  readonly expires_at: Instant
}

export interface PortalWish {
  readonly account: string
  readonly member: string | null
  readonly return_url: string | null
  readonly lasts_seconds: number
}

/** Members who decide about money. The others see what is theirs and change nothing. */
const BUYERS: readonly MemberRole[] = ['owner', 'admin', 'billing']

/** Who may come in by a link, and as what. */
export async function openPortal(
  registry: Registry,
  { account, member: id, return_url, lasts_seconds }: PortalWish,
  allowed: readonly string[] | null,
  now: Instant,
): Promise<PortalSession | Refusal> {
  const misled = checkRedirects(allowed, [return_url])
  if (misled) return misled
  const era = await registry.portalEra(account, id)
  if (era === null) return noAccount(account)
  const member = id === null ? null : await registry.member(account, id)
  if (id !== null && (!member || member.status === 'removed')) return noMember(account, id)
  if (member && member.status !== 'active')
    return refuse('member_not_found', `The member ${id} is not active yet. Activate it first.`)
  const expires_at = Math.floor(now / 1000 + lasts_seconds) * 1000
  return { account, member: id, role: portalRole(member?.role ?? null), era, return_url, expires_at }
}

/** As what a member of this role comes in; without a member, a link is for somebody who may buy. */
export const portalRole = (role: MemberRole | null): PortalSession['role'] =>
  role === null || BUYERS.includes(role) ? 'buyer' : 'member'
