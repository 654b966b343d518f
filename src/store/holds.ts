import type { Hold, HoldStatus } from '../core/ledger/hold.ts'
import type { Page, PageRequest } from '../core/ports.ts'
import { idAfter, pageOf } from './page.ts'
import type { Reader } from './reader.ts'
import { holdColumns, holdFrom } from './rows.ts'

export async function readHold(reader: Reader, account: string, id: string): Promise<Hold | null> {
  const [row] = await reader.query(
    `select ${holdColumns('h')} from holds h where h.account_id = $1 and h.hold_id = $2`,
    [account, id],
  )
  return row ? holdFrom(row) : null
}

export async function readHolds(
  reader: Reader,
  account: string,
  status: HoldStatus | null,
  page: PageRequest,
): Promise<Page<Hold>> {
  const rows = await reader.query(
    `select ${holdColumns('h')} from holds h
     where h.account_id = $1 and ($2::text is null or h.status = $2::hold_status)
       and ($3::text is null or h.hold_id < $3)
     order by h.hold_id desc limit $4`,
    [account, status, idAfter(page), page.limit + 1],
  )
  return pageOf(rows.map(holdFrom), page)
}
