import type { Principal } from '../../core/accounts/key.ts'
import type { Scope } from '../../core/ledger/grant.ts'
import { forbid, type HttpRefusal } from '../../http/refusals.ts'

/** Whose things alone the caller sees: its own, where it opened the portal as a mere member. Null: everybody's. */
export const onlyOf = ({ role, member }: Pick<Principal, 'role' | 'member'>): string | null =>
  // Nobody is called nothing, so without a member nothing is seen.
  role === 'member' ? (member ?? '') : null

/** What it may burn, as usage of its own. */
export const ownUsage = (member: string): Scope => ({ member, project: null, feature: null })

/** Refuses to tell of another member to who sees only what is its own. */
export function forbidOther(caller: Principal, asked: string | undefined): HttpRefusal | null {
  const own = onlyOf(caller)
  return own === null || asked === undefined || asked === own
    ? null
    : forbid(`The member ${own} sees only what is its own.`)
}
