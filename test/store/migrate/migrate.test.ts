import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, inject, test } from 'vitest'
import { isCurrent, migrate } from '../../../src/store/migrate/migrate.ts'
import { migrationsDirectory, readMigrations } from '../../../src/store/migrate/migration-files.ts'
import { connectionsFromUrls, serverRole } from '../../../src/store/session/connection-config.ts'
import { freshDatabase, type TestDatabase } from '../../harness/database.ts'

const thing = 'create table public.thing (n int); create table public.counted (n int)'
const count = 'insert into public.counted values (1)'

/** A directory of migrations to bend, of which each run of the second can be counted. */
function files(): string {
  const directory = mkdtempSync(join(inject('runDirectory'), 'migrations-'))
  writeFileSync(join(directory, '0001-thing.sql'), thing)
  writeFileSync(join(directory, '0002-count.sql'), count)
  return directory
}

async function query(database: TestDatabase, sql: string, as: 'owner' | 'server' = 'owner') {
  const client = new pg.Client(database[as])
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('migrations', () => {
  test('eight starters at once apply each exactly once', async () => {
    const [database, directory] = [await freshDatabase({ empty: true }), files()]
    await Promise.all(Array.from({ length: 8 }, () => migrate(database, { directory })))
    expect(await query(database, 'select * from public.counted')).toHaveLength(1)
    const [first] = await query(database, 'select * from public.scrip_migrations order by number')
    expect(first).toMatchObject({
      number: 1,
      name: 'thing',
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(first.applied_at).toBeInstanceOf(Date)
  })

  test('four databases of one cluster are migrated at once, also without the role', async () => {
    const databases = await Promise.all(Array.from({ length: 4 }, () => freshDatabase({ empty: true })))
    const directory = files()
    await Promise.all(databases.map((database) => migrate(database, { directory })))
    for (const database of databases) expect(await query(database, 'select * from thing')).toEqual([])
  })

  test('a new file is applied to an old database', async () => {
    const [database, directory] = [await freshDatabase({ empty: true }), files()]
    await migrate(database, { directory })
    const pool = new pg.Pool(database.server)
    expect(await isCurrent(pool, directory)).toBe(true)
    writeFileSync(join(directory, '0003-more.sql'), count)
    expect(await isCurrent(pool, directory)).toBe(false)
    const lines: string[] = []
    await migrate(database, { directory, log: (line) => lines.push(line) })
    expect(lines).toEqual(['Applied the migration 0003-more'])
    expect(await isCurrent(pool, directory)).toBe(true)
    await pool.end()
  })

  test.each<[string, string, RegExp, (directory: string) => void]>([
    [
      'changed',
      'changed',
      /0002-count was changed/,
      (d) => writeFileSync(join(d, '0002-count.sql'), `${count};`),
    ],
    ['missing in the middle', 'missing', /0001 is missing/, (d) => rmSync(join(d, '0001-thing.sql'))],
    [
      'replaced by another',
      'missing',
      /0001-thing, which the database has, is missing/,
      (d) =>
        cpSync(join(d, '0001-thing.sql'), join(d, '0001-other.sql')) ?? rmSync(join(d, '0001-thing.sql')),
    ],
    ['newer in the database', 'newer', /newer Scrip/, (d) => rmSync(join(d, '0002-count.sql'))],
    [
      'twice with a number',
      'misnumbered',
      /0002-\w+\.sql stands where number 0003/,
      (d) => writeFileSync(join(d, '0002-again.sql'), count),
    ],
    ['named badly', 'misnamed', /3_x\.sql/, (d) => writeFileSync(join(d, '3_x.sql'), count)],
  ])('a file that is %s is refused in one line', async (_, code, message, bend) => {
    const [database, directory] = [await freshDatabase({ empty: true }), files()]
    await migrate(database, { directory })
    bend(directory)
    const error = await migrate(database, { directory }).catch((caught) => caught)
    expect(error).toMatchObject({ name: 'MigrationRefused', code, message: expect.stringMatching(message) })
    expect(error.message).not.toContain('\n')
    expect(await query(database, 'select * from public.counted')).toHaveLength(1)
  })

  test('one that fails leaves nothing of itself', async () => {
    const [database, directory] = [await freshDatabase({ empty: true }), files()]
    writeFileSync(join(directory, '0003-half.sql'), `${count}; select 1 / 0`)
    await expect(migrate(database, { directory })).rejects.toMatchObject({ code: 'failed' })
    expect(await query(database, 'select * from public.counted')).toHaveLength(1)
    expect(await query(database, 'select * from public.scrip_migrations')).toHaveLength(2)
  })

  test('other line ends are no change', async () => {
    const directory = files()
    writeFileSync(join(directory, '0001-thing.sql'), 'select 1;\nselect 2;\n')
    const [before] = await readMigrations(directory)
    writeFileSync(join(directory, '0001-thing.sql'), 'select 1;\r\nselect 2;\r\n')
    expect((await readMigrations(directory))[0]?.checksum).toBe(before?.checksum)
  })

  test('the real ones are in order', async () => {
    expect(await readMigrations(migrationsDirectory)).not.toHaveLength(0)
  })
})

describe("the server's role", () => {
  test('works under its own rights, in UTC, and may use the job queue', async () => {
    const database = await freshDatabase()
    const [session] = await query(database, "select current_user, current_setting('timezone') tz", 'server')
    expect(session).toEqual({ current_user: serverRole, tz: 'UTC' })
    const client = new pg.Client(database.server)
    await client.connect()
    await client.query("select graphile_worker.add_job('anything', '{}')")
    const { rows } = await client.query('select count(*)::int as n from graphile_worker._private_jobs')
    expect(rows).toEqual([{ n: 1 }])
    await expect(client.query('create table public.mine ()')).rejects.toThrow(/permission denied/)
    await expect(client.query('drop table graphile_worker._private_jobs')).rejects.toThrow(/must be owner/)
    await expect(client.query('delete from public.scrip_migrations')).rejects.toThrow(/permission denied/)
    await client.end()
  })

  test('an owner without superuser rights migrates, and a login of its own serves', async () => {
    const database = await freshDatabase({ empty: true })
    const [owner, login] = [`owner_${database.name}`, `login_${database.name}`]
    await query(
      database,
      `create role ${owner} login createrole password 'o'; create role ${login} login password 'l'`,
    )
    await query(database, `alter database ${database.name} owner to ${owner}`)
    await query(database, `grant ${serverRole} to ${owner} with admin option`)
    const at = `${encodeURIComponent(database.owner.host ?? '')}:5432/${database.name}`
    const connections = connectionsFromUrls(`postgres://${login}:l@${at}`, `postgres://${owner}:o@${at}`)
    try {
      await migrate(connections)
      const client = new pg.Client(connections.server)
      await client.connect()
      await client.query("select graphile_worker.add_job('anything', '{}')")
      const { rows } = await client.query("select current_user, current_setting('timezone') tz")
      expect(rows).toEqual([{ current_user: login, tz: 'UTC' }])
      await client.end()
      const asLogin = connectionsFromUrls(`postgres://${login}:l@${at}`)
      await expect(migrate(asLogin)).rejects.toMatchObject({ code: 'not_allowed' })
    } finally {
      await query(
        database,
        `reassign owned by ${owner} to scrip_owner; drop owned by ${owner} cascade; drop owned by ${login}`,
      )
      await query(database, `drop role ${login}; drop role ${owner}`).catch(() => undefined)
    }
  })
})
