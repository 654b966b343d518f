import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import type { Member } from './member.ts'
import { noAccount, noMember } from './not-found.ts'
import { restateIfSeatsCount } from './restate-draws.ts'

export interface MemberToRemove {
  readonly account: string
  readonly id: string
}

/** The member burns nothing more, and neither the keys bound to it nor its links open anything, should it come back. */
export async function removeMember(
  registry: Registry,
  { account, id }: MemberToRemove,
  now: Instant,
): Promise<Member | Refusal> {
  const home = await registry.account(account, 'locked')
  if (!home) return noAccount(account)
  const found = await registry.member(account, id, 'locked')
  if (!found || found.status === 'removed') return noMember(account, id)
  const member: Member = { ...found, status: 'removed' }
  await registry.updateMember(member)
  await registry.revokeKeysOf(account, id, now)
  await registry.nextMemberEra(account, id)
  await restateIfSeatsCount(registry, home)
  return member
}
