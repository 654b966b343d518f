import type { Account } from '../../core/accounts/account.ts'
import type { Principal } from '../../core/accounts/key.ts'
import type { Member } from '../../core/accounts/member.ts'
import { noAccount, noMember } from '../../core/accounts/not-found.ts'
import { isRefusal, type Refusal } from '../../core/refusal.ts'
import type { Call } from '../../http/call.ts'
import { forbid, type HttpRefusal } from '../../http/refusals.ts'

/** The roles of those who may call this face: the product itself has no account to act for. */
export const everybody = ['admin', 'spender', 'viewer'] as const
export const whoBurns = ['admin', 'spender'] as const

/** Who calls, and for whom: a member of a team acts for the team, anyone else for their own account. */
export interface Actor {
  readonly account: Account
  readonly member: Member | null
  /** Whether they may spend the account's money and say who may burn how much. */
  readonly isAdmin: boolean
  readonly mayBurn: boolean
}

export async function actorOf({ caller, store }: Call): Promise<Actor | Refusal> {
  const id = caller.account as string
  const account = await store.registry.account(id)
  if (!account) return noAccount(id)
  const member = caller.member === null ? null : await store.registry.member(id, caller.member)
  if (caller.member !== null && !member) return noMember(id, caller.member)
  const mayBurn = caller.role !== 'viewer' && member?.role !== 'viewer'
  return { account, member, isAdmin: mayBurn && leads(account, member, caller), mayBurn }
}

/** In a team the member's role decides; a key or token of no member is as good as its own. */
function leads({ kind }: Account, member: Member | null, caller: Principal): boolean {
  if (kind === 'user') return true
  if (!member) return caller.role === 'admin'
  return member.role === 'admin' || member.role === 'owner'
}

/** The caller where they may do what only admins may. */
export async function adminOf(call: Call, what: string): Promise<Actor | Refusal | HttpRefusal> {
  const actor = await actorOf(call)
  if (isRefusal(actor) || actor.isAdmin) return actor
  return forbid(`Only an admin of the team may ${what}.`)
}
