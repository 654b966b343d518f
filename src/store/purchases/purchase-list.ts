import type { PageRequest } from '../../core/ports.ts'
import type { PurchaseFilter } from '../../core/purchases/records.ts'
import { idAfter } from '../page.ts'
import { timestamp } from '../session/session.ts'

/**
 * The condition for a page of purchases, newest first. It says only what is asked for, and one state as itself, so that
 * each filter finds the index that has its rows in their order.
 */
export function purchaseList(
  account: string | null,
  { credit_type, states, dialect, from = null, to = null }: PurchaseFilter,
  page: PageRequest,
): { condition: string; values: unknown[] } {
  const values: unknown[] = []
  const conditions: string[] = []
  const where = (value: unknown, condition: (parameter: string) => string) => {
    if (value !== null) conditions.push(condition(`$${values.push(value)}`))
  }
  const [state] = states ?? []
  where(account, (id) => `p.account_id = ${id}`)
  where(credit_type, (type) => `p.credit_type = ${type}`)
  if (states?.length === 1) where(state, (one) => `p.state = ${one}::purchase_state`)
  else where(states, (some) => `p.state = any (${some}::purchase_state[])`)
  where(dialect, (face) => `p.dialect = ${face}`)
  where(timestamp(from), (at) => `p.created_at >= ${at}`)
  where(timestamp(to), (at) => `p.created_at < ${at}`)
  where(idAfter(page), (id) => `p.purchase_id < ${id}`)
  const condition = `${['true', ...conditions].join(' and ')}
    order by p.purchase_id desc limit $${values.push(page.limit + 1)}`
  return { condition, values }
}
