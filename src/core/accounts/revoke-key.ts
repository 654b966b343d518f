import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import type { Key } from './key.ts'
import { noKey } from './not-found.ts'

export interface KeyToRevoke {
  readonly id: string
  /** The account that the caller is bound to, whose keys alone it can see; null for the operator. */
  readonly within: string | null
}

/** Revoking again changes nothing: the key keeps the moment at which it was revoked. */
export async function revokeKey(
  registry: Registry,
  { id, within }: KeyToRevoke,
  now: Instant,
): Promise<Key | Refusal> {
  const found = await registry.key(id, 'locked')
  if (!found || (within !== null && found.account !== within)) return noKey(id)
  if (found.revoked_at !== null) return found
  const key: Key = { ...found, revoked_at: now }
  await registry.updateKey(key, null)
  return key
}
