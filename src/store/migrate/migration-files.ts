import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrationRefused } from './migration-refused.ts'

export type Migration = { number: number; name: string; checksum: string; sql: string }

export const migrationsDirectory = join(import.meta.dirname, '..', 'migrations')

/** The migrations of a directory in their order: `NNNN-name.sql`, numbered from 0001 without a gap. */
export async function readMigrations(directory = migrationsDirectory): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(names.map((name, index) => readMigration(directory, name, index + 1)))
}

let own: Promise<Migration[]> | undefined

/** Those of this code, which are read once a process. */
export function ownMigrations(): Promise<Migration[]> {
  own ??= readMigrations().catch((error: unknown) => {
    own = undefined
    throw error
  })
  return own
}

async function readMigration(directory: string, file: string, expected: number): Promise<Migration> {
  const [, digits, name] = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file) ?? []
  if (digits === undefined || name === undefined) {
    throw new MigrationRefused('misnamed', `The migration ${file} is not named like 0001-some-name.sql.`)
  }
  const wanted = String(expected).padStart(4, '0')
  if (Number(digits) > expected) {
    throw new MigrationRefused(
      'missing',
      `The migration number ${wanted} is missing here: put the file back as it was.`,
    )
  }
  if (Number(digits) < expected) {
    throw new MigrationRefused(
      'misnumbered',
      `The migration ${file} stands where number ${wanted} is expected.`,
    )
  }
  // Git may check files out with other line ends; that is no change of a migration.
  const sql = (await readFile(join(directory, file), 'utf8')).replaceAll('\r\n', '\n')
  return { number: expected, name, checksum: createHash('sha256').update(sql).digest('hex'), sql }
}
