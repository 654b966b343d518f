import type { Instant } from '../instant.ts'
import type { Page, PageRequest, Store } from '../ports.ts'
import { readBucket } from '../purchases/read-bucket.ts'
import type { SeatBalance } from './overview.ts'
import type { Subscription } from './subscription.ts'

/** The seats with what is left in each: what fell due in the wallet is posted first, as by everyone who touches it. */
export async function readSeats(
  store: Pick<Store, 'registry' | 'ledger'>,
  subscription: Subscription,
  now: Instant,
): Promise<readonly SeatBalance[]> {
  await readBucket(store, subscription.account, subscription.credit_type, now)
  return store.registry.seatBalances(subscription, now)
}

/** The same page by page. */
export async function readSeatsPage(
  store: Pick<Store, 'registry' | 'ledger'>,
  subscription: Subscription,
  page: PageRequest,
  now: Instant,
): Promise<Page<SeatBalance>> {
  await readBucket(store, subscription.account, subscription.credit_type, now)
  return store.registry.seatsPage(subscription, now, page)
}
