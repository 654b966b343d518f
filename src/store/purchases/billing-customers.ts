import type { Registry } from '../../core/ports.ts'
import { preparedRowsOf, type Session, timestamp } from '../session/session.ts'

type BillingCustomers = Pick<Registry, 'customer' | 'keepCustomer'>

const customer = {
  name: 'customer',
  text: 'select customer_id from billing_customers where account_id = $1',
}

export const billingCustomersOn = (session: Session): BillingCustomers => ({
  async customer(account) {
    const [row] = await preparedRowsOf<{ customer_id: string }>(session, customer, [account])
    return row?.customer_id ?? null
  },

  async keepCustomer(account, customer, now) {
    await session.query(
      `insert into billing_customers (account_id, customer_id, created_at) values ($1, $2, $3)
       on conflict (account_id) do nothing`,
      [account, customer, timestamp(now)],
    )
  },
})
