import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/store/verify/verify.ts'
import { freshDatabase, type TestDatabase } from '../harness/database.ts'
import { campaign } from './campaign.ts'
import { type Subject, subjectOn } from './subject.ts'

const full = process.env.SCRIP_ROUNDS === 'full'
const runs = Number(process.env.SCRIP_RUNS ?? (full ? 20_000 : 600))
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
  await campaign(subject, { seed, runs: Math.ceil(runs / 10), about: 'buying' })
  const { checked, breaches } = await verify(database.server, { now: Date.now() })
  if (process.env.SCRIP_TEST_LOG) console.log(done, checked)
  expect(breaches).toEqual([])
})
