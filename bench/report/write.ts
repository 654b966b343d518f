import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type Circumstances, notesBegin, notesEnd, toMarkdown } from './markdown.ts'
import type { Findings } from './verdicts.ts'

/** Writes the report, with the notes of the one that was there. */
export function writeReport(file: string, findings: Findings, circumstances: Circumstances): void {
  const old = existsSync(file) ? readFileSync(file, 'utf8') : ''
  writeFileSync(file, toMarkdown(findings, circumstances, notesOf(old)))
}

function notesOf(report: string): string | null {
  const [, after] = report.split(`${notesBegin}\n`)
  const [notes] = after?.split(`\n${notesEnd}`) ?? []
  return notes ?? null
}
