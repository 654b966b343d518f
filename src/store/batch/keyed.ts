/** What is read, or locked, of a table for each key of a batch. */
export interface Keyed {
  readonly table: string
  /** The columns that make the key; the parameters are an array of text for each, in this order. */
  readonly by: readonly string[]
  readonly columns: (alias: string) => string
  /** What must be true besides, of the row `t`. */
  readonly where?: string
  readonly order?: string
  /** Locked rows may be changed by whoever has them, but never their keys. */
  readonly lock?: boolean
}

/**
 * A lateral subquery with `offset 0`, or with a lock, can't be turned into a join; and a join that was planned while
 * the table was small reads the whole table for ever after.
 */
export function foundByKey({ table, by, columns, where, order, lock = false }: Keyed): string {
  const conditions = by.map((column) => `t.${column} = k.${column}`)
  if (where !== undefined) conditions.push(where)
  return `cross join lateral (
     select ${columns('t')} from ${table} t
     where ${conditions.join(' and ')}
     ${order === undefined ? '' : `order by ${order}`}
     ${lock ? 'for no key update' : 'offset 0'}
   ) t`
}

/** Every key is looked up by itself, in the order in which the keys come. */
export const keyed = (what: Keyed): string =>
  `select t.* from unnest(${what.by.map((_, i) => `$${i + 1}::text[]`).join(', ')}) as k (${what.by.join(', ')})
   ${foundByKey(what)}`
