import { appendFileSync, closeSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lastWords, openLog, shorten } from '../../../src/store/embedded/log-file.ts'
import { freshDirectory } from '../../harness/directory.ts'

test('a long log is cut while it is written to, and its old part is kept once', () => {
  const path = join(freshDirectory(), 'postgres.log')
  const { file } = openLog(path)
  writeSync(file, 'x'.repeat(200))
  shorten(path, 100)
  writeSync(file, 'after')
  closeSync(file)
  expect(readFileSync(path, 'utf8')).toBe('after')
  expect(statSync(`${path}.1`).size).toBe(200)
})

test('the last words are those of the last start only', () => {
  const path = join(freshDirectory(), 'postgres.log')
  appendFileSync(path, '2026-01-01 00:00:00 UTC [7] FATAL:  of an older start\n')
  const { file, sizeBytes } = openLog(path)
  closeSync(file)
  expect(lastWords(path, sizeBytes)).toBe('it gave no reason')
  appendFileSync(path, '2026-01-01 00:00:00 UTC [8] LOG:  no\n2026-01-01 00:00:00 UTC [8] PANIC:  newer\n')
  expect(lastWords(path, sizeBytes)).toBe('PANIC:  newer')
})
