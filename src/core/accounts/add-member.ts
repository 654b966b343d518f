import type { Instant } from '../instant.ts'
import type { Ids, Registry } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Member, MemberRole, MemberStatus } from './member.ts'
import { noAccount } from './not-found.ts'
import { restateIfSeatsCount } from './restate-draws.ts'

export interface NewMember {
  readonly account: string
  /** The product's own id; null to have one minted. */
  readonly id: string | null
  readonly email: string | null
  readonly role: MemberRole
  readonly status: Exclude<MemberStatus, 'removed'>
}

/** A member who was removed may come back under the same id, with the history that the id has. */
export async function addMember(
  registry: Registry,
  input: NewMember,
  now: Instant,
  ids: Ids,
): Promise<Member | Refusal> {
  const { account, email, role, status } = input
  // Locked before any member, as everybody does who changes what members may draw on.
  const home = await registry.account(account, 'locked')
  if (!home) return noAccount(account)
  const member: Member = {
    account,
    id: input.id ?? ids.mint('mem', now),
    email,
    role,
    status,
    created_at: now,
  }
  if (await registry.insertMember(member)) {
    await restateIfSeatsCount(registry, home)
    return member
  }
  const found = await registry.member(account, member.id, 'locked')
  if (found?.status !== 'removed')
    return refuse('member_exists', `The account ${account} has a member ${member.id} already.`)
  const back: Member = { ...member, created_at: found.created_at }
  await registry.updateMember(back)
  await restateIfSeatsCount(registry, home)
  return back
}
