import pg from 'pg'
import { type ConnectionConfig, type Connections, serverRole } from '../session/connection-config.ts'
import type { Session } from '../session/session.ts'
import { migrateJobs } from './migrate-jobs.ts'
import { type Migration, ownMigrations, readMigrations } from './migration-files.ts'
import { MigrationRefused } from './migration-refused.ts'
import { prepareServerRole } from './server-role.ts'

export type MigrateOptions = { log?: (line: string) => void; directory?: string }

/**
 * Brings a database to the schema of this code, as its owner. Any number of processes may do so at once: one
 * works while the others wait and then find nothing left to do.
 */
export async function migrate(connections: Connections, options: MigrateOptions = {}): Promise<void> {
  const { log = () => undefined, directory } = options
  const migrations = await readMigrations(directory)
  const client = new pg.Client({ ...connections.owner, application_name: 'scrip migrate' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await checkVersion(client)
    await client.query('set search_path = public')
    await client.query('select pg_advisory_lock($1)', [lockKey])
    const logins = connections.server.options?.includes(`role=${serverRole}`) ? [] : [connections.server]
    await prepareServerRole(client, await Promise.all(logins.map(loginName)))
    await apply(client, migrations, log)
    await migrateJobs(client, connections.owner, log)
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error
    const why = (error as Error).message
    throw new MigrationRefused(
      'not_allowed',
      `The database's owner may not do what a migration needs (${why}): give DATABASE_URL the login that ` +
        'owns the database, or set SCRIP_OWNER_DATABASE_URL to it.',
      { cause: error },
    )
  } finally {
    // Ends the session, and with it the lock.
    await client.end()
  }
}

/** Whether the database has exactly the migrations of this code; for readiness, so it changes nothing. */
export async function isCurrent(session: Session | pg.Pool, directory?: string): Promise<boolean> {
  const [wanted, { rows }] = await Promise.all([
    directory === undefined ? ownMigrations() : readMigrations(directory),
    session.query<Applied>('select number, name, checksum from public.scrip_migrations order by number'),
  ])
  return rows.length === wanted.length && wanted.every((each, i) => each.checksum === rows[i]?.checksum)
}

/** Whether it does: one that has become a standby, say, answers all else as before. */
export async function takesWrites(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ read_only: string }>(
    "select current_setting('transaction_read_only') as read_only",
  )
  return rows[0]?.read_only === 'off'
}

type Applied = { number: number; name: string; checksum: string }

/** Any constant will do, as long as every Scrip takes the same one. */
const lockKey = '7310873518046208000'

const oldestMajor = 15

async function checkVersion(client: pg.Client) {
  const { rows } = await client.query<{ number: number; text: string }>(
    "select current_setting('server_version_num')::int number, current_setting('server_version') text",
  )
  const [version] = rows
  if (version && version.number >= oldestMajor * 10_000) return
  throw new MigrationRefused(
    'postgres_too_old',
    `The database is PostgreSQL ${version?.text}, and Scrip needs ${oldestMajor} or later: upgrade it, or ` +
      'unset DATABASE_URL to use the PostgreSQL that Scrip brings.',
  )
}

async function apply(client: pg.Client, migrations: Migration[], log: (line: string) => void) {
  await client.query(bookkeeping)
  const { rows } = await client.query<Applied>(
    'select number, name, checksum from public.scrip_migrations order by number',
  )
  for (const applied of rows) checkApplied(applied, migrations)
  for (const migration of migrations.slice(rows.length)) {
    await applyOne(client, migration)
    log(`Applied the migration ${label(migration)}`)
  }
}

const bookkeeping = `
create table if not exists public.scrip_migrations (
  number int primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default clock_timestamp()
);
grant select on public.scrip_migrations to ${serverRole};
`

function checkApplied(applied: Applied, migrations: Migration[]) {
  const file = migrations[applied.number - 1]
  if (file === undefined) {
    throw new MigrationRefused(
      'newer',
      `The database has the migration ${label(applied)}, which this Scrip does not know: it was used by a ` +
        'newer Scrip; start that one, or restore a backup from before it.',
    )
  }
  if (file.name !== applied.name) {
    throw new MigrationRefused(
      'missing',
      `The migration ${label(applied)}, which the database has, is missing here (${label(file)} stands in its ` +
        'place): put the file back as it was; add new migrations only at the end.',
    )
  }
  if (file.checksum !== applied.checksum) {
    throw new MigrationRefused(
      'changed',
      `The migration ${label(applied)} was changed after the database had it: put the file back as it was, ` +
        'and make the change in a new migration.',
    )
  }
}

async function applyOne(client: pg.Client, migration: Migration) {
  const { number, name, checksum, sql } = migration
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into public.scrip_migrations (number, name, checksum) values ($1, $2, $3)', [
      number,
      name,
      checksum,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    const why = (error as Error).message
    throw new MigrationRefused(
      'failed',
      `The migration ${label(migration)} failed and left the database as it was: ${why}`,
      { cause: error },
    )
  }
}

function label({ number, name }: { number: number; name: string }): string {
  return `${String(number).padStart(4, '0')}-${name}`
}

async function loginName(config: ConnectionConfig): Promise<string> {
  const client = new pg.Client(config)
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>('select session_user as name')
    return rows[0]?.name ?? ''
  } finally {
    await client.end()
  }
}
