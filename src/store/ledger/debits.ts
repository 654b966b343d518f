import type { Instant } from '../../core/instant.ts'
import type { Debit, Reversal } from '../../core/ledger/debit.ts'
import type { DebitExplanation, DebitFilter, Page, PageRequest } from '../../core/ports.ts'
import { lookThrough } from '../look-through.ts'
import type { Row } from '../session/connection.ts'
import type { Reader } from '../session/reader.ts'
import { debitColumns, debitFrom, grantColumns, grantFrom } from './rows.ts'

/** Until when a grant was good at an entry: what moved its expiry says which it held, and up to which entry. */
const EXPIRY_THEN = `coalesce((
  select m.from_expires_at from expiry_moves m
  where m.account_id = e.account_id and m.grant_id = e.grant_id and m.seq >= e.seq
  order by m.seq, m.from_expires_at limit 1), g.expires_at)`

/** A debit with the grants it drew on, with the expiry by which it was their turn, and what was given back of it. */
export async function readDebit(
  reader: Reader,
  account: string,
  id: string,
): Promise<DebitExplanation | null> {
  return reader.snapshot(async (query) => {
    const [row] = await query(
      `select ${debitColumns('d')} from debits d where d.account_id = $1 and d.debit_id = $2`,
      [account, id],
    )
    if (!row) return null
    const debit = debitFrom(row)
    const drawn = await query(
      `select e.amount_micro, ${EXPIRY_THEN}, ${grantColumns('g')}
       from entries e join grants g on g.account_id = e.account_id and g.grant_id = e.grant_id
       where e.account_id = $1 and e.credit_type = $2 and e.seq >= $3 and e.seq < $4
       order by e.seq`,
      [account, debit.credit_type, debit.first_seq, debit.first_seq + debit.entry_count],
    )
    const reversals = await query(
      `select r.reversal_id, r.amount_micro, r.expired_micro, r.reason, r.at from reversals r
       where r.account_id = $1 and r.debit_id = $2 order by r.reversal_id`,
      [account, id],
    )
    return {
      debit,
      draws: drawn.map(([amount, expires_at, ...grant]) => ({
        grant: { ...grantFrom(grant), expires_at: expires_at as Instant | null },
        amount_micro: amount as bigint,
      })),
      reversals: reversals.map((reversal) => reversalFrom(debit, reversal)),
    }
  })
}

const reversalFrom = (debit: Debit, row: Row): Reversal => ({
  account: debit.account,
  debit: debit.id,
  id: row[0] as string,
  amount_micro: row[1] as bigint,
  expired_micro: row[2] as bigint,
  reason: row[3] as string | null,
  at: row[4] as number,
})

const debits = { table: 'debits', id: 'debit_id', columns: debitColumns, from: debitFrom }

export function readDebits(
  reader: Reader,
  account: string,
  { credit_type, member, project, feature }: DebitFilter,
  page: PageRequest,
): Promise<Page<Debit>> {
  const wanted = { credit_type, member_id: member, project_id: project, feature_id: feature }
  return reader.inOrder((query) => lookThrough(query, debits, account, { wanted }, page))
}
