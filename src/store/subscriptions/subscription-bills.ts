import type { Registry } from '../../core/ports.ts'
import type { Purchase } from '../../core/purchases/purchase.ts'
import { purchaseColumns, purchaseFrom } from '../purchases/purchase-rows.ts'
import { arraysOf, rowsOf, type Session, timestamp } from '../session/session.ts'

/** Whether the subscription has brought what the bill `p` is for. */
const isTakenUp = `exists (
  select from subscription_events e
  where e.account_id = p.account_id and e.subscription_id = p.subscription_id
    and e.kind in ('started', 'renewed', 'changed') and e.detail::json ->> 'purchase' = p.purchase_id)`

const invoices = `
  select p.purchase_id as purchase, p.created_at, p.days_until_due,
    (select max(t.at) from purchase_transitions t
      where t.account_id = p.account_id and t.purchase_id = p.purchase_id and p.state <> 'awaiting_checkout') as ended_at
  from purchases p
  where p.account_id = $1 and p.subscription_id = $2 and p.paying_by = 'invoice'
    and p.state in ('awaiting_checkout', 'expired', 'failed')
    and exists (
      select from subscription_events e
      where e.account_id = p.account_id and e.subscription_id = p.subscription_id
        and e.kind = 'renewed' and e.detail::json ->> 'purchase' = p.purchase_id)
  order by p.purchase_id`

const strays = `
  select ${purchaseColumns('p')} from purchases p
  join subscriptions s on s.account_id = p.account_id and s.subscription_id = p.subscription_id
  where p.subscription_id is not null and p.updated_at >= $1 and p.state in ('paid', 'partially_refunded', 'won')
    and (s.bill is null or s.bill::json ->> 'purchase' <> p.purchase_id)
    and not ${isTakenUp}
    and not exists (
      select from refunds r
      where r.account_id = p.account_id and r.purchase_id = p.purchase_id
        and r.refund_id = 'ref_' || substr(p.purchase_id, strpos(p.purchase_id, '_') + 1))
  order by p.updated_at limit $2`

type Bills = Pick<Registry, 'invoicesOfRenewals' | 'isTakenUp' | 'strayBills'>

export const subscriptionBillsOn = (session: Session): Bills => ({
  invoicesOfRenewals: (account, subscription) => rowsOf(session, invoices, [account, subscription]),

  async isTakenUp(account, subscription, purchase) {
    const text = `select from purchases p
      where p.account_id = $1 and p.subscription_id = $2 and p.purchase_id = $3 and ${isTakenUp}`
    return (await arraysOf(session, text, [account, subscription, purchase])).length > 0
  },

  async strayBills(since, limit): Promise<Purchase[]> {
    return (await arraysOf(session, strays, [timestamp(since), limit])).map(purchaseFrom)
  },
})
