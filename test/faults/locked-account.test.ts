import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { expect, test } from 'vitest'
import { isRefusal } from '../../src/core/refusal.ts'
import { Unavailable } from '../../src/core/unavailable.ts'
import { Lane } from '../../src/store/batch/lane.ts'
import { Lanes } from '../../src/store/batch/lanes.ts'
import { PipelinedConnection } from '../../src/store/session/connection.ts'
import { auditLedger, sqlAt } from '../harness/audit.ts'
import { debitOf, grantOf } from '../harness/commands.ts'
import { freshDatabase } from '../harness/database.ts'
import { layDatabaseCable } from '../harness/database-cable.ts'

const database = await freshDatabase()
const accounts = ['held', 'a', 'b', 'c']
for (const account of [...accounts, 'lost'])
  await sqlAt(database.owner, `insert into accounts values ($1, 'team', 'Acc', null, '2026-01-01')`, [
    account,
  ])
await sqlAt(
  database.owner,
  `insert into credit_types values ('neo', 'Neo', 'credit', null, 'usd', '{"policy":"never"}', '2026-01-01')`,
)

let queued = 0
const meter = {
  batch() {},
  failed() {},
  queued(change: number) {
    queued += change
  },
}

/** One lane for all, in which no more than so many may wait. */
async function lanesOf(most_waiting?: number) {
  const lanes = new Lanes([new Lane(new PipelinedConnection(database.server), meter, most_waiting)])
  queued = 0
  const grants = accounts.map((account) => grantOf(account, 100))
  await lanes.submitAll(grants, Date.now())
  return lanes
}

/** Somebody who is about to lock something. */
async function holder() {
  const client = new pg.Client(database.owner)
  await client.connect()
  await client.query('begin')
  return {
    hold: (text: string) => client.query(text),
    async release() {
      await client.query('rollback')
      await client.end()
    },
  }
}

/** Somebody who keeps rows of one account locked. */
async function holding(text: string) {
  const { hold, release } = await holder()
  await hold(text)
  return release
}

const debit = (lanes: Lanes, account: string, credits = 1) =>
  lanes.submit(debitOf(account, credits), Date.now()).then(({ answer }) => {
    if (isRefusal(answer) || !('debit' in answer)) throw new Error('refused')
    return answer.debit.first_seq
  })

test.each([
  ['its wallet', "select from wallets where account_id = 'held' for update"],
  ['it', "select from accounts where account_id = 'held' for update"],
])('while somebody keeps %s locked an account waits, and its neighbours go on', async (_, text) => {
  const lanes = await lanesOf()
  const release = await holding(text)
  let isDone = false
  const grant = lanes.submit(grantOf('held', 1), Date.now())
  const first = debit(lanes, 'held')
  const second = debit(lanes, 'held')
  const done = Promise.all([grant, first, second]).then(() => {
    isDone = true
  })
  // More than once, and also those that come when the account is known to be locked.
  for (let round = 0; round < 3; round += 1)
    await Promise.all(['a', 'b', 'c'].map((account) => debit(lanes, account)))
  expect(isDone).toBe(false)
  const third = debit(lanes, 'held')
  await debit(lanes, 'a')
  await release()
  await done
  const seqs = await Promise.all([first, second, third])
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
  expect(queued).toBe(0)
  await lanes.close()
  await auditLedger(database.owner)
})

test('who waits too long for a locked account is told that it is locked', async () => {
  const lanes = await lanesOf()
  const release = await holding("select from wallets where account_id = 'held' for update")
  await expect(debit(lanes, 'held')).rejects.toMatchObject({
    message: expect.stringMatching(/is locked for long/),
    cause: { message: expect.stringMatching(/the account held locked/) },
  })
  expect(queued).toBe(0)
  await release()
  await lanes.close()
})

test('a list that finds no room for all of it is refused before any of it waits', async () => {
  const lanes = await lanesOf(10)
  const release = await holding("select from wallets where account_id = 'held' for update")
  const list = (length: number) =>
    lanes.submitAll(
      Array.from({ length }, () => debitOf('held', 1)),
      Date.now(),
    )
  const first = debit(lanes, 'held')
  // By now the held account is known to be, and what is put aside counts as waiting.
  await debit(lanes, 'a')
  const second = list(6)
  await expect(list(4)).rejects.toThrow(Unavailable)
  expect(queued).toBe(7)
  const third = list(3)
  await release()
  await Promise.all([first, second, third])
  expect(queued).toBe(0)
  await lanes.close()
})

test('what was committed when its connection broke is done, also where its account is locked meanwhile', async () => {
  const cable = await layDatabaseCable(database)
  const connection = { ...database.server, host: '127.0.0.1', port: cable.port }
  const lanes = new Lanes([new Lane(new PipelinedConnection(connection), meter)])
  const { hold, release } = await holder()
  await lanes.submit(grantOf('lost', 100), Date.now())
  const cut = cable.cutNextCommit()
  // No key of its caller's tells of it, and there is not enough for another one.
  const answered = lanes.submit(debitOf('lost', 100), Date.now())
  await cut
  await hold("select from wallets where account_id = 'lost' for update")
  await sleep(500)
  await release()
  const { answer, replayed } = await answered
  expect([isRefusal(answer), replayed]).toEqual([false, false])
  await lanes.close()
  await auditLedger(database.owner)
})
