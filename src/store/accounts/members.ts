import type { Member } from '../../core/accounts/member.ts'
import type { Lock, Registry } from '../../core/ports.ts'
import { idAfter, pageOf } from '../page.ts'
import { lockClause } from '../session/lock-clause.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'

const columns = 'account_id as account, member_id as id, email, role, status, created_at'

type Members = Pick<
  Registry,
  | 'insertMember'
  | 'updateMember'
  | 'nextMemberEra'
  | 'member'
  | 'memberByEmail'
  | 'membersByEmail'
  | 'members'
>

export const membersOn = (session: Session): Members => ({
  async insertMember({ account, id, email, role, status, created_at }) {
    const made = await rowsOf(
      session,
      `insert into members (account_id, member_id, email, role, status, created_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (account_id, member_id) do nothing returning 1`,
      [account, id, email, role, status, timestamp(created_at)],
    )
    return made.length === 1
  },

  async updateMember({ account, id, email, role, status }) {
    await session.query(
      'update members set email = $3, role = $4, status = $5 where account_id = $1 and member_id = $2',
      [account, id, email, role, status],
    )
  },

  async nextMemberEra(account, id) {
    const text = 'update members set portal_era = portal_era + 1 where account_id = $1 and member_id = $2'
    await session.query(text, [account, id])
  },

  async member(account: string, id: string, lock?: Lock) {
    const text = `select ${columns} from members where account_id = $1 and member_id = $2 ${lockClause(lock)}`
    return (await rowsOf<Member>(session, text, [account, id]))[0] ?? null
  },

  async memberByEmail(account, email) {
    const rows = await rowsOf<Member>(
      session,
      `select ${columns} from members
       where account_id = $1 and lower(email) = lower($2) and status <> 'removed' order by status, member_id limit 1`,
      [account, email],
    )
    return rows[0] ?? null
  },

  async membersByEmail(account, emails) {
    const rows = await rowsOf<Member & { readonly asked: string }>(
      session,
      `select distinct on (n.asked) n.asked, ${columns}
       from unnest($2::text[]) as n (asked) join members m on m.account_id = $1 and lower(m.email) = lower(n.asked)
       where status <> 'removed' order by n.asked, status, member_id`,
      [account, emails],
    )
    return new Map(rows.map(({ asked, ...member }) => [asked, member]))
  },

  async members(account, page) {
    const rows = await rowsOf<Member>(
      session,
      `select ${columns} from members where account_id = $1 and member_id > $2 order by member_id limit $3`,
      [account, idAfter(page) ?? '', page.limit + 1],
    )
    return pageOf(rows, page)
  },
})
