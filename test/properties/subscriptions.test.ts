import { afterAll, beforeAll, expect, test } from 'vitest'
import { MICRO } from '../../src/core/credits.ts'
import { freshDatabase, type TestDatabase } from '../harness/database.ts'
import { freshDirectory } from '../harness/directory.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { subscriptionCampaign } from './subscription-campaign.ts'
import { pieces } from './subscription-pieces.ts'
import { modelPlans } from './subscription-plans.ts'
import { DAY, type ModelPlan, type ModelTerms } from './subscription-rules.ts'
import { SubscriptionSubject } from './subscription-subject.ts'
import { Walker } from './subscription-walk.ts'

const runs = Number(process.env.SCRIP_RUNS ?? rounds(1_500, 30))
// The long round goes where nobody has been; the short one walks the same ways every time.
const seed = Number(process.env.SCRIP_SEED ?? rounds(Date.now() % 2_000_000_000, 1_255_813_881))

let database: TestDatabase
let subject: SubscriptionSubject

beforeAll(async () => {
  database = await freshDatabase()
  subject = await SubscriptionSubject.open(database, freshDirectory('stripe'))
})
afterAll(() => subject.close())

test(`a subscription does what the model does, seed ${seed}`, { timeout: minutes(60, 5) }, async () => {
  const ground = { subject, server: database.server }
  const { steps, tally } = await subscriptionCampaign(ground, { seed, runs })
  if (process.env.SCRIP_TEST_LOG) console.log(steps, [...tally].join('\n'))
  expect(steps).toBeGreaterThan(runs * 6)
  const met = [...tally.keys()]
  const isMissed = (what: string) => !met.some((one) => one.startsWith(what))
  // What is not met tests nothing; only of a few walks of a seed of one's own may some go by it.
  if (!process.env.SCRIP_RUNS) expect(['both', 'archive had'].filter(isMissed)).toEqual([])
})

test.each(pieces)('$says', async ({ play }) => {
  const at = pieces.findIndex((one) => one.play === play)
  await play(subject, `piece_${seed}_${at}`)
})

test('a renewal ends however many cards come that want their owner', async () => {
  const [plan] = modelPlans as [ModelPlan]
  const walker = new Walker(subject, `asking_${seed}`, 0, { verifies: false })
  await walker.open()
  const terms: ModelTerms = { plan, seats: 1, size: 100n * MICRO, interval: 'month' }
  await walker.take({ do: 'subscribe', terms, sent: false }, 0)
  await walker.take({ do: 'card', kind: 'asks' }, 1)
  const { sub } = walker.model
  if (!sub) throw new Error('there is none')
  for (const due = walker.model.periodEnd(sub); sub.status !== 'canceled'; ) {
    const until = Math.max(walker.now + 0.9 * DAY, due)
    await walker.take({ do: 'wait', until, unseen: false, cut: false }, 1)
    await walker.take({ do: 'card', kind: 'asks' }, 1)
    expect(walker.now).toBeLessThan(due + 17 * DAY)
  }
})

test('a call that had nothing to change is not made later under its key', async () => {
  const [plan] = modelPlans as [ModelPlan]
  const terms: ModelTerms = { plan, seats: 2, size: 100n * MICRO, interval: 'month' }
  const walker = new Walker(subject, `same_key_${seed}`, 0)
  await walker.open()
  await walker.take({ do: 'subscribe', terms, sent: false }, 0)
  await walker.take({ do: 'change', terms, demote: [], expects: 'nothing' }, 0)
  await walker.take({ do: 'change', terms: { ...terms, seats: 4 }, demote: [], expects: 'nothing' }, 0)
  await walker.take({ do: 'repeat' }, 1)
  expect(walker.model.sub).toMatchObject({ terms: { seats: 4 }, pending: null })
})
