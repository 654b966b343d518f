import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Embedded, startEmbedded } from '../src/store/embedded/start.ts'
import { type ConnectionConfig, onDatabase } from '../src/store/session/connection-config.ts'

/**
 * The PostgreSQL that everything is measured on: the server's own, with the settings that Scrip gives it, so the
 * server and the references share one cluster and its durability.
 */
export class Postgres {
  readonly #embedded: Embedded

  private constructor(embedded: Embedded) {
    this.#embedded = embedded
  }

  static async start(directory: string, log: (line: string) => void): Promise<Postgres> {
    mkdirSync(directory, { recursive: true, mode: 0o711 })
    return new Postgres(await startEmbedded({ dataDir: join(directory, 'postgres'), log }))
  }

  get pid(): number | undefined {
    return this.#embedded.pid()
  }

  /** The owner's connection to one of the databases. */
  owner(database: string): ConnectionConfig {
    return onDatabase(this.#embedded.owner, database)
  }

  async exists(database: string): Promise<boolean> {
    const text = 'select from pg_database where datname = $1'
    return this.run('postgres', (client) => client.query(text, [database])).then(
      ({ rowCount }) => rowCount === 1,
    )
  }

  async create(database: string): Promise<void> {
    await this.run('postgres', async (client) => {
      await client.query(`drop database if exists ${database} with (force)`)
      await client.query(`create database ${database} template template0`)
    })
  }

  /** Whatever a server that has ended still had under way there ends with it. */
  async rename(database: string, name: string): Promise<void> {
    await this.run('postgres', async (client) => {
      await client.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [
        database,
      ])
      await client.query(`alter database ${database} rename to ${name}`)
    })
  }

  /** Runs something as the owner on a connection of its own. */
  async run<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client(this.owner(database))
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  /** What a measurement begins with: the planner knows the tables, and nothing waits to be written back. */
  async settle(database: string): Promise<void> {
    await this.run(database, async (client) => {
      await client.query('vacuum (analyze)')
      await client.query('checkpoint')
    })
  }

  async settings(): Promise<Record<string, string>> {
    const text =
      'select name, current_setting(name) as value from pg_settings where name = any($1) order by name'
    const { rows } = await this.run('postgres', (client) =>
      client.query<{ name: string; value: string }>(text, [TOLD_SETTINGS]),
    )
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
  }

  stop(): Promise<void> {
    return this.#embedded.stop()
  }
}

const TOLD_SETTINGS = [
  'server_version',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_sync_method',
  'shared_buffers',
  'max_wal_size',
  'checkpoint_timeout',
  'max_connections',
]
