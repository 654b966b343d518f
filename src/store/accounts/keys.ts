import type { Key } from '../../core/accounts/key.ts'
import type { Lock, Registry } from '../../core/ports.ts'
import { idAfter, pageOf } from '../page.ts'
import { lockClause } from '../session/lock-clause.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'

const columns = `key_id as id, account_id as account, member_id as member, role, dialect, name, prefix, last_four, rate_limit,
  created_at, expires_at, revoked_at`

type Keys = Pick<Registry, 'insertKey' | 'updateKey' | 'revokeKeysOf' | 'key' | 'keys'>

export const keysOn = (session: Session): Keys => ({
  async insertKey(key, secret_sha256) {
    const made = await rowsOf(
      session,
      `insert into api_keys (key_id, secret_sha256, account_id, member_id, role, name, prefix, last_four, rate_limit,
         created_at, expires_at, revoked_at, dialect)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (account_id, member_id) where dialect = 'neo' and revoked_at is null do nothing returning 1`,
      [
        key.id,
        secret_sha256,
        key.account,
        key.member,
        key.role,
        key.name,
        key.prefix,
        key.last_four,
        key.rate_limit,
        timestamp(key.created_at),
        timestamp(key.expires_at),
        timestamp(key.revoked_at),
        key.dialect,
      ],
    )
    return made.length === 1
  },

  async updateKey({ id, name, prefix, last_four, rate_limit, expires_at, revoked_at }, secret_sha256) {
    await session.query(
      `update api_keys set secret_sha256 = coalesce($2, secret_sha256), name = $3, prefix = $4, last_four = $5,
         rate_limit = $6, expires_at = $7, revoked_at = $8
       where key_id = $1`,
      [id, secret_sha256, name, prefix, last_four, rate_limit, timestamp(expires_at), timestamp(revoked_at)],
    )
  },

  async revokeKeysOf(account, member, at) {
    await session.query(
      `update api_keys set revoked_at = $3 where account_id = $1 and member_id = $2 and revoked_at is null`,
      [account, member, timestamp(at)],
    )
  },

  async key(id: string, lock?: Lock) {
    const text = `select ${columns} from api_keys where key_id = $1 ${lockClause(lock)}`
    return (await rowsOf<Key>(session, text, [id]))[0] ?? null
  },

  async keys(account, page) {
    const [where, values] = account === null ? ['', []] : ['and account_id = $3', [account]]
    const rows = await rowsOf<Key>(
      session,
      `select ${columns} from api_keys where key_id > $1 ${where} order by key_id limit $2`,
      [idAfter(page) ?? '', page.limit + 1, ...values],
    )
    return pageOf(rows, page)
  },
})
