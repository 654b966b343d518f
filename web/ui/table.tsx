// biome-ignore-all lint/a11y/noRedundantRoles: where rows become cards, browsers may forget that it is a table.
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Skeleton } from './skeleton.tsx'
import './table.css'

export interface Column<T> {
  readonly key: string
  readonly label: ReactNode
  readonly cell: (row: T) => ReactNode
  /** Numbers stand at the end, so that their digits are under each other. */
  readonly end?: boolean
  /** On a narrow screen, where each row is a card, it stands at its head and without a label. */
  readonly lead?: boolean
  /** There it stands across from the lead, without a label, too: the one number or button that the row is about. */
  readonly prime?: boolean
  /** Left out where there is little room. */
  readonly wideOnly?: boolean
}

interface TableProps<T> {
  /** What it is a table of. It is heard, not seen. */
  readonly caption: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly rowKey: (row: T) => string
  /** Where the rows are on their way: how many of them to draw the shape of. */
  readonly loading?: number
}

/** A link with the class `table-link` in a row makes the whole row lead there. */
export function Table<T>({ caption, columns, rows, rowKey, loading = 0 }: TableProps<T>) {
  return (
    <div className="table-box">
      <table className="table" role="table" aria-busy={loading > 0 || undefined}>
        <caption className="only-heard">{loading > 0 ? `${caption}, loading…` : caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.key} scope="col" role="columnheader" className={cellClass(column)}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row">
              {columns.map((column) => (
                <td key={column.key} role="cell" className={cellClass(column)}>
                  {!column.lead && !column.prime && column.label && (
                    <span className="table-label" aria-hidden="true">
                      {column.label}
                    </span>
                  )}
                  <span className="table-value">{column.cell(row)}</span>
                </td>
              ))}
            </tr>
          ))}
          {Array.from({ length: loading }, (_, at) => (
            <tr key={at}>
              {columns.map((column) => (
                <td key={column.key} className={cellClass(column)}>
                  <Skeleton width={column.end ? '64px' : column.lead ? '140px' : '90px'} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const cellClass = <T,>({ end, lead, prime, wideOnly }: Column<T>) =>
  classNames(
    end && 'table-end',
    lead && 'table-lead',
    prime && 'table-prime',
    wideOnly && 'table-wide-only',
  ) || undefined
