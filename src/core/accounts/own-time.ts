import type { Instant } from '../instant.ts'
import type { Store } from '../ports.ts'

/**
 * What the account's own clock shows while the real one shows `now`: for whoever comes from outside with the real time,
 * a webhook or a job, and acts in an account.
 */
export async function ownTime(
  store: Pick<Store, 'ahead' | 'clocks'>,
  account: string,
  now: Instant,
): Promise<Instant> {
  await store.clocks.hear()
  return now + store.ahead(account)
}
