import type { Account } from '../../core/accounts/account.ts'
import type { Lock, Registry } from '../../core/ports.ts'
import { idAfter, pageOf } from '../page.ts'
import { lockClause } from '../session/lock-clause.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'
import { foundAccounts, searchValues } from './account-search.ts'

const columns = `a.account_id as id, a.kind, a.name, a.slug, a.pays_with, a.hosted_checkout, a.spent_on_refund,
  a.seatless, a.ahead_ms, a.created_at`

type Accounts = Pick<
  Registry,
  | 'insertAccount'
  | 'updateAccount'
  | 'account'
  | 'accountBySlug'
  | 'accounts'
  | 'setAhead'
  | 'clocksAhead'
  | 'portalEra'
  | 'nextPortalEra'
>

/** The driver reads every 64-bit integer as a bigint. */
type Ahead<T extends { readonly ahead_ms: number }> = Omit<T, 'ahead_ms'> & { readonly ahead_ms: bigint }

const numbered = <R extends { readonly ahead_ms: bigint }>(
  row: R,
): Omit<R, 'ahead_ms'> & { ahead_ms: number } => ({
  ...row,
  ahead_ms: Number(row.ahead_ms),
})

export const accountsOn = (session: Session): Accounts => ({
  async insertAccount(account) {
    const { id, kind, name, slug, pays_with, hosted_checkout, spent_on_refund, seatless, created_at } =
      account
    const made = await rowsOf(
      session,
      `insert into accounts
         (account_id, kind, name, slug, pays_with, hosted_checkout, spent_on_refund, seatless, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (account_id) do nothing returning 1`,
      [id, kind, name, slug, pays_with, hosted_checkout, spent_on_refund, seatless, timestamp(created_at)],
    )
    if (made.length === 0) return 'account_exists'
    return (await takeSlug(session, slug, id)) ? 'inserted' : 'slug_taken'
  },

  async updateAccount({ id, name, slug, pays_with, hosted_checkout, spent_on_refund, seatless }) {
    const [old] = await rowsOf<Pick<Account, 'slug'>>(
      session,
      'select slug from accounts where account_id = $1 for no key update',
      [id],
    )
    await session.query(
      `update accounts set name = $2, slug = $3, pays_with = $4, hosted_checkout = $5, spent_on_refund = $6,
         seatless = $7
       where account_id = $1`,
      [id, name, slug, pays_with, hosted_checkout, spent_on_refund, seatless],
    )
    if (!old || old.slug === slug) return 'updated'
    // Taken before the old one is given up, so that two accounts that want each other's don't wait in a circle.
    if (!(await takeSlug(session, slug, id))) return 'slug_taken'
    await session.query('delete from slugs where slug = $1 and account_id = $2', [old.slug, id])
    return 'updated'
  },

  async account(id: string, lock?: Lock) {
    const text = `select ${columns} from accounts a where account_id = $1 ${lockClause(lock)}`
    return one(session, text, id)
  },

  async accountBySlug(slug) {
    const text = `select ${columns} from slugs s join accounts a using (account_id) where s.slug = $1`
    return one(session, text, slug)
  },

  async accounts(page, search) {
    const rows = await rowsOf<Ahead<Account>>(
      session,
      search === null
        ? `select ${columns} from accounts a where account_id > $1 order by account_id limit $2`
        : `select ${columns} from accounts a where account_id in (${foundAccounts}) order by account_id limit $3`,
      search === null ? [idAfter(page) ?? '', page.limit + 1] : searchValues(search, page),
    )
    return pageOf(rows.map(numbered), page)
  },

  async setAhead(account, ahead_ms) {
    const text = 'update accounts set ahead_ms = $2 where account_id = $1 and ahead_ms < $2'
    await session.query(text, [account, ahead_ms])
  },

  async clocksAhead() {
    const text = 'select account_id as account, ahead_ms from accounts where ahead_ms > 0'
    return (await rowsOf<{ account: string; ahead_ms: bigint }>(session, text, [])).map(numbered)
  },

  async portalEra(account, member) {
    const text = `select a.portal_era + coalesce(m.portal_era, 0) as portal_era
      from accounts a left join members m on m.account_id = a.account_id and m.member_id = $2
      where a.account_id = $1`
    return (await rowsOf<{ portal_era: number }>(session, text, [account, member]))[0]?.portal_era ?? null
  },

  async nextPortalEra(account) {
    const text = 'update accounts set portal_era = portal_era + 1 where account_id = $1 returning 1'
    return (await rowsOf(session, text, [account])).length === 1
  },
})

async function one(session: Session, text: string, value: string): Promise<Account | null> {
  const [row] = await rowsOf<Ahead<Account>>(session, text, [value])
  return row ? numbered(row) : null
}

/** Slugs are unique across accounts, which the accounts' own table can't say once it is distributed by account. */
async function takeSlug(session: Session, slug: string | null, account: string): Promise<boolean> {
  if (slug === null) return true
  const text =
    'insert into slugs (slug, account_id) values ($1, $2) on conflict (slug) do nothing returning 1'
  return (await rowsOf(session, text, [slug, account])).length === 1
}
