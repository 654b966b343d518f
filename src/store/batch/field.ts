import type { Instant } from '../../core/instant.ts'
import type { Grant } from '../../core/ledger/grant.ts'
import type { Wallet } from '../../core/ledger/wallet.ts'
import type { Statement } from '../session/connection.ts'
import { InstantColumn, PlainColumn, TextColumn } from './arrays.ts'
import { placeOf } from './place.ts'

/**
 * A column of a table, and how the array of its values is made of rows, so that the two can't come apart. `array` is
 * null where every row has the column's default: such a column is left out, because each one costs something per row.
 */
export interface Field<T> {
  readonly name: string
  readonly type: string
  readonly array: (rows: Iterable<T>) => string | null
}

interface Column<V> {
  push(value: V): void
  toString(): string
}

function field<T, V>(
  name: string,
  type: string,
  make: () => Column<V>,
  of: (row: T) => V,
  usual: V | undefined,
): Field<T> {
  return {
    name,
    type,
    array(rows) {
      const column = make()
      let isUsual = usual !== undefined
      for (const row of rows) {
        const value = of(row)
        if (value !== usual) isUsual = false
        column.push(value)
      }
      return isUsual ? null : column.toString()
    },
  }
}

export const text = <T, V extends string | null>(name: string, of: (row: T) => V, usual?: V): Field<T> =>
  field<T, string | null>(name, 'text', () => new TextColumn(), of, usual)

export const bigint = <T, V extends bigint | number | null>(
  name: string,
  of: (row: T) => V,
  usual?: V,
): Field<T> => field<T, bigint | number | null>(name, 'bigint', () => new PlainColumn(), of, usual)

export const instant = <T, V extends Instant | null>(name: string, of: (row: T) => V, usual?: V): Field<T> =>
  field<T, Instant | null>(name, 'timestamptz', () => new InstantColumn(), of, usual)

/** For numbers, booleans and enumerations, whose values never need quotes. */
export const plain = <T, V extends string | number | boolean | null>(
  name: string,
  type: string,
  of: (row: T) => V,
  usual?: V,
): Field<T> => field<T, string | number | boolean | null>(name, type, () => new PlainColumn(), of, usual)

/** Where rows lie, as `place.ts` knows. */
export const ctid = <T extends Wallet | Grant>(): Field<T> =>
  field<T, string>('ctid', 'tid', () => new TextColumn(), placeOf, undefined)

const names = (fields: readonly Field<never>[]): string => fields.map(({ name }) => name).join(', ')

const parameters = (fields: readonly Field<never>[]): string =>
  fields.map(({ type }, i) => `$${i + 1}::${type}[]`).join(', ')

type Prepared = [Statement, ...string[]]

/** Inserts rows as one statement with an array a column, those columns left out that have only defaults. */
export function inserting<T>(
  table: string,
  fields: readonly Field<T>[],
  rest = '',
): (rows: Iterable<T>) => Prepared {
  const statements = new Map<string, Statement>()
  return (rows) => {
    const arrays: string[] = []
    const used: Field<T>[] = []
    let mask = ''
    for (const field of fields) {
      const array = field.array(rows)
      mask += array === null ? '0' : '1'
      if (array === null) continue
      arrays.push(array)
      used.push(field)
    }
    let statement = statements.get(mask)
    if (!statement) {
      const text = `insert into ${table} (${names(used)}) select * from unnest(${parameters(used)}) ${rest}`
      statement = { name: `insert_${table}_${Number.parseInt(mask, 2).toString(36)}`, text }
      statements.set(mask, statement)
    }
    return [statement, ...arrays]
  }
}

/**
 * Updates rows that are found by the first `keys` fields, by themselves: joined, a plan that was made while the table
 * was small would read the whole table for ever after. A row that isn't found would leave the ledger in two minds,
 * so the division fails the whole batch unless every row was. Two statements of one table have verbs of their own.
 */
export function updating<T>(
  table: string,
  fields: readonly Field<T>[],
  keys: number,
  verb = 'update',
): (rows: Iterable<T>) => Prepared {
  const set = fields.slice(keys).map(({ name }) => `${name} = v.${name}`)
  const [key] = fields
  const same = fields.slice(0, keys).map(({ name }) => `f.${name} = v.${name}`)
  const found =
    key?.type === 'tid'
      ? 'where t.ctid = v.ctid'
      : `cross join lateral (select f.ctid from ${table} f where ${same.join(' and ')} offset 0) found
         where t.ctid = found.ctid`
  const statement = {
    name: `${verb}_${table}`,
    text: `with updated as (
        update ${table} t set ${set.join(', ')}
        from unnest(${parameters(fields)}) as v (${names(fields)}) ${found}
        returning 1
      )
      select 1 / (count(*) = cardinality($1))::integer from updated`,
  }
  return (rows) => [statement, ...fields.map(({ array }) => array(rows) ?? '{}')]
}
