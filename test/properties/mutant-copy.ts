import { cpSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { freshDirectory } from '../harness/directory.ts'
import type { Mutant } from './mutants.ts'

const root = join(import.meta.dirname, '..', '..')

/** A copy of the ledger and of what walks it, with the bug in it. Fails where the source no longer reads like that. */
export function plant({ file, from, to }: Mutant): string {
  const copy = freshDirectory('mutant')
  for (const part of ['src/core', 'src/store', 'package.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true })
  for (const part of globSync(['test/properties/*.ts', 'test/harness/verify-account.ts'], { cwd: root })) {
    mkdirSync(join(copy, dirname(part)), { recursive: true })
    cpSync(join(root, part), join(copy, part))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  const source = readFileSync(join(copy, file), 'utf8')
  const found = source.split(from).length - 1
  if (found !== 1) throw new Error(`${file} has ${found} times what the bug is planted in: ${from}`)
  writeFileSync(
    join(copy, file),
    source.replace(from, () => to),
  )
  return copy
}
