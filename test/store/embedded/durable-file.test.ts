import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeDurably } from '../../../src/store/embedded/durable-file.ts'
import { freshDirectory } from '../../harness/directory.ts'
import { smallDisk } from '../../harness/small-disk.ts'

test('a file is written anew with the mode that was asked for, whatever the umask', () => {
  const before = process.umask(0o077)
  onTestFinished(() => void process.umask(before))
  const path = join(freshDirectory(), 'kept')
  writeDurably(path, 'one', 0o640)
  writeDurably(path, 'two', 0o644)
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['two', 0o644])
})

test('what does not fit on the disk leaves the file as it was, and nothing beside it', () => {
  const disk = smallDisk(1)
  if (!disk)
    return console.warn('skipped: no disk can be mounted here, which takes root and the right to mount')
  const path = join(disk.directory, 'kept')
  writeDurably(path, 'what was there', 0o600)
  disk.fill(8_192)
  expect(() => writeDurably(path, 'x'.repeat(20_000), 0o600)).toThrow(/ENOSPC/)
  expect(readFileSync(path, 'utf8')).toBe('what was there')
  expect(readdirSync(disk.directory).sort()).toEqual(['ballast', 'kept'])
})
