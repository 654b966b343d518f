import { issueKey } from '../core/accounts/issue-key.ts'
import type { Face, Key, KeyRole } from '../core/accounts/key.ts'
import { revokeKey } from '../core/accounts/revoke-key.ts'
import { formOf } from '../core/accounts/secret.ts'
import { secrets } from '../store/accounts/secret.ts'
import { mintingIds } from '../store/mint.ts'
import type { OpenStore } from '../store/store.ts'
import type { ListedKey } from './commands/keys.ts'
import { inTransaction, withStore } from './with-store.ts'

export interface KeyWish {
  readonly account: string | undefined
  readonly member: string | undefined
  readonly role: KeyRole | undefined
  readonly dialect: Face | undefined
  readonly name: string | undefined
  readonly expires_at: string | undefined
  readonly rate_limit: number | undefined
}

/** Keys without a key: for whoever sits at the machine, first of all when the operator's key is lost. */
export const directKeys = {
  issue: (env: NodeJS.ProcessEnv, wish: KeyWish) =>
    withStore(env, async (store) => {
      const { account = null, member = null, role = null, dialect = 'native', name = null } = wish
      const { rate_limit = null, expires_at } = wish
      const now = Date.now()
      const form = formOf(dialect)
      const key = {
        account,
        member,
        role,
        dialect,
        name,
        rate_limit,
        expires_at: expires_at === undefined ? null : Date.parse(expires_at),
        secret: secrets.mint(form ?? undefined),
      }
      const issued = await inTransaction(store, now, (registry) => issueKey(registry, key, now, mintingIds()))
      return { ...listed(issued.key), secret: issued.secret }
    }),

  revoke: (env: NodeJS.ProcessEnv, id: string) =>
    withStore(env, async (store) => {
      const now = Date.now()
      const wish = { id, within: null }
      return listed(await inTransaction(store, now, (registry) => revokeKey(registry, wish, now)))
    }),

  async *list(env: NodeJS.ProcessEnv, account: string | null): AsyncGenerator<ListedKey> {
    yield* await withStore(env, (store) => everyKey(store, account))
  },
}

async function everyKey(store: OpenStore, account: string | null): Promise<ListedKey[]> {
  const found: ListedKey[] = []
  let after: string | null = null
  do {
    const page = await store.registry.keys(account, { limit: 100, after })
    found.push(...page.items.map(listed))
    after = page.next
  } while (after !== null)
  return found
}

/** As the API has it. */
function listed({ created_at, expires_at, revoked_at, ...key }: Key) {
  const text = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString())
  return {
    ...key,
    created_at: new Date(created_at).toISOString(),
    expires_at: text(expires_at),
    revoked_at: text(revoked_at),
  }
}
