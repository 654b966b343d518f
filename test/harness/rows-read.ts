import type pg from 'pg'
import { type Query, Reader } from '../../src/store/session/reader.ts'

/** What `explain (analyze, format json)` tells of a part of a plan. */
export interface PlanNode {
  readonly 'Node Type': string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

/** How many rows are read, of tables and indexes. */
export function rowsRead(node: PlanNode): number {
  const isScan = /^(?!Subquery|CTE|WorkTable).*Scan$/.test(node['Node Type'])
  const own = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
  return (node.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), isScan ? own : 0)
}

/** A reader whose real statements are told to whoever counts what they read. */
export function countingReader(pool: pg.Pool): { readonly reader: Reader; readonly rows: () => number } {
  const reader = new Reader(pool)
  const { query } = reader
  const [inOrder, snapshot] = [reader.inOrder.bind(reader), reader.snapshot.bind(reader)]
  let rows = 0
  const counting =
    (asked: Query): Query =>
    async (text, values) => {
      const [[explained] = []] = await asked(`explain (analyze, format json) ${text}`, values)
      rows += rowsRead((explained as [{ Plan: PlanNode }])[0].Plan)
      return asked(text, values)
    }
  reader.query = counting(query)
  reader.inOrder = (work) => inOrder((asked) => work(counting(asked)))
  reader.snapshot = (work) => snapshot((asked) => work(counting(asked)))
  return { reader, rows: () => rows }
}
