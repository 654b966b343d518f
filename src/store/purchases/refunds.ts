import type { Registry } from '../../core/ports.ts'
import type { Refund } from '../../core/purchases/purchase.ts'
import { dueByOwnClock } from '../accounts/own-clock.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'

const columns =
  'r.account_id as account, r.refund_id as id, r.purchase_id as purchase, r.amount_minor, r.reason, r.created_at'

export const openRefunds = `
  select r.*, due.ahead_ms
  from (${dueByOwnClock({ table: 'refunds', id: 'refund_id', at: 'created_at', and: 'd.closed_at is null' })}) due
  cross join lateral (
    select ${columns} from refunds r where r.account_id = due.account_id and r.refund_id = due.id offset 0
  ) r
  order by due.since`

type Refunds = Pick<Registry, 'insertRefund' | 'refund' | 'refunds' | 'openRefunds' | 'closeRefund'>

export const refundsOn = (session: Session): Refunds => {
  const found = (condition: string, values: unknown[]) =>
    rowsOf<Refund>(session, `select ${columns} from refunds r where ${condition}`, values)
  return {
    async insertRefund({ account, id, purchase, amount_minor, reason, created_at }) {
      await session.query(
        `insert into refunds (account_id, refund_id, purchase_id, amount_minor, reason, created_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [account, id, purchase, amount_minor, reason, timestamp(created_at)],
      )
    },

    async refund(account, id) {
      return (await found('account_id = $1 and refund_id = $2', [account, id]))[0] ?? null
    },

    refunds: (account, purchase) =>
      found('account_id = $1 and purchase_id = $2 order by refund_id', [account, purchase]),

    async openRefunds(before, limit) {
      const values = [timestamp(before), limit]
      const rows = await rowsOf<Refund & { ahead_ms: bigint }>(session, openRefunds, values)
      return rows.map(({ ahead_ms, ...refund }) => ({ refund, ahead_ms: Number(ahead_ms) }))
    },

    async closeRefund(account, id, now) {
      const text = `update refunds set closed_at = $3
        where account_id = $1 and refund_id = $2 and closed_at is null`
      await session.query(text, [account, id, timestamp(now)])
    },
  }
}
