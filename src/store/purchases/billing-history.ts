import type { Registry } from '../../core/ports.ts'
import { purchaseStates, wasPaid } from '../../core/purchases/purchase.ts'
import { arraysOf, rowsOf, type Session } from '../session/session.ts'
import { purchaseColumns, purchaseFrom } from './purchase-rows.ts'

const PAID = purchaseStates.filter(wasPaid)

const theirs = `p.account_id = $1 and p.credit_type = $2 and p.state = any($3::purchase_state[])`

const totals = `
  select count(*)::integer as count, coalesce(sum(coalesce(p.total_minor, p.price_minor)), 0)::bigint as total_minor
  from purchases p where ${theirs}`

const named = `select p.purchase_id from purchases p where ${theirs} and $4 in (p.invoice_id, p.purchase_id)`

/** Ids are in the order of their time. */
const page = `
  select ${purchaseColumns('p')} from purchases p
  where ${theirs} and ($4::text is null or p.purchase_id < $4)
  order by p.purchase_id desc limit $5`

export const billingHistoryOn = (session: Session): Pick<Registry, 'billingHistory'> => ({
  async billingHistory(account, credit_type, { limit, after }) {
    const whose = [account, credit_type, PAID]
    const [start] =
      after === null ? [] : await rowsOf<{ purchase_id: string }>(session, named, [...whose, after])
    if (after !== null && !start) return null
    const values = [...whose, start?.purchase_id ?? null, limit + 1]
    const rows = await arraysOf(session, page, values)
    const [sums] = await rowsOf<{ count: number; total_minor: bigint }>(session, totals, whose)
    return {
      items: rows.slice(0, limit).map(purchaseFrom),
      has_more: rows.length > limit,
      total_minor: sums?.total_minor ?? 0n,
      count: sums?.count ?? 0,
    }
  },
})
