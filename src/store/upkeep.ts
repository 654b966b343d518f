import type { Upkeep } from '../core/ports.ts'
import { isoOf } from './batch/arrays.ts'
import { KEPT_MS } from './kept.ts'
import type { Reader } from './reader.ts'

export function upkeepOn(reader: Reader, purge: (before: number) => Promise<number>): Upkeep {
  return {
    async dueWallets(now, limit) {
      const rows = await reader.query(
        `select account_id, credit_type from wallets
         where next_due_at is not null and next_due_at <= $1 order by next_due_at limit $2`,
        [isoOf(now), limit],
      )
      return rows.map(([account, credit_type]) => ({
        account: account as string,
        credit_type: credit_type as string,
      }))
    },
    async dueSince(now) {
      const [row] = await reader.query('select min(next_due_at) from wallets where next_due_at <= $1', [
        isoOf(now),
      ])
      return (row?.[0] as number | null | undefined) ?? null
    },
    purgeAnswers: (now) => purge(now - KEPT_MS),
  }
}
