import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/store/verify/verify.ts'
import { freshDatabase, type TestDatabase } from '../harness/database.ts'
import { campaign } from './campaign.ts'
import { type Subject, subjectOn } from './subject.ts'

const full = process.env.SCRIP_ROUNDS === 'full'
const runs = Number(process.env.SCRIP_RUNS ?? (full ? 20_000 : 2_000))
/** The short round walks the same ways every time; the long one finds new ones. */
const seed = Number(process.env.SCRIP_SEED ?? (full ? Date.now() % 2_000_000_000 : 1_791_204_477))

let database: TestDatabase
let subject: Subject

beforeAll(async () => {
  database = await freshDatabase()
  subject = await subjectOn(database)
})
afterAll(() => subject.close())

test(`the ledger does what the model does, seed ${seed}`, {
  timeout: full ? 1_800_000 : 300_000,
}, async () => {
  const done = await campaign(subject, { seed, runs })
  expect(done.runs).toBe(runs)
  await campaign(subject, { seed, runs: Math.ceil(runs / 20), about: 'buying' })
  const { checked, breaches } = await verify(database.server, { now: Date.now() })
  if (process.env.SCRIP_TEST_LOG) console.log(done, checked)
  expect(breaches).toEqual([])
  expect(await owedAnew(database)).toEqual([])
})

const migration = new URL('../../src/store/migrations/0011-owed-and-carried.sql', import.meta.url)

/** Grants of which the entries, as that migration reads them, tell that they owe something else than they do. */
async function owedAnew({ owner }: TestDatabase): Promise<unknown[]> {
  const replay = /^do \$\$.*?^\$\$;/ms.exec(readFileSync(migration, 'utf8'))
  if (!replay) throw new Error('the migration has no block to replay')
  const client = new pg.Client(owner)
  await client.connect()
  try {
    await client.query('begin')
    await client.query('create temporary table known as select account_id, grant_id, owed_micro from grants')
    await client.query('update grants set owed_micro = 0 where owed_micro <> 0')
    await client.query(replay[0])
    const { rows } = await client.query(`
      select account_id, grant_id, k.owed_micro as known, g.owed_micro as told
      from grants g join known k using (account_id, grant_id) where g.owed_micro <> k.owed_micro`)
    return rows
  } finally {
    await client.end()
  }
}
