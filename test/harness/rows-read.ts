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
