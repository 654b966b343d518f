import type { Instant } from '../../core/instant.ts'
import type { Debit, Reversal } from '../../core/ledger/debit.ts'
import type { DebitExplanation, DebitFilter, Page, PageRequest } from '../../core/ports.ts'
import { cursorOf, idAfter, LOOKED_THROUGH, pageOf } from '../page.ts'
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

export async function readDebits(
  reader: Reader,
  account: string,
  { credit_type, member, project, feature }: DebitFilter,
  page: PageRequest,
): Promise<Page<Debit>> {
  const from = [account, idAfter(page)]
  const wanted = [credit_type, member, project, feature]
  const rows = await reader.query(
    `select ${debitColumns('d')} from (${newest('*', LOOKED_THROUGH)}) d
     where ($3::text is null or d.credit_type = $3) and ($4::text is null or d.member_id = $4)
       and ($5::text is null or d.project_id = $5) and ($6::text is null or d.feature_id = $6)
     order by d.debit_id desc limit $7`,
    [...from, ...wanted, page.limit + 1],
  )
  const found = pageOf(rows.map(debitFrom), page)
  if (found.next !== null || wanted.every((one) => one === null)) return found
  const [last] = await reader.query(`${newest('debit_id', 1)} offset ${LOOKED_THROUGH - 1}`, from)
  return { ...found, next: last ? cursorOf(last[0]) : null }
}

const newest = (columns: string, limit: number): string => `
  select ${columns} from debits where account_id = $1 and ($2::text is null or debit_id < $2)
  order by debit_id desc limit ${limit}`
