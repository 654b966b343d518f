import pg from 'pg'
import { CannotStart } from '../store/migrate/cannot-start.ts'
import type { Database } from './database.ts'

/** What a PostgreSQL may have switched off that keeps answered debits. File systems may do without full_page_writes. */
const KEEPS = ['fsync', 'synchronous_commit'] as const

const MENDS: Readonly<Record<string, string>> = {
  fsync: 'Set "fsync = on" in its configuration.',
  synchronous_commit: 'Set it to on for the database: "alter database … set synchronous_commit = on".',
}

/**
 * Refuses a database in which a crash loses what was answered, as the server's own login finds it. The one that Scrip
 * brings is set up as it is to be.
 */
export async function checkDurable({ server, embedded }: Database): Promise<void> {
  if (embedded) return
  const client = new pg.Client(server)
  await client.connect()
  const asked = client.query<{ name: string }>(
    "select name from pg_settings where name = any($1) and setting = 'off' order by name",
    [KEEPS],
  )
  const { rows } = await asked.finally(() => client.end())
  const [first] = rows
  if (first)
    throw new CannotStart(
      `PostgreSQL's ${first.name} is off, so a crash would lose debits that were answered. ${MENDS[first.name]}`,
    )
}
