import type { Instant } from '../../core/instant.ts'
import { type Balance, balanceOf, expiringNext } from '../../core/ledger/balance.ts'
import type { Carried } from '../../core/ledger/bucket-move.ts'
import { isDrawable } from '../../core/ledger/drawdown.ts'
import type { Scope } from '../../core/ledger/grant.ts'
import type { Taken } from '../../core/ledger/taken.ts'
import type { Wallet } from '../../core/ledger/wallet.ts'
import { type Refusal, refuse } from '../../core/refusal.ts'
import { carriedTo, grantsById, takenOf } from '../batch/load-sql.ts'
import type { PipelinedConnection, Statement } from '../session/connection.ts'
import type { Query, Reader } from '../session/reader.ts'
import { grantColumns, grantFrom, holdColumns, holdFrom, walletColumns, walletFrom } from './rows.ts'

/**
 * A wallet's row says everything but what expires next, which is the first group of an index. Where nothing falls due,
 * nothing expires, and it isn't looked for.
 */
const walletBalances: Statement = {
  name: 'wallet_balances',
  text: `select k.place::integer, w.available_micro, w.held_micro, w.debt_micro, w.next_due_at, n.expires_at, n.amount_micro
    from unnest($1::text[], $2::text[]) with ordinality as k (account_id, credit_type, place)
    join wallets w using (account_id, credit_type)
    left join lateral (
      select g.expires_at, sum(g.remaining_micro)::bigint as amount_micro
      from grants g
      where w.next_due_at is not null and g.account_id = w.account_id and g.credit_type = w.credit_type
        and g.state = 'open' and g.expires_at is not null
      group by g.expires_at order by g.expires_at limit 1
    ) n on true`,
}

/** A wallet's place among those asked for, counted from 1, and what its row tells. */
export type BalanceRow = readonly [
  place: number,
  available_micro: bigint,
  held_micro: bigint,
  debt_micro: bigint,
  next_due_at: Instant | null,
  expires_at: Instant | null,
  expires_micro: bigint | null,
]

export async function readBalances(
  connection: PipelinedConnection,
  accounts: string,
  creditTypes: string,
): Promise<BalanceRow[]> {
  const [rows = []] = await connection.flush([[walletBalances, accounts, creditTypes]])
  return rows as unknown as BalanceRow[]
}

/** A balance as the wallet's row tells it; null where something is due, which takes a closer look. */
export function quickBalance(
  row: BalanceRow,
  of: Pick<Balance, 'account' | 'credit_type' | 'as_of'>,
): Balance | null {
  const [, available_micro, held_micro, debt_micro, next_due_at, expires_at, expires_micro] = row
  if (next_due_at !== null && next_due_at <= of.as_of) return null
  const expiring_next = expires_at === null ? null : { at: expires_at, amount_micro: expires_micro ?? 0n }
  const { account, credit_type, as_of } = of
  return { account, credit_type, available_micro, held_micro, debt_micro, expiring_next, as_of }
}

/** A wallet with all that may fall due in it. The query is to be of one snapshot. */
export async function readWhole(query: Query, account: string, credit_type: string): Promise<Wallet | null> {
  const wallet = [account, credit_type]
  const [row] = await query(
    `select ${walletColumns('w')} from wallets w where w.account_id = $1 and w.credit_type = $2`,
    wallet,
  )
  if (!row) return null
  const found = walletFrom(row, true)
  const grants = await query(
    `select ${grantColumns('g')} from grants g
     where g.account_id = $1 and g.credit_type = $2 and (g.state = 'open' or g.state = 'scheduled')
     union
     select ${grantColumns('g')} from holds h
     cross join lateral unnest(string_to_array(h.receipt, ',')) as r (draw)
     join grants g on g.account_id = h.account_id and g.grant_id = split_part(r.draw, ':', 1)
     where h.account_id = $1 and h.credit_type = $2 and h.status = 'open'`,
    wallet,
  )
  for (const grant of grants.map(grantFrom)) found.grants.set(grant.id, grant)
  const holds = await query(
    `select ${holdColumns('h')} from holds h where h.account_id = $1 and h.credit_type = $2 and h.status = 'open'`,
    wallet,
  )
  for (const hold of holds.map(holdFrom)) found.holds.set(hold.id, hold)
  await readPayers(query, found)
  return found
}

/** Where something that comes back may repay others, as a batch loads them. */
async function readPayers(
  query: Query,
  { account, credit_type, grants, taken, carried }: Wallet,
): Promise<void> {
  if (![...grants.values()].some(({ owed_micro }) => owed_micro > 0n)) return
  for (const [, , grant, left_micro, owed_micro, paid_micro] of await query(takenOf.text, [
    [account],
    [credit_type],
  ]))
    taken.set(grant as string, { left_micro, owed_micro, paid_micro } as Taken)
  const payers = [...taken.keys()].filter((grant) => !grants.has(grant))
  const pairs = [payers.map(() => account), payers]
  for (const row of await query(grantsById.text, pairs)) grants.set(row[2] as string, grantFrom(row))
  for (const [, , grant, to, at] of await query(carriedTo.text, pairs))
    carried.set(grant as string, { to, at } as Carried)
}

/** Nothing was ever granted: an empty balance, or no such account or credit type. */
export async function emptyBalance(
  reader: Reader,
  account: string,
  credit_type: string,
  now: Instant,
): Promise<Balance | Refusal> {
  const [row] = await reader.query(
    `select exists (select from accounts where account_id = $1),
            exists (select from credit_types where credit_type = $2)`,
    [account, credit_type],
  )
  if (!row?.[0]) return refuse('account_not_found', `There is no account ${account}.`)
  if (!row[1]) return refuse('credit_type_not_found', `There is no credit type ${credit_type}.`)
  return {
    account,
    credit_type,
    available_micro: 0n,
    held_micro: 0n,
    debt_micro: 0n,
    expiring_next: null,
    as_of: now,
  }
}

/** The balance at `now`, where only what the usage could draw counts as available and expires. */
export async function balanceFor(
  reader: Reader,
  wallet: Wallet,
  usage: Scope,
  now: Instant,
): Promise<Balance> {
  const balance = balanceOf(wallet, now)
  const own_only = usage.member !== null && (await isOwnOnly(reader, wallet.account, usage.member))
  const its = [...wallet.grants.values()].filter((grant) => isDrawable(grant, usage, now, own_only))
  const available_micro = its.reduce((sum, { remaining_micro }) => sum + remaining_micro, 0n)
  return { ...balance, available_micro, expiring_next: expiringNext(its) }
}

async function isOwnOnly(reader: Reader, account: string, member: string): Promise<boolean> {
  const [row] = await reader.query('select own_only from members where account_id = $1 and member_id = $2', [
    account,
    member,
  ])
  return row?.[0] === true
}
