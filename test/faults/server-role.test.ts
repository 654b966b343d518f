import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../harness/database.ts'

const NOT_ALLOWED = '42501'
let database: TestDatabase

beforeAll(async () => {
  database = await freshDatabase()
})

/** What PostgreSQL says to the server's role; '' where it does as it was told. */
async function asServer(text: string): Promise<string> {
  const client = new pg.Client(database.server)
  await client.connect()
  try {
    await client.query('begin')
    await client.query(text)
    return ''
  } catch (error) {
    return (error as pg.DatabaseError).code ?? String(error)
  } finally {
    await client.query('rollback')
    await client.end()
  }
}

const entry = `insert into entries (account_id, credit_type, seq, at, kind, from_book, to_book, amount_micro, cause_id,
  available_micro) values ('a', 't', 1, '2026-01-01', 'grant', 'issued', 'wallet', 1, 'c', 1)`

describe("the server's role", () => {
  test('may write and read an entry', async () => {
    expect(await asServer(`${entry}; select * from entries`)).toBe('')
  })

  test.each([
    'update entries set amount_micro = 2',
    'update entries set at = at where false',
    'delete from entries',
    'delete from entries where false',
    `${entry} on conflict (account_id, credit_type, seq) do update set amount_micro = 2`,
    'update reversals set amount_micro = 2',
    'delete from reversals',
    'update revocations set reason = null',
    'delete from revocations',
    'update expiry_moves set seq = 1',
    'delete from expiry_moves',
    'delete from wallets',
    'delete from grants',
    'delete from debits',
    'delete from holds',
    'delete from accounts',
    'create table mine (n int)',
    'create index mine on entries (at)',
    'create schema mine',
    'create view mine as select 1',
    "create function mine() returns int language sql as 'select 1'",
    'create trigger mine before insert on entries execute function suppress_redundant_updates_trigger()',
    'alter table entries add column mine int',
    'alter table entries disable trigger all',
    'alter table entries owner to scrip_server',
    'grant update on entries to scrip_server; update entries set amount_micro = 2',
    'alter role scrip_server superuser',
    'copy entries to program $$cat$$',
  ])('may not: %s', async (text) => {
    expect(await asServer(text)).toBe(NOT_ALLOWED)
  })

  test('may not empty, change or drop any table', async () => {
    const client = new pg.Client(database.owner)
    await client.connect()
    const { rows } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' order by 1",
    )
    await client.end()
    expect(rows.length).toBeGreaterThan(10)
    for (const { name } of rows)
      for (const text of [
        `truncate ${name}`,
        `drop table ${name}`,
        `alter table ${name} add column mine int`,
      ])
        expect([text, await asServer(text)]).toEqual([text, NOT_ALLOWED])
  })

  test('may not change what was migrated', async () => {
    const change = 'delete from scrip_migrations'
    expect([NOT_ALLOWED, '42P01']).toContain(await asServer(change))
  })
})
