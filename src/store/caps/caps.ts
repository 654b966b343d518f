import type { Cap, Counter } from '../../core/caps/cap.ts'
import type { Registry } from '../../core/ports.ts'
import { cursorOf, placeOf } from '../page.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'

const columns = 'account_id as account, subject, subject_id, limit_micro, unit, period, created_at'

type Counted = Cap & { readonly [K in 'period_start' | 'used_micro']: Counter[K] | null }

type Place = readonly [subject: string, subject_id: string]

const isPlace = (place: unknown): place is Place =>
  Array.isArray(place) &&
  place.length === 2 &&
  place.every((part) => typeof part === 'string' && !part.includes('\u0000'))

type Caps = Pick<Registry, 'lockForCaps' | 'putCap' | 'deleteCap' | 'cap' | 'caps'>

export const capsOn = (session: Session): Caps => ({
  /**
   * The account first, which keeps batches from making a wallet in it, then its wallets in the order in which
   * batches lock them, so that the two can't wait for each other in a circle. Answers how late it is for the caps: what
   * was written last, and the day that a counter has begun, as another server's clock may be ahead of all of that.
   */
  async lockForCaps(account) {
    await session.query('select from accounts where account_id = $1 for update', [account])
    const text = 'select at from wallets where account_id = $1 order by credit_type collate "C" for update'
    const wallets = await rowsOf<{ at: number }>(session, text, [account])
    const begun = 'select max(period_start) as at from cap_counters where account_id = $1'
    const counters = await rowsOf<{ at: number | null }>(session, begun, [account])
    return [...wallets, ...counters].reduce((latest, { at }) => Math.max(latest, at ?? 0), 0)
  },

  async putCap({ account, subject, subject_id, limit_micro, unit, period, created_at }) {
    await session.query(
      `insert into caps (account_id, subject, subject_id, limit_micro, unit, period, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (account_id, subject, subject_id)
       do update set limit_micro = excluded.limit_micro, unit = excluded.unit, period = excluded.period`,
      [account, subject, subject_id, limit_micro, unit, period, timestamp(created_at)],
    )
  },

  async deleteCap(account, subject, subject_id) {
    const text = 'delete from caps where account_id = $1 and subject = $2 and subject_id = $3 returning 1'
    return (await rowsOf(session, text, [account, subject, subject_id])).length === 1
  },

  async cap(account, subject, subject_id) {
    const text = `select ${columns} from caps where account_id = $1 and subject = $2 and subject_id = $3`
    return (await rowsOf<Cap>(session, text, [account, subject, subject_id]))[0] ?? null
  },

  async caps(account, { limit, after }) {
    const [subject, subject_id] = after === null ? [null, null] : placeOf(after, isPlace)
    const rows = await rowsOf<Counted>(
      session,
      `select ${columns}, period_start, used_micro
       from caps left join cap_counters using (account_id, subject, subject_id, unit, period)
       where account_id = $1 and ($2::text is null or (subject, subject_id) > ($2, $3::text))
       order by subject, subject_id limit $4`,
      [account, subject, subject_id, limit + 1],
    )
    const items = rows.slice(0, limit).map(({ period_start, used_micro, ...cap }) => ({
      cap,
      counter: period_start === null || used_micro === null ? null : { period_start, used_micro },
    }))
    const last = items.at(-1)?.cap
    const next = rows.length > limit && last ? cursorOf([last.subject, last.subject_id]) : null
    return { items, next }
  },
})
