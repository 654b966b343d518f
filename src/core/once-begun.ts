import type { Instant } from './instant.ts'
import type { OnceRequest, Store } from './ports.ts'
import type { Refusal } from './refusal.ts'

/** Ends a transaction that was only to show whether it had been done before. */
class NotYet extends Error {}

/** What is kept under the caller's key; null where nothing is yet, or there is no key. */
export async function begunUnder<K>(
  store: Pick<Store, 'once'>,
  once: OnceRequest | null,
  now: Instant,
): Promise<K | Refusal | null> {
  if (!once) return null
  try {
    const { answer } = await store.once<K>(once, now, async () => {
      throw new NotYet()
    })
    return answer
  } catch (error) {
    if (error instanceof NotYet) return null
    throw error
  }
}
