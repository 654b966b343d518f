import type { Page, PageRequest } from '../core/ports.ts'
import { cursorOf, idAfter, pageOf } from './page.ts'
import type { Row } from './session/connection.ts'
import type { Query } from './session/reader.ts'

/**
 * So many rows are looked through for a page of a list that is filtered by what has no index, so that nobody's filter
 * costs everybody's time. Where they are through first, the page is short, and its cursor goes on from there.
 */
export const LOOKED_THROUGH = 50_000

/** What an account has many of, listed by ids that are in the order of their time. */
interface Listed<T> {
  readonly table: string
  readonly id: string
  readonly columns: (alias: string) => string
  readonly from: (row: Row) => T
}

interface Narrowing<T> {
  /** What each column is to be; null where that is all the same. */
  readonly wanted: Readonly<Record<string, string | null>>
  /** Of what alone there is an index in the order of the list, in that index's own words. */
  readonly within?: string
  /** What is otherwise than its rows say stands in the list as it is, where it fits. */
  readonly changed?: ReadonlyMap<string, T>
  readonly fits?: (one: T) => boolean
}

/** A page, newest first, of which one request looks through a bounded part of the list. The query is to read in order. */
export async function lookThrough<T extends { readonly id: string }>(
  query: Query,
  { table, id, columns, from }: Listed<T>,
  account: string,
  { wanted, within = 'true', changed = new Map(), fits = () => true }: Narrowing<T>,
  page: PageRequest,
): Promise<Page<T>> {
  const after = idAfter(page)
  const values: unknown[] = [account, after, page.limit + 1]
  const conditions = Object.entries(wanted)
    .filter(([, value]) => value !== null)
    .map(([column, value]) => `d.${column} = $${values.push(value)}`)
  if (changed.size > 0) conditions.push(`d.${id} <> all($${values.push([...changed.keys()])}::text[])`)
  const newest = (what: string) => `
    select ${what} from ${table} where account_id = $1 and ($2::text is null or ${id} < $2) and ${within}
    order by ${id} desc`
  // The row up to which was looked is read only where the rows before it don't fill the page.
  const rows = await query(
    `(select ${columns('d')}, false from (${newest('*')} limit ${LOOKED_THROUGH}) d
      where ${['true', ...conditions].join(' and ')} order by d.${id} desc limit $3)
     union all
     (select ${columns('d')}, true from ${table} d
      where d.account_id = $1 and d.${id} = (${newest(id)} limit 1 offset ${LOOKED_THROUGH - 1}))
     limit $3`,
    values,
  )
  const found = rows.filter((row) => row.at(-1) === false).map(from)
  const [end] = rows.filter((row) => row.at(-1) === true).map(from)
  const isLookedAt = (one: T) => (after === null || one.id < after) && (!end || one.id >= end.id)
  const other = [...changed.values()].filter((one) => fits(one) && isLookedAt(one))
  const items = other.length === 0 ? found : [...found, ...other].sort((a, b) => (a.id < b.id ? 1 : -1))
  const full = pageOf(items, page)
  return full.next === null && end ? { ...full, next: cursorOf(end.id) } : full
}
