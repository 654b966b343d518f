import type { Cap } from '../core/caps/cap.ts'
import type { Registry } from '../core/ports.ts'
import { rowsOf, type Session, timestamp } from './session.ts'

const columns = 'account_id as account, subject, subject_id, limit_micro, unit, period, created_at'

type Caps = Pick<Registry, 'lockForCaps' | 'putCap' | 'deleteCap' | 'cap' | 'caps'>

export const capsOn = (session: Session): Caps => ({
  /**
   * The account first, which keeps batches from making a wallet in it, then its wallets in the order in which
   * batches lock them, so that the two can't wait for each other in a circle.
   */
  async lockForCaps(account) {
    await session.query('select from accounts where account_id = $1 for update', [account])
    const text = 'select at from wallets where account_id = $1 order by account_id, credit_type for update'
    const wallets = await rowsOf<{ at: number }>(session, text, [account])
    return wallets.reduce((latest, { at }) => Math.max(latest, at), 0)
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

  caps: (account) =>
    rowsOf<Cap>(session, `select ${columns} from caps where account_id = $1 order by subject, subject_id`, [
      account,
    ]),
})
