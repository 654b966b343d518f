import type pg from 'pg'
import type { Upkeep } from '../../core/ports.ts'
import { dueByOwnClock } from '../accounts/own-clock.ts'
import { isoOf } from '../batch/arrays.ts'
import { jobRunsOn } from '../reports/job-runs.ts'
import { sumDays } from '../reports/summed-days.ts'
import { orUnavailable } from '../session/outage.ts'
import type { Reader } from '../session/reader.ts'
import { Statements } from '../session/statements.ts'
import { KEPT_MS } from './kept.ts'

export const dueWallets = dueByOwnClock({ table: 'wallets', id: 'credit_type', at: 'next_due_at' })

export function upkeepOn(pool: pg.Pool, reader: Reader, purge: (before: number) => Promise<number>): Upkeep {
  const { scheduleJobs, noteRun } = jobRunsOn(new Statements(pool))
  return {
    scheduleJobs,
    noteRun,
    sumDays: (now, goOn) => sumDays(pool, now, undefined, goOn).catch(orUnavailable),
    async dueWallets(now, limit) {
      const rows = await reader.query(dueWallets, [isoOf(now), limit])
      return rows.map(([account, credit_type, ahead_ms]) => ({
        account: account as string,
        credit_type: credit_type as string,
        ahead_ms: Number(ahead_ms),
      }))
    },
    async dueSince(now) {
      const [row] = await reader.query(`select since from (${dueWallets}) w`, [isoOf(now), 1])
      return (row?.[0] as number | null | undefined) ?? null
    },
    purgeAnswers: (now) => purge(now - KEPT_MS),
  }
}
