import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { sqlAt } from '../harness/audit.ts'
import { freshDatabase, type TestDatabase } from '../harness/database.ts'
import { campaign } from '../properties/campaign.ts'
import { subjectOn } from '../properties/subject.ts'
import { scrip } from './in-process.ts'

let database: TestDatabase
let empty: TestDatabase

beforeAll(async () => {
  database = await freshDatabase()
  empty = await freshDatabase({ empty: true })
  const subject = await subjectOn(database)
  await campaign(subject, { seed: 1, runs: 20 })
  await subject.close()
  // The walks are of a time before revocations were kept, and what was taken back then has no row.
  await sqlAt(database.owner, 'delete from revocations')
})

const verify = (...options: string[]) => scrip({ DATABASE_URL: database.url }, 'verify', ...options)

test('scrip verify of a database without the schema says what to do', async () => {
  expect(await scrip({ DATABASE_URL: empty.url }, 'verify')).toEqual({
    code: 1,
    stdout: '',
    stderr: "The database's migrations are not those of this version. Run `scrip migrate`.\n",
  })
})

test('scrip verify says what it checked, and names what does not hold', async () => {
  const sound = await verify()
  expect(sound).toMatchObject({ code: 0, stderr: '' })
  expect(sound.stdout).toMatch(
    /^Checked [\d,]+ entries of \d+ wallets in [\d.]+ s:\n[\s\S]*Everything holds\.\n$/,
  )

  const owner = new pg.Client(database.owner)
  await owner.connect()
  await owner.query(
    'update wallets set available_micro = available_micro + 1 where ctid = (select min(ctid) from wallets)',
  )
  await owner.end()
  const broken = await verify()
  expect(broken.code).toBe(1)
  expect(broken.stdout).toMatch(/\d+ breaches:\n/)
  expect(broken.stdout).toMatch(/wallet_balance: walk_\w+ \w+ the wallet is not what its last entry says/)

  const json = await verify('--json')
  expect(json.code).toBe(1)
  const { checked, breaches, breach_count } = JSON.parse(json.stdout)
  expect(checked.entries).toBeGreaterThan(0)
  expect(breaches).toHaveLength(breach_count)
  expect(breaches[0]).toEqual({
    invariant: 'wallet_balance',
    account: expect.stringMatching(/^walk_/),
    credit_type: expect.any(String),
    what: expect.any(String),
  })
})
