import { ID_PATTERN } from '../../core/accounts/account.ts'
import type { Entry } from '../../core/ledger/entry.ts'
import type { EntryFilter, Page, PageRequest } from '../../core/ports.ts'
import { LOOKED_THROUGH } from '../look-through.ts'
import { cursorOf, isTime, placeOf } from '../page.ts'
import type { Reader } from '../session/reader.ts'
import { timestamp } from '../session/session.ts'
import { entryColumns, entryFrom } from './rows.ts'

/** The entry with which a page begins: when it took effect, and which of its wallet's it is. */
type Place = readonly [at: number, credit_type: string, seq: number]

const ID = new RegExp(ID_PATTERN)

const isPlace = (place: unknown): place is Place =>
  Array.isArray(place) &&
  place.length === 3 &&
  isTime(place[0]) &&
  typeof place[1] === 'string' &&
  ID.test(place[1]) &&
  Number.isSafeInteger(place[2]) &&
  place[2] > 0

/** Whether an entry stands in the list before that one. */
const before = (e: string, [at, credit_type, seq]: readonly [string, string, string]): string =>
  `(${e}.at > ${at} or ${e}.at = ${at} and
    (${e}.credit_type < ${credit_type} or ${e}.credit_type = ${credit_type} and ${e}.seq > ${seq}))`

const inOrder = (e: string): string => `${e}.at desc, ${e}.credit_type, ${e}.seq desc`

/**
 * Where the page begins in each wallet is found by halving, because no wallet's entries ever go back in time. So many
 * of the newest are looked through, of each wallet as large a part of what it has left; what stands in the list before
 * the first that was not looked at is sure to be all that stands there.
 */
const entriesFrom = `
  with recursive halving (credit_type, low, high) as (
    select w.credit_type, case when $3::timestamptz is null then w.seq else 0 end, w.seq from wallets w
    where w.account_id = $1 and ($2::text is null or w.credit_type = $2)
    union all
    select h.credit_type, case when m.passed then h.low else m.middle end,
      case when m.passed then m.middle - 1 else h.high end
    from halving h
    cross join lateral (
      select e.seq as middle, ${before('e', ['$3', '$4::text', '$5::bigint'])} as passed from entries e
      where e.account_id = $1 and e.credit_type = h.credit_type and e.seq = (h.low + h.high + 1) / 2
    ) m
    where h.low < h.high
  ),
  parts as (
    select h.credit_type, h.high as upto,
      h.high - ceil(h.high * least(1, $9::numeric / sum(h.high) over ()))::bigint as beyond
    from halving h where h.low = h.high and h.high > 0
  ),
  unseen as (
    select e.* from parts p join entries e on e.account_id = $1 and e.credit_type = p.credit_type and e.seq = p.beyond
    order by ${inOrder('e')} limit 1
  )
  (select ${entryColumns('e')}, false
   from parts p
   left join unseen u on true
   cross join lateral (
     select * from entries e
     where e.account_id = $1 and e.credit_type = p.credit_type and e.seq <= p.upto and e.seq > p.beyond
       and ($6::text is null or e.kind = $6::entry_kind)
       and ($7::text is null or e.grant_id = $7)
       and (u.seq is null or ${before('e', ['u.at', 'u.credit_type', 'u.seq'])})
     order by e.seq desc limit $8
   ) e
   order by ${inOrder('e')} limit $8)
  union all
  select ${entryColumns('u')}, true from unseen u`

/** An account's entries, newest first. They are numbered by wallet, so those of its wallets are merged. */
export async function readEntries(
  reader: Reader,
  account: string,
  { credit_type, kind, grant }: EntryFilter,
  { limit, after }: PageRequest,
): Promise<Page<Entry>> {
  const [at, of, seq] = after === null ? [null, null, null] : placeOf(after, isPlace)
  // Where nothing is sought a page is full at once.
  const most = kind === null && grant === null ? Number.MAX_SAFE_INTEGER : LOOKED_THROUGH
  const place = [timestamp(at), of, seq]
  const values = [account, credit_type, ...place, kind, grant, limit + 1, most]
  const rows = await reader.inOrder((query) => query(entriesFrom, values))
  const found = rows.filter((row) => row.at(-1) === false).map(entryFrom)
  const unseen = rows.filter((row) => row.at(-1) === true).map(entryFrom)
  const [next] = [...found.slice(limit), ...unseen]
  return {
    items: found.slice(0, limit),
    next: next ? cursorOf([next.at, next.credit_type, next.seq] satisfies Place) : null,
  }
}
