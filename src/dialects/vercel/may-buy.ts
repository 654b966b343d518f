import type { Principal } from '../../core/accounts/key.ts'
import type { MemberRole } from '../../core/accounts/member.ts'
import type { Registry } from '../../core/ports.ts'
import { forbid, type HttpRefusal } from '../../http/refusals.ts'

/** Every role says here whether it may spend the team's money; `admin`, which other faces have, stands beside owner. */
const mayBuy: Readonly<Record<MemberRole, boolean>> = {
  owner: true,
  admin: true,
  member: true,
  developer: true,
  security: true,
  billing: true,
  viewer: false,
  viewer_for_plus: false,
  contributor: false,
}

/** A token of a person buys as far as that person's role goes; one of the team itself must be its admin's. */
export async function refuseToSell(
  members: Pick<Registry, 'member'>,
  { account, member, role }: Principal,
): Promise<HttpRefusal | null> {
  if (account === null) return null
  if (member === null)
    return role === 'admin'
      ? null
      : forbid(`A token of the role ${role} may not buy. Use one that is a member's, or has the role admin.`)
  const found = await members.member(account, member)
  if (found && mayBuy[found.role]) return null
  return forbid(`The role ${found ? found.role.toUpperCase() : 'of a removed member'} may not buy credits.`)
}
