import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { putCap } from '../../src/core/caps/put-cap.ts'
import { isRefusal } from '../../src/core/refusal.ts'
import { Unavailable } from '../../src/core/unavailable.ts'
import { PipelinedConnection } from '../../src/store/session/connection.ts'
import { openStore } from '../../src/store/store.ts'
import { afterFile } from '../harness/after-file.ts'
import { sqlAt } from '../harness/audit.ts'
import { debitOf, grantOf } from '../harness/commands.ts'
import { freshDatabase } from '../harness/database.ts'
import { until } from '../harness/until.ts'

const NOW = Date.UTC(2026, 0, 15)
const quiet = { batch() {}, queued() {}, failed() {} }
const nobody = { member: null, project: null, feature: null }
const database = await freshDatabase()
const store = openStore({ connection: database.server, lanes: 1, meter: quiet })
afterFile(() => store.close())

for (const account of ['a', 'b'])
  await sqlAt(database.owner, `insert into accounts values ($1, 'team', 'Acc', null, '2026-01-01')`, [
    account,
  ])
await sqlAt(
  database.owner,
  `insert into credit_types values ('neo', 'Neo', 'credit', null, 'usd', '{"policy":"never"}', '2026-01-01')`,
)
await store.ledger.submit(grantOf('a', 100), NOW)

/** Somebody who keeps something from everybody else until told to let go. */
async function holding(text: string): Promise<() => Promise<void>> {
  const holder = new pg.Client(database.owner)
  await holder.connect()
  await holder.query('begin')
  await holder.query(text)
  const release = () => holder.end()
  onTestFinished(release)
  return release
}

const waiting = async (): Promise<number> =>
  (
    await sqlAt<{ n: number }>(
      database.owner,
      `select count(*)::integer as n from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    )
  )[0]?.n ?? 0

/** A key that nobody has, so that it is asked of the database. */
let n = 0
const stranger = () => store.authenticate(Buffer.from(`stranger ${n++}`), NOW)

test('whoever comes to the door waits for no work, and no statement goes on when nobody waits for it', async () => {
  const release = await holding('select pg_advisory_xact_lock(7)')
  const work = Array.from({ length: 20 }, () =>
    store.pool.query('select pg_advisory_xact_lock(7)').catch((error: pg.DatabaseError) => error),
  )
  await until('the pool to be busy', async () => (await waiting()) === 8)
  expect(await stranger()).toBeNull()
  await store.ready()
  expect(await waiting()).toBe(8)
  // PostgreSQL itself ends what is under way; what waited for a connection finds one then, or none in time.
  const ends = await Promise.all(work)
  expect(
    ends.filter((end) => end instanceof Error && 'code' in end && end.code === '57014').length,
  ).toBeGreaterThan(7)
  await until('the rest to be ended', async () => (await waiting()) === 0)
  await release()
})

test('every connection is ended by PostgreSQL itself when a statement takes too long', async () => {
  const show = 'show statement_timeout'
  expect((await store.pool.query(show)).rows).toEqual([{ statement_timeout: '4500ms' }])
  expect((await store.jobs.query(show)).rows).toEqual([{ statement_timeout: '4500ms' }])
  for (const [use, most] of [
    ['batches', '4500ms'],
    ['reads', '2500ms'],
  ] as const) {
    const connection = new PipelinedConnection(database.server, use)
    expect(await connection.flush([[{ name: 'show', text: show }]])).toEqual([[[most]]])
    await connection.end()
  }
  // What took longer leaves nothing behind.
  await store.once(null, NOW, (registry) =>
    registry.burnedSince({ account: 'a', subject: 'account', subject_id: 'a' }, 0),
  )
  expect((await store.pool.query(show)).rows).toEqual([{ statement_timeout: '4500ms' }])
})

test('counts and lists of one account leave the pool to others', async () => {
  const release = await holding('lock table debits in access exclusive mode')
  const cap = (subject_id: string) =>
    store.once(null, NOW, (registry) =>
      putCap(
        registry,
        {
          account: 'a',
          subject: 'project',
          subject_id,
          limit_micro: 1n,
          unit: 'credits',
          period: 'total',
          by: null,
        },
        NOW,
      ),
    )
  const caps = Array.from({ length: 12 }, (_, i) => cap(`p${i}`))
  const days = { credit_type: 'neo', from: NOW, to: NOW, by: null, member: null }
  const usage = Array.from({ length: 12 }, () => store.reports.usage('a', days))
  const page = { limit: 10, after: null }
  const lists = Array.from({ length: 12 }, () =>
    store.ledger.debits('a', { credit_type: null, ...nobody }, page),
  )
  // One that counts and two that list.
  await until('them to wait', async () => (await waiting()) >= 3)
  const seen = await Promise.all(
    Array.from({ length: 20 }, () => store.once(null, NOW, (registry) => registry.account('b'))),
  )
  expect(seen.map(({ answer }) => isRefusal(answer))).toEqual(seen.map(() => false))
  expect(await store.registry.account('b')).not.toBeNull()
  expect(await waiting()).toBe(3)
  await release()
  expect((await Promise.all(caps)).every(({ answer }) => !isRefusal(answer))).toBe(true)
  await Promise.all([...usage, ...lists])
})

test('a list that is filtered looks through so much for a page, and goes on from there', async () => {
  await sqlAt(
    database.owner,
    `insert into debits (account_id, debit_id, key, credit_type, amount_micro, at, first_seq, entry_count,
       before_micro, after_micro, feature_id)
     select 'b', 'deb_' || n, 'deb_' || n, 'neo', 1, $1, 0, 0, 0, 0, case when n = 100001 then 'rare' end
     from generate_series(100001, 150010) n`,
    [new Date(NOW).toISOString()],
  )
  const list = (after: string | null, filter: object) =>
    store.ledger.debits('b', { credit_type: null, ...nobody, ...filter }, { limit: 2, after })
  const first = await list(null, { feature: 'rare' })
  expect(first.items).toEqual([])
  const second = await list(first.next, { feature: 'rare' })
  expect(second).toMatchObject({ items: [{ id: 'deb_100001' }], next: null })
  const last = await list((await list(null, {})).next, {})
  expect(last.items.map(({ id }) => id)).toEqual(['deb_150008', 'deb_150007'])
})

test('a database that takes no writes is away, until it does or another one is there', async () => {
  const end =
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()'
  await sqlAt(database.owner, `alter database ${database.name} set default_transaction_read_only = on`)
  await sqlAt(database.owner, end, [database.name])
  const unready = () =>
    store.ready().then(
      () => null,
      (error: Error) => error,
    )
  await until('it to be known', async () => /takes no writes/.test((await unready())?.message ?? ''))
  await expect(store.ledger.submit(debitOf('a', 1), NOW)).rejects.toThrow(Unavailable)
  await expect(store.clocks.put('a', 1)).rejects.toThrow(Unavailable)
  await sqlAt(
    database.owner,
    `begin read write; alter database ${database.name} reset default_transaction_read_only; commit`,
  )
  const { answer } = await store.ledger.submit(debitOf('a', 1), NOW)
  expect(isRefusal(answer)).toBe(false)
  await until('it to be ready', async () => (await unready()) === null)
})
