import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { sqlAt } from '../harness/audit.ts'
import { minutes, rounds } from '../harness/rounds.ts'
import { Shop } from '../harness/shop.ts'
import { until } from '../harness/until.ts'
import { type Asked, charging, done, type Kind, kinds, Subscribers } from './subscribers.ts'

/** Before the work of a call is done, and after it. */
const edges = [
  { kind: 'slow', ms: 4_000 },
  { kind: 'hang', ms: 60_000 },
]

/** Which edge the short round begins with. */
const seed = Number(process.env.SCRIP_SEED ?? Date.now()) % 2

/**
 * Where a kind of work is cut off: both edges of every call, of which the second meets the next call of the same kind.
 * The short round takes one edge of each call, another one for the next call and for the next kind.
 */
const boundariesOf = (kind: Kind) =>
  charging.flatMap((path, i) =>
    edges
      .filter((_, e) => rounds(true, (i + kinds.indexOf(kind) + seed) % 2 === e))
      .map((edge, skip) => ({ ...edge, skip, path, method: 'POST' })),
  )

let shop: Shop
let subscribers: Subscribers
beforeAll(async () => {
  shop = await Shop.open({ keep: true })
  subscribers = await Subscribers.at(shop)
})
beforeEach(() => shop.calm())

const KILLS = rounds(30, 1)

test(`kill -9 at every call of a renewal, a start and a change, ${KILLS} times, seed ${seed}: charged once, granted once`, {
  timeout: minutes(60, 2),
}, async () => {
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const named = (kind: Kind) => boundariesOf(kind).map((_, i) => `${kind}_${kill}_${i}`)
    const accounts = { renewal: named('renewal'), start: named('start'), change: named('change') }
    const prepared = kinds.flatMap((kind) => accounts[kind].map((id) => subscribers.prepare(kind, id)))
    await Promise.all(prepared)
    await shop.kill()
    await subscribers.passes(accounts.renewal)
    // Every second one has a key and will ask again; the others never come back.
    const keyOf = (i: number) => (i % 2 === 0 ? 'again' : null)
    const ask = async (kind: Asked) => {
      for (const [i, id] of accounts[kind].entries()) subscribers.ask(kind, id, keyOf(i)).catch(() => {})
    }
    await subscribers.meet(boundariesOf('renewal'), () => shop.start())
    await subscribers.meet(boundariesOf('start'), () => ask('start'))
    await subscribers.meet(boundariesOf('change'), () => ask('change'))
    // On a slow machine second tries may have met faults, and who was not heard of is not finished by anybody.
    await until('all that was asked for to be written down', async () => {
      const bills = (kind: Asked) => subscribers.bills(accounts[kind])
      return (
        (await bills('start')) === accounts.start.length &&
        (await bills('change')) === 2 * accounts.change.length
      )
    })
    await shop.kill()
    await shop.tell('DELETE', '/faults')
    await shop.start()
    const again = (['start', 'change'] as const).flatMap((kind) =>
      accounts[kind].flatMap((id, i) => (i % 2 === 0 ? [subscribers.ask(kind, id, keyOf(i))] : [])),
    )
    for (const { status } of await Promise.all(again)) expect(status).toBeLessThan(500)
    for (const kind of kinds) await subscribers.allCome(accounts[kind], done[kind])
    await shop.audit()
  }
})

/** What a step writes, last first, and how to see that a step has come to it. */
const writes = rounds<readonly string[]>(['grants', 'seats'], ['grants'])
const TORN = rounds(10, 1)

test(`kill -9 before a step is written, and between it and its credits, ${TORN} times`, {
  timeout: minutes(30, 2),
}, async () => {
  for (let kill = 1; kill <= TORN; kill += 1)
    for (const table of writes) {
      const named = (kind: Kind) => `${kind}_${table}_${kill}`
      for (const kind of kinds) await subscribers.prepare(kind, named(kind))
      await shop.kill()
      await subscribers.passes([named('renewal')])
      const locked = await lockTable(shop, table)
      await shop.start()
      const ask = () =>
        (['start', 'change'] as const).map((kind) => subscribers.ask(kind, named(kind), 'again'))
      for (const asked of ask()) asked.catch(() => {})
      await until(`a step to come to the ${table}`, () => locked.isWaitedFor())
      await shop.kill()
      await locked.open()
      await shop.start()
      for (const { status } of await Promise.all(ask())) expect(status).toBeLessThan(500)
      for (const kind of kinds) await subscribers.allCome([named(kind)], done[kind])
    }
  await shop.audit()
})

/** Nobody can write into it until it is opened, and whoever tries waits. */
async function lockTable(shop: Shop, table: string) {
  const client = new pg.Client(shop.database.owner)
  await client.connect()
  await client.query(`begin; lock table ${table} in share mode`)
  const waiting = `select 1 from pg_locks where relation = '${table}'::regclass and not granted`
  return {
    isWaitedFor: async () => (await sqlAt(shop.database.owner, waiting)).length > 0,
    async open() {
      await client.query('rollback')
      await client.end()
    },
  }
}

const RANDOM_KILLS = rounds(60, 1)

test.runIf(rounds(true, false))(
  `kill -9 at any moment of many renewals, ${RANDOM_KILLS} times: each month charged once, granted once`,
  {
    timeout: minutes(30, 2),
  },
  async () => {
    const accounts = Array.from({ length: 8 }, (_, i) => `team_${i}`)
    for (const id of accounts) await subscribers.subscribed(id)
    const { events, bills, charged } = done.renewal
    const [renewed, renewals] = [events.slice(2), bills.slice(1)]
    for (let kill = 1; kill <= RANDOM_KILLS; kill += 1) {
      await shop.kill()
      await subscribers.passes(accounts)
      await shop.start()
      await sleep((kill * 137) % 700)
      await shop.kill()
      await shop.start()
      const times = <A>(one: readonly A[]): A[] => Array.from({ length: kill }, () => one).flat()
      await subscribers.allCome(accounts, {
        status: 'active',
        month: kill,
        events: ['created', 'started', ...times(renewed)],
        bills: ['paid', ...times(renewals)],
        given: 200 * (kill + 1),
        charged: [2000, ...times(charged.slice(1))],
      })
    }
    await shop.audit()
  },
)
