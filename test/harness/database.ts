import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import {
  type ConnectionConfig,
  type Connections,
  connectionsOfOwner,
  onDatabase,
  toUrl,
} from '../../src/store/session/connection-config.ts'
import { afterFile } from './after-file.ts'
import { templateDatabase } from './postgres.ts'

export type TestDatabase = Connections & {
  name: string
  /** The owner's connection as a URL, fit for `DATABASE_URL`. */
  url: string
  /** Drops it, and fails if a connection to it is still open. Happens by itself after the test file. */
  drop(): Promise<void>
}

export type DatabaseOptions = { empty?: boolean }

/** A database of its own, with the schema migrated unless it is asked to be empty. */
export async function freshDatabase({ empty = false }: DatabaseOptions = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(`create database ${name} template ${empty ? 'template0' : templateDatabase}`)
  const connections = connectionsOfOwner(onDatabase(inject('owner'), name))
  let dropped = false
  const database: TestDatabase = {
    ...connections,
    name,
    url: toUrl(connections.owner),
    async drop() {
      if (dropped) return
      dropped = true
      const leaked = await openConnections(name)
      await administer(`drop database ${name} with (force)`)
      if (leaked.length > 0) throw new Error(`connections were left open: ${leaked.join('; ')}`)
    },
  }
  afterFile(() => database.drop())
  return database
}

/** A closed connection takes PostgreSQL a moment to forget, so only one that stays counts as left open. */
async function openConnections(name: string): Promise<string[]> {
  const asked =
    "select format('%s: %s', application_name, left(query, 80)) as what from pg_stat_activity " +
    `where datname = '${name}' and backend_type = 'client backend'`
  for (let attempt = 1; ; attempt += 1) {
    const rows = await administer(asked)
    if (rows.length === 0 || attempt === 40) return rows.map((row) => String(row.what))
    await sleep(25)
  }
}

async function administer(sql: string): Promise<Record<string, unknown>[]> {
  const admin: ConnectionConfig = onDatabase(inject('owner'), 'postgres')
  const client = new pg.Client(admin)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
