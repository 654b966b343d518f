import type { Registry } from '../../core/ports.ts'
import type { BookSum, Check, CheckKind, CheckState, Finding } from '../../core/reports/check.ts'
import { FINDINGS_KEPT } from '../../core/reports/check.ts'
import type { CheckRecords } from '../../core/reports/records.ts'
import { idAfter, pageOf } from '../page.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'

/** The job that does what waits. */
const JOB = 'perform_checks'

export const checkColumns = `c.check_id, c.kind, c.state, c.since, c.created_at, c.started_at, c.ended_at, c.done,
  c.of_all, c.holds, c.counts, c.books, c.findings, c.finding_count, c.error`

export interface CheckRow {
  readonly check_id: string
  readonly kind: CheckKind
  readonly state: CheckState
  readonly since: number | null
  readonly created_at: number
  readonly started_at: number | null
  readonly ended_at: number | null
  readonly done: bigint | null
  readonly of_all: bigint | null
  readonly holds: boolean | null
  readonly counts: string
  readonly books: string
  readonly findings: string
  readonly finding_count: number
  readonly error: string | null
}

/** JSON knows no bigints. */
type Written = Omit<BookSum, 'amount_micro'> & { readonly amount_micro: string }

const written = (books: readonly BookSum[]): Written[] =>
  books.map((sum) => ({ ...sum, amount_micro: String(sum.amount_micro) }))

export function checkFrom({ check_id, done, of_all, counts, books, findings, ...row }: CheckRow): Check {
  return {
    id: check_id,
    ...row,
    progress: done === null || of_all === null ? null : { done: Number(done), of: Number(of_all) },
    counts: JSON.parse(counts) as Record<string, number>,
    books: (JSON.parse(books) as Written[]).map((sum) => ({
      ...sum,
      amount_micro: BigInt(sum.amount_micro),
    })),
    findings: JSON.parse(findings) as Finding[],
  }
}

export const checksOn = (session: Session): Pick<Registry, keyof CheckRecords> => {
  const found = async (condition: string, values: unknown[]): Promise<Check[]> =>
    (await rowsOf<CheckRow>(session, `select ${checkColumns} from checks c where ${condition}`, values)).map(
      checkFrom,
    )
  return {
    async insertCheck({ id, kind, since, created_at }) {
      const made = await rowsOf(
        session,
        `insert into checks (check_id, kind, state, since, created_at, counts, findings, finding_count)
         values ($1, $2, 'queued', $3, $4, '{}', '[]', 0)
         on conflict (kind) where state in ('queued', 'running') do nothing returning 1`,
        [id, kind, timestamp(since), timestamp(created_at)],
      )
      return made.length === 1
    },

    async callForChecks() {
      await session.query('select graphile_worker.add_job($1, max_attempts => 1)', [JOB])
    },

    openCheck: async (kind) =>
      (await found(`c.kind = $1 and c.state in ('queued', 'running')`, [kind]))[0] ?? null,

    check: async (id) => (await found('c.check_id = $1', [id]))[0] ?? null,

    async checks(kind, page) {
      const checks = await found(
        `($1::text is null or c.kind = $1) and ($2::text is null or c.check_id < $2)
         order by c.check_id desc limit $3`,
        [kind, idAfter(page), page.limit + 1],
      )
      return pageOf(checks, page)
    },

    async noteProgress(id, { done, of }) {
      await session.query(
        `update checks set done = $2, of_all = $3 where check_id = $1 and state = 'running'`,
        [id, done, of],
      )
    },

    async endCheck(id, { at, ...ended }) {
      const found = 'error' in ended ? null : ended
      await session.query(
        `update checks set state = $2, ended_at = $3, holds = $4, counts = $5, findings = $6, finding_count = $7,
           error = $8, books = $9
         where check_id = $1 and state = 'running'`,
        [
          id,
          found ? 'done' : 'failed',
          timestamp(at),
          found?.holds ?? null,
          JSON.stringify(found?.counts ?? {}),
          JSON.stringify(found?.findings.slice(0, FINDINGS_KEPT) ?? []),
          found?.finding_count ?? 0,
          'error' in ended ? ended.error : null,
          JSON.stringify(written(found?.books ?? [])),
        ],
      )
    },

    async forgetChecks(kind, kept) {
      await session.query(
        `delete from checks where kind = $1 and state in ('done', 'failed') and check_id <=
           (select check_id from checks where kind = $1 order by check_id desc offset $2 limit 1)`,
        [kind, kept],
      )
    },
  }
}
