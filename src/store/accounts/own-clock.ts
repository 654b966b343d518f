/** What is added to a moment for an account's own clock. */
export const aheadOf = (alias: string): string => `${alias}.ahead_ms * interval '1 millisecond'`

interface Waiting {
  readonly table: string
  /** The column that names a row within its account. */
  readonly id: string
  /** The column of the moment from which on it is due. */
  readonly at: string
  /** The parameter that the moment is compared with, in real time. */
  readonly now?: string
  /** What else must be true of it, of `d`. */
  readonly and?: string
}

/**
 * What is due by its account's own clock: `account_id`, `id`, `ahead_ms`, and `since` when in real time. Most accounts
 * go by the real one, so what is due by that is found along the index of the moment; the few accounts that are ahead
 * are looked at one by one. `$1` is the present and `$2` how many are wanted. With `offset 0` each row is looked up by
 * itself: a join may read a whole table.
 */
export function dueByOwnClock({ table, id, at, now = '$1::timestamptz', and = 'true' }: Waiting): string {
  const found = `select d.account_id, d.${id} as id, d.${at} as at from ${table} d`
  return `
  select f.account_id, f.id, a.ahead_ms, f.at - ${aheadOf('a')} as since
  from (
    (${found} where d.${at} <= ${now} and ${and} order by d.${at} limit $2)
    union all
    select f.* from accounts b
    cross join lateral (
      ${found}
      where d.account_id = b.account_id and d.${at} > ${now} and d.${at} <= ${now} + ${aheadOf('b')} and ${and}
      offset 0
    ) f
    where b.ahead_ms > 0
  ) f
  cross join lateral (select a.ahead_ms from accounts a where a.account_id = f.account_id offset 0) a
  order by since limit $2`
}
