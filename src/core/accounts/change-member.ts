import type { Instant } from '../instant.ts'
import type { Ids, Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import type { Member, MemberRole, MemberStatus } from './member.ts'
import { noAccount, noMember } from './not-found.ts'

/** What is left out stays as it is. */
export interface MemberChange {
  readonly account: string
  readonly id: string
  readonly email?: string | null | undefined
  readonly role?: MemberRole | undefined
  readonly status?: Exclude<MemberStatus, 'removed'> | undefined
}

export async function changeMember(
  registry: Registry,
  input: MemberChange,
  _ids: Ids,
  _now: Instant,
): Promise<Member | Refusal> {
  const found = await registry.member(input.account, input.id, 'locked')
  if (!found) {
    if (!(await registry.account(input.account))) return noAccount(input.account)
    return noMember(input.account, input.id)
  }
  if (found.status === 'removed') return noMember(input.account, input.id)
  const member: Member = {
    ...found,
    email: input.email === undefined ? found.email : input.email,
    role: input.role ?? found.role,
    status: input.status ?? found.status,
  }
  await registry.updateMember(member)
  return member
}
