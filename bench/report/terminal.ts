import type { Measured } from '../case.ts'
import { rowHeads, rowOf } from './figures.ts'
import { type Findings, failures, verdictsOf, verdictWord, wrongs } from './verdicts.ts'

export function printFindings(findings: Findings): void {
  print(findings.measured.length === 0 ? [] : ratesTable(findings.measured))
  const verdicts = verdictsOf(findings)
  const rows = verdicts.map((each) => [each.what, each.goal, each.found, each.spread, verdictWord(each)])
  if (rows.length > 0) print(table([['ratio', 'goal', 'found', 'spread', 'reached'], ...rows]))
  const failed = failures(findings)
  if (failed.length > 0) print(['Requests failed:', ...failed])
  const wrong = wrongs(findings)
  print(wrong.length === 0 ? ['Conservation held in every run.'] : ['NOT TO BE BELIEVED:', ...wrong])
}

const ratesTable = (measured: readonly Measured[]): string[] =>
  table([rowHeads, ...measured.map(rowOf)].map((row) => Object.values(row) as string[]))

function table(rows: string[][]): string[] {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? []
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

const print = (lines: string[]) => process.stdout.write(`\n${lines.join('\n')}\n`)
