import { copyFileSync, fstatSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'

/** PostgreSQL's messages go into a file of ours that is kept short, with one older one beside it. */
export function openLog(path: string): { file: number; sizeBytes: number } {
  shorten(path)
  const file = openSync(path, 'a', 0o600)
  return { file, sizeBytes: fstatSync(file).size }
}

/**
 * Copied and cut rather than renamed: PostgreSQL keeps writing through the handle it was started with, and
 * since that appends, it goes on at the new end.
 */
export function shorten(path: string, limitBytes = 16 * 1024 * 1024) {
  try {
    if (statSync(path).size <= limitBytes) return
    copyFileSync(path, `${path}.1`)
    truncateSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** What PostgreSQL said last before it gave up, for the one line that tells why it didn't start. */
export function lastWords(path: string, fromByte: number): string {
  const text = readFileSync(path).subarray(fromByte).toString('utf8')
  const lines = text.split('\n').map((line) => line.replace(/^.*? \[\d+\] /, ''))
  const fatal = lines.findLastIndex((line) => /^(FATAL|PANIC):/.test(line))
  // Of a wrong setting the fatal line only says that there is one; the line above names it.
  const from = /contains errors/.test(lines[fatal] ?? '') ? fatal - 1 : fatal
  return fatal < 0 ? 'it gave no reason' : lines.slice(Math.max(from, 0), fatal + 1).join('; ')
}
