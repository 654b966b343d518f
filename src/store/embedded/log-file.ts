import { closeSync, copyFileSync, openSync, readSync, statSync, truncateSync } from 'node:fs'

/** PostgreSQL's messages go into a file of ours that is kept short, with one older one beside it. */
export function openLog(path: string): number {
  shorten(path)
  return openSync(path, 'a', 0o600)
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

/** The newest errors of the log, to say in one line why PostgreSQL didn't start. */
export function lastFatal(path: string): string {
  try {
    const size = statSync(path).size
    const length = Math.min(size, 16_384)
    const buffer = Buffer.alloc(length)
    const file = openSync(path, 'r')
    readSync(file, buffer, 0, length, size - length)
    closeSync(file)
    const lines = buffer.toString('utf8').split('\n')
    return lines.filter((line) => /\b(FATAL|PANIC|ERROR):/.test(line)).at(-1)?.replace(/^.*?\] /, '') ?? ''
  } catch {
    return ''
  }
}
