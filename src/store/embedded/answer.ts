import pg from 'pg'
import type { ConnectionConfig } from '../session/connection-config.ts'

/** What a PostgreSQL says to a knock: `down` also covers one that does not know our password. */
export type Answer = { state: 'ready'; cluster: string; version: string } | { state: 'stopping' | 'down' }

export async function answer(owner: ConnectionConfig): Promise<Answer> {
  const client = new pg.Client({ ...owner, database: 'postgres', connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const asked =
      "select current_setting('data_directory') cluster, current_setting('server_version') version"
    const { rows } = await client.query<{ cluster: string; version: string }>(asked)
    return { state: 'ready', cluster: rows[0]?.cluster ?? '', version: rows[0]?.version ?? '' }
  } catch (error) {
    return { state: /is shutting down/.test((error as Error).message) ? 'stopping' : 'down' }
  } finally {
    await client.end().catch(() => undefined)
  }
}

export async function ensureDatabase(owner: ConnectionConfig): Promise<void> {
  const client = new pg.Client({ ...owner, database: 'postgres' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const found = await client.query('select from pg_database where datname = $1', [owner.database])
    if (found.rowCount === 0)
      await client.query(`create database ${pg.escapeIdentifier(owner.database ?? '')}`)
  } finally {
    await client.end()
  }
}
