import type { Instant } from '../../core/instant.ts'
import { changedBy } from '../../core/ledger/due.ts'
import type { Grant } from '../../core/ledger/grant.ts'
import type { Hold } from '../../core/ledger/hold.ts'
import type { Query, Reader } from '../session/reader.ts'
import { timestamp } from '../session/session.ts'
import { readWhole } from './balances.ts'

/** What is otherwise than its rows say, because no job and no command has come since it fell due. */
export interface FallenDue {
  readonly grants: ReadonlyMap<string, Grant>
  readonly holds: ReadonlyMap<string, Hold>
}

const dueWallets = `
  select w.credit_type from wallets w
  where w.account_id = $1 and ($2::text is null or w.credit_type = $2) and w.next_due_at <= $3`

/** Within the snapshot of the rows that are read with it. Null for the credit type means every one. */
export async function fallenDue(
  query: Query,
  account: string,
  credit_type: string | null,
  now: Instant,
): Promise<FallenDue> {
  const grants = new Map<string, Grant>()
  const holds = new Map<string, Hold>()
  for (const [type] of await query(dueWallets, [account, credit_type, timestamp(now)])) {
    const wallet = await readWhole(query, account, type as string)
    if (!wallet) continue
    const changed = changedBy(wallet, now)
    for (const grant of changed.grants) grants.set(grant.id, grant)
    for (const hold of changed.holds) holds.set(hold.id, hold)
  }
  return { grants, holds }
}

const NOTHING: FallenDue = { grants: new Map(), holds: new Map() }

/** Nearly always nothing is due: then it is read without a transaction. */
export async function readThrough<T>(
  reader: Reader,
  account: string,
  now: Instant,
  read: (query: Query, due: FallenDue) => Promise<T>,
): Promise<T> {
  const due = await reader.query(`${dueWallets} limit 1`, [account, null, timestamp(now)])
  if (due.length === 0) return read(reader.query, NOTHING)
  return reader.snapshot(async (query) => read(query, await fallenDue(query, account, null, now)))
}
