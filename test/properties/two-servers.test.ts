import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { putCap } from '../../src/core/caps/put-cap.ts'
import { verify } from '../../src/store/verify/verify.ts'
import { freshDatabase, type TestDatabase } from '../harness/database.ts'
import { anyWalk } from './campaign.ts'
import { ModelAccount } from './model.ts'
import { Steps } from './steps.ts'
import { members, modelTypes, type Subject, subjectOn } from './subject.ts'

const seed = Number(process.env.SCRIP_SEED ?? Date.now() % 2_000_000_000)
const ACCOUNTS = 24
const BEGIN = Date.UTC(2026, 0, 30, 21)

let database: TestDatabase
let servers: Subject[]

beforeAll(async () => {
  database = await freshDatabase()
  servers = [await subjectOn(database), await subjectOn(database)]
})
afterAll(() => Promise.all(servers.map((server) => server.close())))

/** Sends what a walk plans, whatever becomes of it: two that work on one account can't be foretold. */
async function wander(
  server: Subject,
  account: string,
  which: number,
  clock: { now: number },
): Promise<number> {
  const model = new ModelAccount(account, modelTypes, members)
  const planned = new Steps(model, which * 1_000_000)
  let answered = 0
  for (const steps of fc.sample(anyWalk(), { seed: seed + which, numRuns: 4 }))
    for (const step of steps) {
      clock.now += step[1] * 10_000
      // The second server's clock is a little late.
      const now = clock.now - which * 1_500
      const move = planned.moveOf(step, now)
      if (move.do === 'buy') {
        await server.buy(move.purchase)
        model.buy(move.purchase)
      } else if (move.do === 'submit') {
        // A webhook may reach both at once, and both may find an allotment that is to be done.
        const both = move.commands.some(({ kind }) => kind === 'settle_purchase' || kind === 'allot')
        if (move.allotment) {
          await server.allot(move.allotment)
          model.allotments.set(move.allotment.id, move.allotment)
        }
        const sent = (both ? servers : [server]).map(({ ledger }) => ledger.submitAll(move.commands, now))
        answered += (await Promise.all(sent)).flat().length
        for (const command of move.commands) model.apply(command, now)
      } else if (move.do === 'restrict') await server.restrict(account, move.member, move.own_only)
      else if (move.do === 'cap') await server.change((registry) => putCap(registry, move.cap, now))
    }
  return answered
}

test(`two servers work on the same accounts, seed ${seed}`, async () => {
  const walks = Array.from({ length: ACCOUNTS }, async (_, i) => {
    const account = `shared_${i}`
    const clock = { now: BEGIN }
    await servers[0]?.open(account)
    return Promise.all(servers.map((server, which) => wander(server, account, which, clock)))
  })
  const answered = (await Promise.all(walks)).flat().reduce((all, one) => all + one, 0)
  expect(answered).toBeGreaterThan(ACCOUNTS * 20)
  const { breaches, checked } = await verify(database.server, { now: Date.now() })
  expect(breaches).toEqual([])
  expect(checked.entries).toBeGreaterThan(ACCOUNTS * 10)
})
