import type { Authentication } from '../../core/accounts/authentication.ts'
import type { Principal } from '../../core/accounts/key.ts'
import type { Standing } from '../../core/accounts/member.ts'
import type { Instant } from '../../core/instant.ts'
import { BriefCache } from '../ledger/brief-cache.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'

/** No process honours a revoked key for longer than this. */
const MAX_AGE_MS = 500
const MAX_ENTRIES = 20_000

interface Found {
  readonly principal: Principal
  readonly expires_at: Instant | null
}

/** A key bound to a member opens nothing unless the member is active. */
const byHash = `
  select k.key_id as key, k.account_id as account, k.member_id as member, k.role, k.dialect, k.rate_limit, k.expires_at
  from api_keys k left join members m on m.account_id = k.account_id and m.member_id = k.member_id
  where k.secret_sha256 = $1 and k.revoked_at is null and (k.member_id is null or m.status = 'active')`

const accountAndMember = `
  select m.role, a.portal_era + coalesce(m.portal_era, 0) as portal_era
  from accounts a left join members m on m.account_id = a.account_id and m.member_id = $2 and m.status = 'active'
  where a.account_id = $1 and ($2::text is null or m.member_id is not null)`

/** Those that are over by their age anyway are forgotten by the way. */
const endOne = `
  with forgotten as (delete from ended_sessions where until < $3)
  insert into ended_sessions (session_id, until) values ($1, $2) on conflict (session_id) do nothing`

export function authenticationOn(session: Session): Authentication {
  const keys = new BriefCache<Found | null>(MAX_AGE_MS, MAX_ENTRIES)
  const known = new BriefCache<Standing | null>(MAX_AGE_MS, MAX_ENTRIES)
  const ended = new BriefCache<boolean>(MAX_AGE_MS, MAX_ENTRIES)

  async function find(secret_sha256: Buffer): Promise<Found | null> {
    const [row] = await rowsOf<Principal & { expires_at: Instant | null }>(session, byHash, [secret_sha256])
    if (!row) return null
    const { expires_at, ...principal } = row
    return { principal, expires_at }
  }

  return {
    async authenticate(secret_sha256, now) {
      const name = secret_sha256.toString('latin1')
      const found = await keys.get(name, () => find(secret_sha256))
      if (!found || (found.expires_at !== null && found.expires_at <= now)) return null
      return found.principal
    },

    standing(account, member) {
      const ask = async () =>
        (await rowsOf<Standing>(session, accountAndMember, [account, member]))[0] ?? null
      return known.get(JSON.stringify([account, member]), ask)
    },

    hasSessionEnded(id) {
      const text = 'select 1 from ended_sessions where session_id = $1'
      const ask = async () => (await rowsOf(session, text, [id])).length === 1
      return ended.get(id, ask)
    },

    async endSession(id, until, now) {
      await session.query(endOne, [id, timestamp(until), timestamp(now)])
    },
  }
}
