import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import { noAccount } from './not-found.ts'

export interface LinksCalledBack {
  readonly account: string
  readonly revoked_at: Instant
}

/** Every link to the account's portal that was made until now opens nothing more. */
export async function callBackLinks(
  registry: Registry,
  { account }: { readonly account: string },
  now: Instant,
): Promise<LinksCalledBack | Refusal> {
  return (await registry.nextPortalEra(account)) ? { account, revoked_at: now } : noAccount(account)
}
