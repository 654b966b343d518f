import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { daysAfter, OVERDUE_DAYS } from './dunning.ts'
import type { Owed, Subscription } from './subscription.ts'

type Sent = Pick<Purchase, 'created_at' | 'days_until_due'>

/** When an invoice that is sent is due, and up to when it can still be paid after that. */
export function lastDays({ created_at, days_until_due }: Sent): { due_at: Instant; last_at: Instant } {
  const due_at = daysAfter(created_at, days_until_due ?? 0)
  return { due_at, last_at: daysAfter(due_at, OVERDUE_DAYS) }
}

/**
 * What is owed for periods that have begun, oldest first. An invoice that its sender took back in time is owed no more;
 * one that was given up when its time was over ends the subscription, so it is still told of.
 */
export async function owedOf(
  registry: Pick<Registry, 'invoicesOfRenewals'>,
  { account, id, collection }: Pick<Subscription, 'account' | 'id' | 'collection'>,
): Promise<readonly Owed[]> {
  if (collection !== 'send_invoice') return []
  const unpaid = await registry.invoicesOfRenewals(account, id)
  return unpaid.flatMap((invoice) => {
    const days = lastDays(invoice)
    const given_up = invoice.ended_at !== null && invoice.ended_at >= days.last_at
    return given_up || invoice.ended_at === null ? [{ purchase: invoice.purchase, ...days, given_up }] : []
  })
}
