import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readOverview } from '../../../src/store/reports/overview.ts'
import { sumDays } from '../../../src/store/reports/summed-days.ts'
import { BY_MOMENT, whereToLook, written } from '../../../src/store/reports/unsummed-wallets.ts'
import { Reader } from '../../../src/store/session/reader.ts'
import { Statements } from '../../../src/store/session/statements.ts'
import { pgTypes } from '../../../src/store/session/types.ts'
import { verify } from '../../../src/store/verify/verify.ts'
import { grantOf } from '../../harness/commands.ts'
import { freshDatabase, type TestDatabase } from '../../harness/database.ts'
import { until } from '../../harness/until.ts'
import { campaign } from '../../properties/campaign.ts'
import { type Subject, subjectOn } from '../../properties/subject.ts'

/** After everything that the campaigns write. */
const LATER = Date.UTC(2100, 0, 1)
const HOUR = 3_600_000
/** Each time so much later that every wallet is looked at: a campaign writes long before what was summed last. */
let hours = 0
const later = () => LATER + 2 * HOUR * ++hours
const SMALL = { wallets: 7, entries: 100 }

let database: TestDatabase
let subject: Subject
let pool: pg.Pool
let owner: pg.Pool

beforeAll(async () => {
  database = await freshDatabase()
  subject = await subjectOn(database)
  pool = new pg.Pool({ ...database.server, types: pgTypes, max: 4 })
  owner = new pg.Pool({ ...database.owner, types: pgTypes, max: 2 })
  for (const each of [pool, owner]) {
    each.on('error', () => {})
    each.on('connect', (client) => client.on('error', () => {}))
  }
})

afterAll(async () => {
  await subject.close()
  await pool.end()
  await owner.end()
})

/** The days as the entries themselves tell them. */
const told = `
  select e.credit_type, (e.at at time zone 'UTC')::date::text as day, e.kind::text, coalesce(g.source, '') as source,
    e.from_book::text, e.to_book::text, sum(e.amount_micro)::text as amount, count(*) as entries
  from entries e left join grants g on e.kind = 'grant' and g.account_id = e.account_id and g.grant_id = e.grant_id
  group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`

const kept = `
  select credit_type, day::text, kind::text, source, from_book::text, to_book::text, amount_micro::text as amount, entries
  from ledger_days order by 1, 2, 3, 4, 5, 6`

const rows = async (text: string) => (await owner.query(text)).rows
const breaches = async () => (await verify(database.server, { now: LATER })).breaches

/** How much of the tables and their indexes a look at the wallets that were written since reads. */
async function blocksRead(since: number): Promise<number> {
  const client = await owner.connect()
  await client.query(`begin; ${BY_MOMENT}`)
  const { rows } = await client.query(`explain (analyze, buffers, format json) ${written}`, [
    '',
    '',
    20_000,
    new Date(since),
  ])
  await client.query('rollback')
  client.release()
  const [{ Plan: plan }] = rows[0]['QUERY PLAN']
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
}

describe('the days', () => {
  test('are what the entries of each day sum to, and each is counted once', async () => {
    await campaign(subject, { seed: 5, runs: 12, together: 12 })
    const [{ count }] = await rows('select count(*) from entries')
    let begun = 0
    const goOn = async () => {
      begun += 1
      return true
    }
    expect(await sumDays(pool, later(), SMALL, goOn)).toBe(Number(count))
    // It gives way before each part.
    expect(begun).toBeGreaterThanOrEqual(Number(count) / SMALL.entries)
    expect(await rows(kept)).toEqual(await rows(told))
    expect(await sumDays(pool, later(), SMALL)).toBe(0)
    expect(await rows(kept)).toEqual(await rows(told))
    expect(await breaches()).toEqual([])
  })

  test('come to what the wallets have, less what is owed', async () => {
    const { standings, moved, before } = await readOverview(new Reader(pool), { from: 0, to: LATER }, LATER)
    const sums = (credit_type: string) =>
      moved
        .filter((one) => one.credit_type === credit_type)
        .reduce(
          (sum, one) => ({
            net:
              sum.net +
              one.sold_micro +
              one.granted_micro -
              one.burned_micro -
              one.expired_micro -
              one.revoked_micro,
            outstanding: sum.outstanding + one.change_micro,
          }),
          { net: 0n, outstanding: 0n },
        )
    expect(standings.some(({ debt_micro }) => debt_micro > 0n)).toBe(true)
    for (const { credit_type, outstanding_micro, debt_micro } of standings)
      expect([credit_type, sums(credit_type)]).toEqual([
        credit_type,
        { net: outstanding_micro - debt_micro, outstanding: outstanding_micro },
      ])
    expect(before.size).toBe(0)
  })

  test('are so when several sum at the same time', async () => {
    await campaign(subject, { seed: 6, runs: 12, together: 12 })
    await Promise.all([1, 2, 3].map(() => sumDays(pool, later(), SMALL)))
    expect(await rows(kept)).toEqual(await rows(told))
  })

  test('are so when it is cut off between the sums and the marks', async () => {
    await campaign(subject, { seed: 7, runs: 10, together: 10 })
    const inTheWay = await owner.connect()
    await inTheWay.query('begin; lock table summed_wallets in exclusive mode')
    const summing = sumDays(pool, later(), SMALL).then(
      () => 'summed',
      () => 'cut off',
    )
    await until('it to wait', async () => {
      const { rowCount } = await owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = $1 and wait_event_type = 'Lock' and query like '%insert into summed_wallets%'`,
        [database.name],
      )
      return rowCount === 1
    })
    expect(await summing).toBe('cut off')
    await inTheWay.query('rollback')
    inTheWay.release()
    await sumDays(pool, later(), SMALL)
    expect(await rows(kept)).toEqual(await rows(told))
    expect(await breaches()).toEqual([])
  })

  test('have what is dated ahead on the day on which it was summed', async () => {
    const now = Date.UTC(2026, 0, 20)
    await subject.open('ahead')
    const grant = grantOf('ahead', 5, { credit_type: 'never' })
    await subject.ledger.submit(grant, now + 400 * 86_400_000)
    expect(await sumDays(pool, now, SMALL)).toBe(1)
    const found = await rows(
      `select day::text, entries from ledger_days where source = 'manual' and day > '2027-01-01'`,
    )
    expect(found).toEqual([])
    expect(await breaches()).toEqual([])
  })

  test('cost what was written lately, and not what is there', async () => {
    // After all that the campaigns wrote.
    const now = Date.UTC(2090, 0, 1)
    await owner.query(
      `insert into wallets (account_id, credit_type, seq, available_micro, held_micro, debt_micro, at)
       select 'idle_' || i, 'never', 0, 0, 0, 0, '2020-01-01' from generate_series(1, 20000) i`,
    )
    await owner.query('vacuum wallets')
    await subject.open('busy')
    // What has expired by now is posted only after the sum, under the moment at which it did.
    const short = { credit_type: 'never', expires_at: now - HOUR }
    await subject.ledger.submit(grantOf('busy', 5, short), now - 2 * HOUR)
    expect(await sumDays(pool, now)).toBeGreaterThanOrEqual(1)
    const settle = {
      kind: 'settle',
      account: 'busy',
      credit_type: 'never',
      key: 'k',
      fingerprint: '',
    } as const
    await subject.ledger.submit(settle, now + 1_000)
    const look = await whereToLook(new Statements(pool), now + 60_000)
    expect(look.since).toBeLessThan(now - HOUR)
    expect(await blocksRead(now - 2 * HOUR)).toBeLessThan(50)
    expect(await blocksRead(0)).toBeGreaterThan(200)
    expect(await sumDays(pool, now + 60_000)).toBe(1)
    expect(await sumDays(pool, now + 120_000)).toBe(0)
    await owner.query(`delete from wallets where account_id like 'idle%'`)
    expect(await breaches()).toEqual([])
  })

  test('are part of what scrip verify proves', async () => {
    await owner.query(
      `update ledger_days set amount_micro = amount_micro + 1
       where ctid = (select min(ctid) from ledger_days where kind = 'debit')`,
    )
    const [wrong, ...others] = await breaches()
    expect(others).toEqual([])
    expect(wrong).toMatchObject({ invariant: 'ledger_days', account: '' })
    expect(wrong?.what).toMatch(
      /^the days say that \d+ millionths in \d+ entries went from wallet to consumed \(debit\)/,
    )
    await owner.query('update summed_wallets set seq = seq + 1000 where account_id = $1', ['ahead'])
    expect((await breaches()).map(({ what }) => what)).toContain(
      'the wallet of ahead has fewer entries than were summed',
    )
  })
})
