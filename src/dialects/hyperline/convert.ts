import type { Instant } from '../../core/instant.ts'
import type { Minor } from '../../core/money.ts'
import type { Purchase } from '../../core/purchases/purchase.ts'

/** What every noun's conversion needs. */

export const instantText = (at: Instant): string => new Date(at).toISOString()

export const instantOrNull = (at: Instant | null): string | null => (at === null ? null : instantText(at))

/** Nothing is sold for more than a number holds exactly. */
export const minorNumber = (minor: Minor): number => Number(minor)

/** The payment side's id under the prefix that clients expect; what was paid without a bill goes by its purchase. */
export const invoiceId = ({ id, facts: { invoice } }: Pick<Purchase, 'id' | 'facts'>): string =>
  (invoice?.id ?? id).replace(/^[a-z]+_/, 'inv_')

/** A debit keeps the event that it is for in its metadata. */
export const eventMetadata = (event: string | null): string | null =>
  event === null ? null : JSON.stringify({ event_id: event })

export function eventIn(metadata: string | null): string | null {
  const { event_id } = JSON.parse(metadata ?? '{}') as { event_id?: unknown }
  return typeof event_id === 'string' ? event_id : null
}
