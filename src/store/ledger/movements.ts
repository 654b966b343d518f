import type { Movement } from '../../core/ledger/movement.ts'
import type { Slice, Sliced } from '../../core/ports.ts'
import { PURCHASE_WIDTH, purchaseColumns, purchaseFrom } from '../purchases/purchase-rows.ts'
import type { Row } from '../session/connection.ts'
import type { Reader } from '../session/reader.ts'
import {
  DEBIT_WIDTH,
  debitColumns,
  debitFrom,
  ENTRY_WIDTH,
  entryColumns,
  entryFrom,
  GRANT_WIDTH,
  grantColumns,
  grantFrom,
} from './rows.ts'

/** A debit's entries stand together, and the first of them stands for it. */
const begins = (before: string): string => `
  (e.kind in ('grant', 'expiry') or (e.kind in ('debit', 'capture') and e.cause_id is distinct from ${before}))`

/** Walks back along the wallet's entries until the page is full, and only then reads more of what is on it. */
const page = `
  with e as (
    select e.* from entries e
    where e.account_id = $1 and e.credit_type = $2 and ${begins(`(
      select b.cause_id from entries b
      where b.account_id = e.account_id and b.credit_type = e.credit_type and b.seq = e.seq - 1)`)}
    order by e.seq desc offset $3 limit $4
  )
  select ${entryColumns('e')}, ${grantColumns('g')}, ${debitColumns('d')}, ${purchaseColumns('p')}
  from e
  left join debits d on d.account_id = e.account_id and d.debit_id = e.cause_id and e.kind in ('debit', 'capture')
  left join grants g on g.account_id = e.account_id and g.grant_id = e.grant_id and e.kind in ('grant', 'expiry')
  left join purchases p on p.account_id = e.account_id and p.grant_id = e.grant_id and e.kind = 'grant'
  order by e.seq desc`

/** The newest entries are counted; before them each counts as a movement, because no list is worth reading them all. */
const COUNTED = 10_000

const count = `
  with w as (select w.seq from wallets w where w.account_id = $1 and w.credit_type = $2)
  select count(*) filter (where ${begins('e.before')}) + greatest((select w.seq from w) - ${COUNTED}, 0)
  from (
    select e.kind, e.cause_id, lag(e.cause_id) over (order by e.seq) as before
    from entries e
    where e.account_id = $1 and e.credit_type = $2 and e.seq > (select w.seq from w) - ${COUNTED}
  ) e`

export async function readMovements(
  reader: Reader,
  account: string,
  credit_type: string,
  { skip, take }: Slice,
): Promise<Sliced<Movement>> {
  return reader.snapshot(async (query) => {
    const wallet = [account, credit_type]
    const items = await query(page, [...wallet, skip, take])
    const [[total = 0n] = []] = await query(count, wallet)
    return { items: items.map(movementFrom), total: Number(total) }
  })
}

function movementFrom(row: Row): Movement {
  let from = ENTRY_WIDTH
  /** The next joined row, if there was one to join: its first column is never null. */
  const joined = <T>(width: number, read: (row: Row) => T): T | null => {
    const part = row.slice(from, from + width)
    from += width
    return part[0] === null ? null : read(part)
  }
  return {
    entry: entryFrom(row),
    grant: joined(GRANT_WIDTH, grantFrom),
    debit: joined(DEBIT_WIDTH, debitFrom),
    purchase: joined(PURCHASE_WIDTH, purchaseFrom),
  }
}
