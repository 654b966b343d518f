import type { Instant } from '../instant.ts'
import type { Ids, Registry } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Face, Key, KeyRole } from './key.ts'
import { noAccount, noMember } from './not-found.ts'
import { hintsOf, type Secret } from './secret.ts'

export interface NewKey {
  /** Null for a key of the operator. */
  readonly account: string | null
  readonly member: string | null
  /** Null: `operator` without an account, else `spender`, which may do the least that is of use. */
  readonly role: KeyRole | null
  /** The face that it opens; the native one, and with it all of them, where it isn't said. */
  readonly dialect?: Face
  readonly name: string | null
  readonly rate_limit: number | null
  readonly expires_at: Instant | null
  readonly secret: Secret
}

/** The only answers that ever hold a secret. */
export interface IssuedKey {
  readonly key: Key
  /** Null in a replay whose caller can't open what was sealed. */
  readonly secret: string | null
}

export async function issueKey(
  registry: Registry,
  input: NewKey,
  now: Instant,
  ids: Ids,
): Promise<IssuedKey | Refusal> {
  const { account, member, secret, dialect = 'native', name, rate_limit, expires_at } = input
  const role = input.role ?? (account === null ? 'operator' : 'spender')
  const misfit = scopeMisfit(dialect, role, account, member)
  if (misfit) return refuse('key_scope_invalid', misfit)
  if (account !== null && !(await registry.account(account))) return noAccount(account)
  if (account !== null && member !== null) {
    // Locked, so that a removal under way either knows of this key or refuses it.
    const found = await registry.member(account, member, 'locked')
    if (!found || found.status === 'removed') return noMember(account, member)
    if (found.status !== 'active')
      return refuse('member_not_found', `The member ${member} is not active yet. Activate it first.`)
  }
  const key: Key = {
    id: ids.mint('key', now),
    account,
    member,
    role,
    dialect,
    name,
    ...hintsOf(secret),
    rate_limit,
    created_at: now,
    expires_at,
    revoked_at: null,
  }
  if (!(await registry.insertKey(key, secret.sha256))) return hasOne(key)
  return { key, secret: secret.text }
}

const hasOne = ({ account, member, dialect }: Key): Refusal =>
  refuse(
    'member_key_exists',
    `${member === null ? `The account ${account}` : `The member ${member}`} has a ${dialect} key already. Rotate or revoke it.`,
  )

function scopeMisfit(
  dialect: Face,
  role: KeyRole,
  account: string | null,
  member: string | null,
): string | null {
  if (dialect === 'neo' && account === null) return "A neo key is a person's and needs an account."
  if (dialect === 'hyperline' && account !== null)
    return "A hyperline key is the seller's own and belongs to no account."
  if (account === null && role !== 'operator') return `A key of the role ${role} needs an account.`
  if (account !== null && role === 'operator') return 'A key of the role operator belongs to no account.'
  if (account === null && member !== null) return 'A key for a member needs the account of that member.'
  return null
}
