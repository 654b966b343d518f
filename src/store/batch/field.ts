import type { Instant } from '../../core/instant.ts'
import type { Statement } from '../connection.ts'
import { InstantColumn, PlainColumn, TextColumn } from './arrays.ts'

/** A column of a table, and how the array of its values is made of rows, so that the two can't come apart. */
export interface Field<T> {
  readonly name: string
  readonly type: string
  readonly array: (rows: Iterable<T>) => string
}

interface Column<V> {
  push(value: V): void
  toString(): string
}

function field<T, V>(name: string, type: string, make: () => Column<V>, of: (row: T) => V): Field<T> {
  return {
    name,
    type,
    array(rows) {
      const column = make()
      for (const row of rows) column.push(of(row))
      return column.toString()
    },
  }
}

export const text = <T>(name: string, of: (row: T) => string | null): Field<T> =>
  field(name, 'text', () => new TextColumn(), of)

export const bigint = <T>(name: string, of: (row: T) => bigint | number | null): Field<T> =>
  field(name, 'bigint', () => new PlainColumn(), of)

export const instant = <T>(name: string, of: (row: T) => Instant | null): Field<T> =>
  field(name, 'timestamptz', () => new InstantColumn(), of)

/** For numbers, booleans and enumerations, whose values never need quotes. */
export const plain = <T>(name: string, type: string, of: (row: T) => string | number | boolean): Field<T> =>
  field(name, type, () => new PlainColumn(), of)

export const names = <T>(fields: readonly Field<T>[]): string => fields.map(({ name }) => name).join(', ')

export const parameters = <T>(fields: readonly Field<T>[]): string =>
  fields.map(({ type }, i) => `$${i + 1}::${type}[]`).join(', ')

/** Writes rows as one statement with an array a column. */
export const inserting = <T>(table: string, fields: readonly Field<T>[]): Statement => ({
  name: `insert_${table}`,
  text: `insert into ${table} (${names(fields)}) select * from unnest(${parameters(fields)})`,
})

/**
 * Updates by the first `keys` fields. The rows are found one by one through their key, and changed where they were
 * found: joined, a plan that was made while the table was small would read the whole table for ever after. Nobody
 * moves them in between, because their wallet is locked.
 */
export function updating<T>(table: string, fields: readonly Field<T>[], keys: number): Statement {
  const set = fields.slice(keys).map(({ name }) => `${name} = v.${name}`)
  const same = fields.slice(0, keys).map(({ name }) => `f.${name} = v.${name}`)
  return {
    name: `update_${table}`,
    text: `update ${table} t set ${set.join(', ')}
      from unnest(${parameters(fields)}) as v (${names(fields)})
      cross join lateral (select f.ctid from ${table} f where ${same.join(' and ')} offset 0) found
      where t.ctid = found.ctid`,
  }
}
