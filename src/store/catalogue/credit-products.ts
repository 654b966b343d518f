import type { CreditProductRecords, ShownProduct } from '../../core/catalogue/credit-product.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'

/** Of which there is a wallet, or the product itself. */
const theirs = `
  (select w.credit_type from wallets w where w.account_id = $1
   union
   select p.credit_type from credit_products p where p.account_id = $1) t`

const page = `
  select $1 as account, t.credit_type, coalesce(p.name, c.name) as name, p.low_count_micro,
    least(p.created_at, e.at, w.at) as created_at, greatest(p.created_at, w.at) as updated_at
  from ${theirs}
  join credit_types c on c.credit_type = t.credit_type
  left join credit_products p on p.account_id = $1 and p.credit_type = t.credit_type
  left join wallets w on w.account_id = $1 and w.credit_type = t.credit_type
  left join entries e on e.account_id = $1 and e.credit_type = t.credit_type and e.seq = 1
  order by t.credit_type offset $2 limit $3`

const count = `select count(*)::integer as total from ${theirs}`

export const creditProductsOn = (session: Session): CreditProductRecords => ({
  async insertCreditProduct({ account, credit_type, name, low_count_micro, created_at }) {
    const made = await rowsOf(
      session,
      `insert into credit_products (account_id, credit_type, name, low_count_micro, created_at)
       values ($1, $2, $3, $4, $5) on conflict (account_id, credit_type) do nothing returning 1`,
      [account, credit_type, name, low_count_micro, timestamp(created_at)],
    )
    return made.length === 1
  },

  async creditProducts(account, { skip, take }) {
    const items = await rowsOf<ShownProduct>(session, page, [account, skip, take])
    const [counted] = await rowsOf<{ total: number }>(session, count, [account])
    return { items, total: counted?.total ?? 0 }
  },
})
