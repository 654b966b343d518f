import type { Instant } from '../instant.ts'
import type { Ids, Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import type { Member } from './member.ts'
import { noAccount, noMember } from './not-found.ts'
import { restateIfSeatsCount } from './restate-draws.ts'

export interface MemberToRemove {
  readonly account: string
  readonly id: string
}

/** The member burns nothing more, the keys bound to it open nothing more, and the links made for it never again. */
export async function removeMember(
  registry: Registry,
  { account, id }: MemberToRemove,
  _ids: Ids,
  _now: Instant,
): Promise<Member | Refusal> {
  const home = await registry.account(account, 'locked')
  if (!home) return noAccount(account)
  const found = await registry.member(account, id, 'locked')
  if (!found || found.status === 'removed') return noMember(account, id)
  const member: Member = { ...found, status: 'removed' }
  await registry.updateMember(member)
  await registry.nextMemberEra(account, id)
  await restateIfSeatsCount(registry, home)
  return member
}
