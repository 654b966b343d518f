import type { Registry } from '../core/ports.ts'
import type { Refund } from '../core/purchases/purchase.ts'
import { rowsOf, type Session, timestamp } from './session.ts'

const columns =
  'account_id as account, refund_id as id, purchase_id as purchase, amount_minor, reason, created_at'

type Refunds = Pick<Registry, 'insertRefund' | 'refund' | 'refunds' | 'openRefunds' | 'closeRefund'>

export const refundsOn = (session: Session): Refunds => {
  const found = (condition: string, values: unknown[]) =>
    rowsOf<Refund>(session, `select ${columns} from refunds where ${condition}`, values)
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

    openRefunds: (before, limit) =>
      found('closed_at is null and created_at <= $1 order by created_at limit $2', [
        timestamp(before),
        limit,
      ]),

    async closeRefund(account, id, now) {
      const text = `update refunds set closed_at = $3
        where account_id = $1 and refund_id = $2 and closed_at is null`
      await session.query(text, [account, id, timestamp(now)])
    },
  }
}
