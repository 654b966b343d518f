import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../harness/database.ts'
import { freshDirectory } from '../harness/directory.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { subscriptionCampaign } from './subscription-campaign.ts'
import { SubscriptionSubject } from './subscription-subject.ts'

const runs = Number(process.env.SCRIP_RUNS ?? rounds(1_500, 64))
const seed = Number(process.env.SCRIP_SEED ?? Date.now() % 2_000_000_000)

let database: TestDatabase
let subject: SubscriptionSubject

beforeAll(async () => {
  database = await freshDatabase()
  subject = await SubscriptionSubject.open(database, freshDirectory('stripe'))
})
afterAll(() => subject.close())

test(`a subscription does what the model does, seed ${seed}`, { timeout: minutes(60, 5) }, async () => {
  const { steps, tally } = await subscriptionCampaign({ subject, server: database.server }, { seed, runs })
  if (process.env.SCRIP_TEST_LOG) console.log(steps, tally)
  expect(steps).toBeGreaterThan(runs * 6)
})
