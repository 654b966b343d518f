import type { Principal } from '../../core/accounts/key.ts'
import { refuse } from '../../core/refusal.ts'
import { type AnyRefusal, forbid } from '../refusals.ts'
import type { Route } from '../route.ts'

/**
 * Whether the caller may use the route. An account that is not the caller's own is answered as one that doesn't
 * exist, before anything is said about what the caller's role allows.
 */
export function admit(
  { account, allow }: Pick<Route, 'account' | 'allow'>,
  caller: Principal,
  params: unknown,
  query: unknown,
): AnyRefusal | null {
  if (account && caller.account !== null) {
    const named = (account.in === 'path' ? params : query) as Readonly<Record<string, unknown>> | null
    const id = named?.[account.name]
    if (typeof id === 'string' && id !== caller.account)
      return refuse('account_not_found', `There is no account ${id}.`)
  }
  if (allow.includes(caller.role)) return null
  return forbid(`This needs a key of the role ${allow.join(' or ')}; this one has the role ${caller.role}.`)
}
