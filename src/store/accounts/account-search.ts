import type { PageRequest } from '../../core/ports.ts'
import { idAfter } from '../page.ts'

/** What parts the words of a name, beside what the database's own parser parts them by. As in the index. */
const BETWEEN = `./_@:&+-'`
const words = `to_tsvector('simple', translate(a.name, './_@:&+-''', '         '))`

/** The first of those that are found one way, in the order of the list: no way needs to find more than the page shows. */
const first = (found: string): string => `(${found} order by account_id limit $3)`

/**
 * Accounts by how their id, their slug or a member's address begins, or by how all the given words begin in the name.
 * With `offset 0` words and addresses are looked up in their indexes: the planner takes a rare one for one that is soon
 * met along the list.
 */
export const foundAccounts = `
  ${first('select a.account_id from accounts a where a.account_id > $1 and lower(a.account_id) like lower($2)')}
  union
  ${first('select a.account_id from accounts a where a.account_id > $1 and a.slug like lower($2)')}
  union
  ${first(`select a.account_id from (
    select a.account_id from accounts a where ${words} @@ to_tsquery('simple', $4) offset 0
  ) a where a.account_id > $1`)}
  union
  ${first(`select distinct m.account_id from (
    select m.account_id from members m where lower(m.email) like lower($2) and m.status <> 'removed' offset 0
  ) m where m.account_id > $1`)}`

export function searchValues(search: string, page: PageRequest): unknown[] {
  const begins = `${search.replace(/[\\%_]/g, '\\$&')}%`
  return [idAfter(page) ?? '', begins, page.limit + 1, wordsThatBegin(search)]
}

/** `'acme':* & 'co':*`. Quoted, a word is read as those of the names are. */
function wordsThatBegin(search: string): string {
  const spaced = [...search].map((letter) => (BETWEEN.includes(letter) ? ' ' : letter)).join('')
  const each = spaced.split(/\s+/).filter((word) => word !== '')
  return each.map((word) => `'${word.replace(/[\\']/g, '\\$&')}':*`).join(' & ')
}
