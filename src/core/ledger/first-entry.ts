import type { EntryFilter, Ledger } from '../ports.ts'
import type { Entry } from './entry.ts'

/** The newest entry that fits, however far back: a page may be empty and not the last. */
export async function firstEntry(
  ledger: Pick<Ledger, 'entries'>,
  account: string,
  filter: EntryFilter,
): Promise<Entry | null> {
  for (let after: string | null = null; ; ) {
    const { items, next } = await ledger.entries(account, filter, { limit: 1, after })
    if (items[0]) return items[0]
    if (next === null) return null
    after = next
  }
}
