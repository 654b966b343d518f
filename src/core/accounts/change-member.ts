import type { Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import type { Member, MemberRole, MemberStatus } from './member.ts'
import { noAccount, noMember } from './not-found.ts'
import { restateIfSeatsCount } from './restate-draws.ts'

/** What is left out stays as it is. */
export interface MemberChange {
  readonly account: string
  readonly id: string
  readonly email?: string | null | undefined
  readonly role?: MemberRole | undefined
  readonly status?: Exclude<MemberStatus, 'removed'> | undefined
}

/** Who is no longer active comes in by new links only, once it is again, as after a removal. */
export async function changeMember(registry: Registry, input: MemberChange): Promise<Member | Refusal> {
  const home = await registry.account(input.account, 'locked')
  if (!home) return noAccount(input.account)
  const found = await registry.member(input.account, input.id, 'locked')
  if (!found || found.status === 'removed') return noMember(input.account, input.id)
  const member: Member = {
    ...found,
    email: input.email === undefined ? found.email : input.email,
    role: input.role ?? found.role,
    status: input.status ?? found.status,
  }
  await registry.updateMember(member)
  if (found.status === 'active' && member.status !== 'active')
    await registry.nextMemberEra(input.account, input.id)
  await restateIfSeatsCount(registry, home)
  return member
}
