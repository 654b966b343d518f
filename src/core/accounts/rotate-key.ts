import type { Registry, Secrets } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { IssuedKey } from './issue-key.ts'
import type { Key } from './key.ts'
import { noKey } from './not-found.ts'
import { formLike, hintsOf } from './secret.ts'

export interface KeyToRotate {
  readonly id: string
  /** The account that the caller is bound to, whose keys alone it can see; null for the operator. */
  readonly within: string | null
  /** Makes the new secret, in the form of the key's face. */
  readonly mint: Secrets['mint']
}

/** Gives the key another secret under its old id. The old secret is void at once. */
export async function rotateKey(
  registry: Registry,
  { id, within, mint }: KeyToRotate,
): Promise<IssuedKey | Refusal> {
  const found = await registry.key(id, 'locked')
  if (!found || (within !== null && found.account !== within)) return noKey(id)
  if (found.revoked_at !== null)
    return refuse('key_revoked', `The key ${id} was revoked. Issue a new one instead.`)
  const secret = mint(formLike(found))
  const key: Key = { ...found, ...hintsOf(secret) }
  await registry.updateKey(key, secret.sha256)
  return { key, secret: secret.text }
}
