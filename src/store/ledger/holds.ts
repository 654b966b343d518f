import type { Instant } from '../../core/instant.ts'
import type { Hold, HoldStatus } from '../../core/ledger/hold.ts'
import type { Page, PageRequest } from '../../core/ports.ts'
import { idAfter, pageOf } from '../page.ts'
import type { Reader } from '../session/reader.ts'
import { idsOf, readThrough } from './fallen-due.ts'
import { holdColumns, holdFrom } from './rows.ts'

export async function readHold(
  reader: Reader,
  account: string,
  id: string,
  now: Instant,
): Promise<Hold | null> {
  return readThrough(reader, account, now, async (query, due) => {
    const [row] = await query(
      `select ${holdColumns('h')} from holds h where h.account_id = $1 and h.hold_id = $2`,
      [account, id],
    )
    return row ? (due.holds.get(id) ?? holdFrom(row)) : null
  })
}

export async function readHolds(
  reader: Reader,
  account: string,
  status: HoldStatus | null,
  page: PageRequest,
  now: Instant,
): Promise<Page<Hold>> {
  return readThrough(reader, account, now, async (query, { holds: changed }) => {
    const rows = await query(
      `select ${holdColumns('h')} from holds h
       where h.account_id = $1 and ($3::text is null or h.hold_id < $3)
         and ($2::text is null or h.status = $2::hold_status and h.hold_id <> all($5::text[]) or h.hold_id = any($6::text[]))
       order by h.hold_id desc limit $4`,
      [
        account,
        status,
        idAfter(page),
        page.limit + 1,
        [...changed.keys()],
        idsOf(changed, (hold) => hold.status === status),
      ],
    )
    return pageOf(
      rows.map(holdFrom).map((hold) => changed.get(hold.id) ?? hold),
      page,
    )
  })
}
