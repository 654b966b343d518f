import type { Instant } from '../instant.ts'
import type { Store } from '../ports.ts'
import { type Bucket, bucketOf } from './bucket.ts'

/** The bucket of an account as of now: what fell due in the wallet is posted first, as by everyone who touches it. */
export async function readBucket(
  { registry, ledger }: Pick<Store, 'registry' | 'ledger'>,
  account: string,
  credit_type: string,
  now: Instant,
): Promise<Bucket> {
  const { due_at, ...facts } = await registry.bucket(account, credit_type)
  if (due_at === null || due_at > now) return bucketOf(facts, now)
  await ledger.submit({ kind: 'settle', account, credit_type }, now)
  return bucketOf(await registry.bucket(account, credit_type), now)
}
