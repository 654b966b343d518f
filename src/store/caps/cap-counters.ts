import type { Counter } from '../../core/caps/cap.ts'
import type { Burned, EndedHold, Tally } from '../../core/caps/records.ts'
import type { Registry } from '../../core/ports.ts'
import * as sql from '../ledger/burned.ts'
import { longRowsOf, rowsOf, type Session, timestamp } from '../session/session.ts'
import type { NeedTurn } from '../session/turns.ts'

const columns = `c.account_id as account, c.subject, c.subject_id, c.unit, c.period, c.period_start, c.used_micro`

/** An account may have burned millions of times in the period of a cap. */
const COUNT_WITHIN_MS = 60_000

type CapCounters = Pick<
  Registry,
  'counter' | 'endedHolds' | 'restartCounters' | 'burnedSince' | 'burnedAfter'
>

/** Whoever counts has a turn first: it may take a minute, and others need the connections as well. */
export const capCountersOn = (session: Session, needTurn: NeedTurn): CapCounters => ({
  async counter({ account, subject, unit, period }, subject_id) {
    const text = `select ${columns} from cap_counters c
      where account_id = $1 and subject = $2 and subject_id = $3 and unit = $4 and period = $5`
    const rows = await rowsOf<Counter>(session, text, [account, subject, subject_id, unit, period])
    return rows[0] ?? null
  },

  async endedHolds(account, now) {
    const rows = await rowsOf<EndedRow>(
      session,
      `select amount_micro, member_id, project_id, feature_id, api_key, unit_price_micro, created_at, counted_at
       from holds where account_id = $1 and status = 'open' and ends_at <= $2`,
      [account, timestamp(now)],
    )
    return rows.map(({ member_id: member, project_id: project, feature_id: feature, ...hold }) => ({
      account,
      ...hold,
      usage: { member, project, feature },
    }))
  },

  async restartCounters({ account, subject, unit, period }, subject_id, counters) {
    await session.query(
      `delete from cap_counters
       where account_id = $1 and subject = $2 and unit = $3 and period = $4
         and ($5::text is null or subject_id = $5)`,
      [account, subject, unit, period, subject_id],
    )
    await session.query(
      `insert into cap_counters (account_id, subject, subject_id, unit, period, period_start, used_micro)
       select $1, $2, c.subject_id, $3, $4, c.period_start, c.used_micro
       from unnest($5::text[], $6::timestamptz[], $7::bigint[]) as c (subject_id, period_start, used_micro)`,
      [
        account,
        subject,
        unit,
        period,
        counters.map((counter) => counter.subject_id),
        counters.map((counter) => timestamp(counter.period_start)),
        counters.map((counter) => String(counter.used_micro)),
      ],
    )
  },

  async burnedSince({ account, subject, subject_id }, since) {
    needTurn(account)
    const values = [account, subject_id, timestamp(since)]
    const text = sql.burnedSince(subject, since > 0)
    const rows = await longRowsOf<Row>(session, text, values, COUNT_WITHIN_MS)
    return tallyOf({ account, subject, subject_id }, since, rows, [])
  },

  async burnedAfter({ burner, since, seqs, burned }) {
    const { account, subject, subject_id } = burner
    const values = [account, subject_id, timestamp(since), Object.keys(seqs), Object.values(seqs)]
    const rows = await longRowsOf<Row>(session, sql.burnedAfter(subject), values, COUNT_WITHIN_MS)
    return tallyOf(burner, since, rows, burned)
  },
})

type EndedRow = Omit<EndedHold, 'account' | 'usage'> & {
  readonly [K in 'member_id' | 'project_id' | 'feature_id']: string | null
}

/** Without anybody to count for there is one row all the same, which says how far the wallets were written. */
interface Row {
  readonly seqs: string
  readonly subject_id: string | null
  readonly credits_micro: string
  readonly money_micro: string
}

function tallyOf(
  burner: Tally['burner'],
  since: Tally['since'],
  rows: readonly Row[],
  before: readonly Burned[],
): Tally {
  const sums = new Map(before.map((one) => [one.subject_id, one]))
  const burned = rows.flatMap(({ subject_id, credits_micro, money_micro }) => {
    if (subject_id === null) return []
    const sum = sums.get(subject_id)
    return {
      subject_id,
      credits_micro: BigInt(credits_micro) + (sum?.credits_micro ?? 0n),
      money_micro: BigInt(money_micro) + (sum?.money_micro ?? 0n),
    }
  })
  return { burner, since, seqs: JSON.parse(rows[0]?.seqs ?? '{}'), burned }
}
