import type { Buying } from './buying.ts'
import type { Invoice, Portion } from './payments.ts'

/** The bills of an account, newest first; none where it never paid. */
export async function invoices(
  { store, payments }: Buying,
  account: string,
  limit: number,
  after: string | null,
): Promise<Portion<Invoice>> {
  const customer = await store.registry.customer(account)
  return customer === null ? { items: [], next: null } : payments.invoices(customer, limit, after)
}
