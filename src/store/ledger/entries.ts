import { ID_PATTERN } from '../../core/accounts/account.ts'
import type { Entry } from '../../core/ledger/entry.ts'
import type { EntryFilter, Page, PageRequest } from '../../core/ports.ts'
import { cursorOf, placeOf } from '../page.ts'
import type { Reader } from '../session/reader.ts'
import { entryColumns, entryFrom } from './rows.ts'

/** Each wallet's entry before which the page begins. */
interface Places {
  readonly wallets: Readonly<Record<string, number>>
}

const ID = new RegExp(ID_PATTERN)

/** The names go into JSON, which PostgreSQL reads only where they are text: a cursor that isn't ours is refused before. */
function isPlaces(place: unknown): place is Places {
  const wallets = (place as Partial<Places> | null)?.wallets
  if (typeof wallets !== 'object' || wallets === null || Array.isArray(wallets)) return false
  return Object.entries(wallets).every(([name, seq]) => ID.test(name) && Number.isSafeInteger(seq) && seq > 0)
}

/**
 * An account's entries, newest first. They are numbered by wallet, so the newest of each wallet are read off the
 * primary key and merged; a cursor remembers how far each wallet was read.
 */
export async function readEntries(
  reader: Reader,
  account: string,
  filter: EntryFilter,
  { limit, after }: PageRequest,
): Promise<Page<Entry>> {
  const { wallets } = after === null ? { wallets: {} } : placeOf(after, isPlaces)
  const rows = await reader.query(
    `select ${entryColumns('e')}
     from wallets w
     left join jsonb_each_text($3::jsonb) p on p.key = w.credit_type
     cross join lateral (
       select * from entries e
       where e.account_id = w.account_id and e.credit_type = w.credit_type
         and (p.value is null or e.seq < p.value::bigint)
         and ($4::text is null or e.kind = $4::entry_kind)
         and ($5::text is null or e.grant_id = $5)
       order by e.seq desc limit $6
     ) e
     where w.account_id = $1 and ($2::text is null or w.credit_type = $2)
     order by e.at desc, e.credit_type, e.seq desc
     limit $6`,
    [account, filter.credit_type, JSON.stringify(wallets), filter.kind, filter.grant, limit + 1],
  )
  const items = rows.slice(0, limit).map(entryFrom)
  if (rows.length <= limit) return { items, next: null }
  const next: Record<string, number> = { ...wallets }
  for (const { credit_type, seq } of items) next[credit_type] = seq
  return { items, next: cursorOf({ wallets: next } satisfies Places) }
}
