import type pg from 'pg'
import { CREDIT_TYPE } from '../load/requests.ts'

export interface FullLedger {
  readonly wallets: number
  readonly entries: number
}

/** The wallets of the full ledger, of which those with many spent grants is the first. */
export const fullAccount = (i: number) => `acc_${String(i).padStart(6, '0')}`

const SPENT_GRANTS = 10_000
const WALLETS_AT_ONCE = 2_500

const GRANTED = 1_000_000_000_000n
const BURNED = 1_000_000n

/**
 * Fills a ledger with what years would have left in it, by SQL and as the owner: each wallet has one grant and, drawn
 * on it, a debit for every further entry. It is a ledger in which every invariant holds.
 */
export async function fillLedger(
  client: pg.Client,
  { wallets, entries }: FullLedger,
  now: Date,
  log: (line: string) => void,
): Promise<void> {
  const each = Math.floor(entries / wallets)
  const began = new Date(now.getTime() - 400 * 86_400_000)
  // Nothing here has been promised to anybody, so its commits need not wait for the disk.
  await client.query('set synchronous_commit = off')
  await client.query(
    `insert into credit_types (credit_type, name, unit, unit_price_micro, currency, expiry, created_at)
     values ($1, 'Benchmark', 'credit', null, 'usd', '{"policy":"never"}', $2)`,
    [CREDIT_TYPE, began],
  )
  await fillSpent(client, began)
  for (let first = 1; first < wallets; first += WALLETS_AT_ONCE) {
    const last = Math.min(wallets, first + WALLETS_AT_ONCE) - 1
    await client.query('begin')
    for (const text of [makeAccounts, makeGrants, makeWallets, makeEntries, makeDebits])
      await client.query(text(first, last, each), [CREDIT_TYPE, began])
    await client.query('commit')
    if (Math.floor(last / 10_000) > Math.floor((first - 1) / 10_000)) log(`  ${last} of ${wallets} wallets`)
  }
  await client.query('reset synchronous_commit')
}

type Text = (first: number, last: number, entries: number) => string

const account = `'acc_' || lpad(a::text, 6, '0')`
const grant = `'grt_01h' || lpad(a::text, 23, '0')`
const debit = `'deb_01h' || lpad(a::text, 11, '0') || lpad(s::text, 12, '0')`
const at = `$2::timestamptz + s * interval '1 minute'`

const makeAccounts: Text = (first, last) => `
  insert into accounts (account_id, kind, name, slug, created_at)
  select ${account}, 'user', ${account}, null, $2::timestamptz
  from generate_series(${first}, ${last}) a
  where $1::text is not null`

const makeGrants: Text = (first, last, entries) => `
  insert into grants (account_id, grant_id, credit_type, source, amount_micro, remaining_micro, held_micro,
    revoked_micro, state, priority, starts_at, expires_at, rolling, created_at)
  select ${account}, ${grant}, $1, 'manual', ${GRANTED}, ${GRANTED - BURNED * BigInt(entries - 1)}, 0, 0, 'open', 100,
    $2::timestamptz + interval '1 minute', null, false, $2::timestamptz + interval '1 minute'
  from generate_series(${first}, ${last}) a`

const makeWallets: Text = (first, last, entries) => `
  insert into wallets (account_id, credit_type, seq, available_micro, held_micro, debt_micro, at, next_due_at)
  select ${account}, $1, ${entries}, ${GRANTED - BURNED * BigInt(entries - 1)}, 0, 0, ${at}, null
  from generate_series(${first}, ${last}) a, (values (${entries})) e (s)`

const makeEntries: Text = (first, last, entries) => `
  insert into entries (account_id, credit_type, seq, at, kind, from_book, to_book, amount_micro, grant_id, cause_id,
    available_micro, held_micro, debt_micro)
  select ${account}, $1, s, ${at},
    (case when s = 1 then 'grant' else 'debit' end)::entry_kind,
    (case when s = 1 then 'issued' else 'wallet' end)::book,
    (case when s = 1 then 'wallet' else 'consumed' end)::book,
    case when s = 1 then ${GRANTED} else ${BURNED} end,
    ${grant}, case when s = 1 then ${grant} else ${debit} end,
    ${GRANTED} - (s - 1)::bigint * ${BURNED}, 0, 0
  from generate_series(${first}, ${last}) a, generate_series(1, ${entries}) s
  order by a, s`

const makeDebits: Text = (first, last, entries) => `
  insert into debits (account_id, debit_id, key, credit_type, refused, amount_micro, reversed_micro, at, first_seq,
    entry_count, before_micro, after_micro)
  select ${account}, ${debit}, md5(a || '/' || s)::uuid::text, $1, null, ${BURNED}, 0, ${at}, s, 1,
    ${GRANTED} - (s - 2)::bigint * ${BURNED}, ${GRANTED} - (s - 1)::bigint * ${BURNED}
  from generate_series(${first}, ${last}) a, generate_series(2, ${entries}) s
  order by a, s`

/** The first wallet: thousands of grants, each spent by one debit, and then one that is open. */
async function fillSpent(client: pg.Client, began: Date): Promise<void> {
  for (const text of [
    makeAccounts(0, 0, 1),
    `insert into grants (account_id, grant_id, credit_type, source, amount_micro, remaining_micro, held_micro,
       revoked_micro, state, priority, starts_at, rolling, created_at)
     select ${fixed}, ${spentGrant}, $1, 'manual', ${BURNED}, 0, 0, 0, 'closed'::grant_state, 100, ${spentAt(1)}, false,
       ${spentAt(1)}
     from generate_series(1, ${SPENT_GRANTS}) s
     union all
     select ${fixed}, ${openGrant}, $1, 'manual', ${GRANTED}, ${GRANTED}, 0, 0, 'open', 100, ${openAt}, false,
       ${openAt}`,
    `insert into entries (account_id, credit_type, seq, at, kind, from_book, to_book, amount_micro, grant_id, cause_id,
       available_micro, held_micro, debt_micro)
     select ${fixed}, $1, 2 * s - 1, ${spentAt(1)}, 'grant'::entry_kind, 'issued'::book, 'wallet'::book, ${BURNED},
       ${spentGrant}, ${spentGrant}, ${BURNED}, 0, 0
     from generate_series(1, ${SPENT_GRANTS}) s
     union all
     select ${fixed}, $1, 2 * s, ${spentAt(0)}, 'debit', 'wallet', 'consumed', ${BURNED}, ${spentGrant}, ${spentDebit},
       0, 0, 0
     from generate_series(1, ${SPENT_GRANTS}) s
     union all
     select ${fixed}, $1, ${2 * SPENT_GRANTS + 1}, ${openAt}, 'grant', 'issued', 'wallet', ${GRANTED}, ${openGrant},
       ${openGrant}, ${GRANTED}, 0, 0`,
    `insert into debits (account_id, debit_id, key, credit_type, refused, amount_micro, reversed_micro, at, first_seq,
       entry_count, before_micro, after_micro)
     select ${fixed}, ${spentDebit}, md5('spent/' || s)::uuid::text, $1, null, ${BURNED}, 0, ${spentAt(0)}, 2 * s, 1,
       ${BURNED}, 0
     from generate_series(1, ${SPENT_GRANTS}) s`,
    `insert into wallets (account_id, credit_type, seq, available_micro, held_micro, debt_micro, at, next_due_at)
     select ${fixed}, $1, ${2 * SPENT_GRANTS + 1}, ${GRANTED}, 0, 0, ${openAt}, null`,
  ])
    await client.query(text, [CREDIT_TYPE, began])
}

const fixed = `'${fullAccount(0)}'`
const spentGrant = `'grt_01h' || lpad(s::text, 23, '0')`
const openGrant = `'grt_01h' || lpad('${SPENT_GRANTS + 1}', 23, '0')`
const spentDebit = `'deb_01h' || lpad(s::text, 23, '0')`
const spentAt = (earlier: number) => `$2::timestamptz + (2 * s - ${earlier}) * interval '1 minute'`
const openAt = `$2::timestamptz + ${2 * SPENT_GRANTS + 1} * interval '1 minute'`
