import type { Registry } from '../../core/ports.ts'
import type { Allotment, Deal } from '../../core/subscriptions/seat.ts'
import { rowsOf, type Session } from '../session/session.ts'
import { parseAnswer } from './answer-json.ts'

type AllotmentRow = Omit<Allotment, 'deals'> & { readonly deals: string }

const allotmentFrom = (row: AllotmentRow): Allotment => ({
  ...row,
  deals: parseAnswer(row.deals) as readonly Deal[],
})

/** They are written with their step; that one is done is written by the ledger, with what it did. */
export const allotmentsOn = (session: Session): Pick<Registry, 'openAllotments'> => ({
  async openAllotments(account, subscription) {
    const rows = await rowsOf<AllotmentRow>(
      session,
      `select account_id as account, allotment_id as id, subscription_id as subscription, credit_type, deals, at
       from allotments where account_id = $1 and subscription_id = $2 and done_at is null
       order by at, allotment_id`,
      [account, subscription],
    )
    return rows.map(allotmentFrom)
  },
})
