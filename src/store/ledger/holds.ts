import type { Instant } from '../../core/instant.ts'
import type { Hold, HoldStatus } from '../../core/ledger/hold.ts'
import type { Page, PageRequest } from '../../core/ports.ts'
import { lookThrough } from '../look-through.ts'
import type { Reader } from '../session/reader.ts'
import { fallenDue, readThrough } from './fallen-due.ts'
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

const holds = { table: 'holds', id: 'hold_id', columns: holdColumns, from: holdFrom }

export async function readHolds(
  reader: Reader,
  account: string,
  status: HoldStatus | null,
  page: PageRequest,
  now: Instant,
): Promise<Page<Hold>> {
  return reader.inOrder(async (query) => {
    const { holds: changed } = await fallenDue(query, account, null, now)
    const within = status === 'open' ? "status = 'open'" : undefined
    const fits = (hold: Hold) => status === null || hold.status === status
    return lookThrough(query, holds, account, { wanted: { status }, within, changed, fits }, page)
  })
}
