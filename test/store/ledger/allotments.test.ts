import { beforeAll, describe, expect, test } from 'vitest'
import { MICRO } from '../../../src/core/credits.ts'
import type { AllotCommand, Answers, Command } from '../../../src/core/ledger/command.ts'
import { UNSCOPED } from '../../../src/core/ledger/grant.ts'
import { isRefusal } from '../../../src/core/refusal.ts'
import type { Deal } from '../../../src/core/subscriptions/seat.ts'
import { Unavailable } from '../../../src/core/unavailable.ts'
import { verify } from '../../../src/store/verify/verify.ts'
import { captureOf, debitOf, grantOf, reserveOf } from '../../harness/commands.ts'
import { freshDatabase, type TestDatabase } from '../../harness/database.ts'
import { ledgerOf, type TestLedger } from '../../harness/ledger.ts'
import { allotOf, writeAllotment } from '../../properties/allotments.ts'

const NOW = Date.UTC(2026, 0, 10)
const MONTH = 31 * 86_400_000
const HOUR = 3_600_000
let database: TestDatabase
let it: TestLedger
let count = 0

beforeAll(async () => {
  database = await freshDatabase()
  it = ledgerOf(database)
  await it.sql(
    `insert into credit_types values ('neo', 'Neo', 'credit', null, 'usd', '{"policy": "never"}', '2026-01-01')`,
  )
})

async function opened(...members: string[]): Promise<string> {
  const account = `acc_${++count}`
  await it.sql(`insert into accounts values ($1, 'team', 'A', null, '2026-01-01')`, [account])
  await it.sql(`insert into members select $1, unnest($2::text[]), null, 'member', 'active', '2026-01-01'`, [
    account,
    members,
  ])
  return account
}

const of = (member: string) => ({ ...UNSCOPED, member })
const give = (grant: string, member: string, credits: number): NonNullable<Deal['give']> => ({
  grant,
  scope: of(member),
  amount_micro: BigInt(credits) * MICRO,
  expires_at: NOW + MONTH,
})

/** Writes the step's wish down, as whoever takes the step does. */
async function wished(account: string, deals: readonly Deal[]): Promise<AllotCommand> {
  const id = `alt_${++count}`
  const allotment = { account, id, subscription: 'sub_neo', credit_type: 'neo', deals, at: NOW }
  await writeAllotment(it.pool, allotment)
  return allotOf(account, allotment)
}

async function done<C extends Command>(command: C, now = NOW): Promise<Answers[C['kind']]> {
  const { answer } = await it.ledger.submit(command, now)
  if (isRefusal(answer)) throw new Error(answer.refused)
  return answer as Answers[C['kind']]
}

async function refused(command: Command): Promise<{ refused?: string; detail?: string }> {
  const { answer } = await it.ledger.submit(command, NOW)
  return isRefusal(answer) ? answer : {}
}

/** Asks again where the answer takes too long, which changes nothing of what is done. */
const asked = (command: AllotCommand): Promise<Answers['allot']> =>
  done(command).catch((error: unknown) => {
    if (error instanceof Unavailable) return asked(command)
    throw error
  })

/** In whole credits, what somebody could draw. */
async function canDraw(account: string, member: string | null, now = NOW): Promise<number> {
  const balance = await it.ledger.balance(account, 'neo', now, { ...UNSCOPED, member })
  if (isRefusal(balance)) throw new Error(balance.refused)
  return Number(balance.available_micro / MICRO)
}

async function sound(): Promise<void> {
  const { breaches } = await verify(database.server, { now: NOW })
  expect(breaches).toEqual([])
}

describe('an allotment', () => {
  test('gives each member a seat of its own, once', async () => {
    const account = await opened('ann', 'bob')
    const month = await wished(account, [
      { take: null, give: give('grt_1', 'ann', 100) },
      { take: null, give: give('grt_2', 'bob', 100) },
    ])
    const first = await done(month)
    expect(first.balance.available_micro).toBe(200n * MICRO)
    expect(await done(month, NOW + 1)).toEqual(first)
    expect(await it.ledger.grant(account, 'grt_1')).toMatchObject({
      source: 'subscription',
      priority: 50,
      scope: of('ann'),
      expires_at: NOW + MONTH,
    })
    await done(debitOf(account, 100, { usage: of('ann') }))
    expect([await canDraw(account, 'ann'), await canDraw(account, 'bob')]).toEqual([0, 100])
    expect(await canDraw(account, 'bob', NOW + MONTH)).toBe(0)
    const { rows } = await it.sql('select done_at from allotments where allotment_id = $1', [month.allotment])
    expect(rows).toEqual([{ done_at: NOW }])
    await sound()
  })

  test('is done once by two servers that find it at the same time', async () => {
    const other = ledgerOf(database)
    const accounts = await Promise.all(Array.from({ length: 12 }, () => opened('ann')))
    const wishes = await Promise.all(
      accounts.map((account) => wished(account, [{ take: null, give: give('grt_1', 'ann', 10) }])),
    )
    await Promise.all([it, other, it].map(({ ledger }) => ledger.submitAll(wishes, NOW)))
    for (const account of accounts) expect(await canDraw(account, 'ann')).toBe(10)
    await other.close()
    await sound()
  })

  test('moves what is left of a seat, and not what was spent or is held', async () => {
    const account = await opened('ann', 'bob')
    await done(await wished(account, [{ take: null, give: give('grt_1', 'ann', 100) }]))
    await done(debitOf(account, 30, { usage: of('ann') }))
    const { hold } = await done({ ...reserveOf(account, 20, HOUR), usage: of('ann') })
    const moved = await done(await wished(account, [{ take: 'grt_1', give: give('grt_2', 'bob', 0) }]))
    expect(moved.balance).toMatchObject({ available_micro: 50n * MICRO, held_micro: 20n * MICRO })
    expect([await canDraw(account, 'ann'), await canDraw(account, 'bob')]).toEqual([0, 50])
    await done(captureOf(account, hold.id))
    await sound()
  })

  test('keeps the credits of a seat that nobody has from everybody', async () => {
    const account = await opened('ann')
    await done(await wished(account, [{ take: null, give: give('grt_1', 'ann', 100) }]))
    await done(await wished(account, [{ take: 'grt_1', give: give('grt_2', 'seat_free', 0) }]))
    expect([await canDraw(account, 'ann'), await canDraw(account, null)]).toEqual([0, 0])
    await it.sql(`update members set status = 'removed' where account_id = $1`, [account])
    await done(await wished(account, [{ take: 'grt_2', give: give('grt_3', 'ann', 0) }]))
    expect((await it.ledger.grant(account, 'grt_3'))?.remaining_micro).toBe(100n * MICRO)
    await sound()
  })

  test('that nobody wrote down is refused', async () => {
    const account = await opened()
    expect(await refused({ ...allotOf(account), credit_type: 'neo' })).toMatchObject({
      refused: 'subscription_not_found',
    })
  })

  test('deals with ten thousand seats at once', async () => {
    const account = await opened()
    const seats = Array.from({ length: 10_000 }, (_, i) => `m_${i}`)
    const allot = async (deals: readonly Deal[]): Promise<Answers['allot']> => {
      const id = `alt_${++count}`
      await it.sql(`insert into allotments values ($1, $2, 'sub_neo', 'neo', '[]', '2026-01-10')`, [
        account,
        id,
      ])
      const allotment = { account, id, subscription: 'sub_neo', credit_type: 'neo', deals, at: NOW }
      const began = performance.now()
      const answer = await asked(allotOf(account, allotment))
      if (process.env.SCRIP_TEST_LOG) console.log(`${Math.round(performance.now() - began)} ms`)
      return answer
    }
    await allot(seats.map((seat) => ({ take: null, give: give(`grt_a_${seat}`, seat, 10) })))
    const moved = await allot(
      seats.map((seat) => ({ take: `grt_a_${seat}`, give: give(`grt_b_${seat}`, seat, 1) })),
    )
    expect(moved.balance.available_micro).toBe(110_000n * MICRO)
    await sound()
  })
})

describe("a member who may draw on nothing but what is the member's own", () => {
  const restricted = async (own: number): Promise<string> => {
    const account = await opened('ann', 'bob')
    await done(grantOf(account, 100))
    await done(await wished(account, own > 0 ? [{ take: null, give: give('grt_own', 'ann', own) }] : []))
    await it.sql(`update members set own_only = true where account_id = $1 and member_id = 'ann'`, [account])
    return account
  }

  test('is refused where it would take anything else, and told why', async () => {
    const account = await restricted(0)
    const refusal = await refused(debitOf(account, 1, { usage: of('ann') }))
    expect(refusal.refused).toBe('insufficient_credits')
    expect(refusal.detail).toMatch(/^1 credits .* and 0 are available to the member ann, who has no seat/)
    expect(await refused({ ...reserveOf(account, 1, HOUR), usage: of('ann') })).toEqual(refusal)
    for (const member of ['bob', null])
      expect((await done(debitOf(account, 1, { usage: { ...UNSCOPED, member } }))).debit.refused).toBeNull()
    await sound()
  })

  test('draws on its own, and its balance says so', async () => {
    const account = await restricted(10)
    const narrower = { member: null, project: 'web', feature: 'chat' }
    await done(grantOf(account, 5, { scope: narrower }))
    expect([await canDraw(account, 'ann'), await canDraw(account, 'bob')]).toEqual([10, 100])
    const { draws } = await done(debitOf(account, 6, { usage: { ...narrower, member: 'ann' } }))
    expect(draws).toEqual([{ grant: 'grt_own', amount_micro: 6n * MICRO }])
    expect((await refused(debitOf(account, 5, { usage: of('ann') }))).detail).toMatch(
      /and 4 are available to/,
    )
    await sound()
  })

  test('can take no more than was held out of anything else', async () => {
    const account = await restricted(10)
    const { hold } = await done({ ...reserveOf(account, 8, HOUR), usage: of('ann') })
    const more = (credits: number) => ({
      ...captureOf(account, hold.id),
      allow_more: true,
      amount_micro: BigInt(credits) * MICRO,
    })
    expect((await refused(more(11))).detail).toMatch(/^3 credits .* and 2 are available to the member ann/)
    expect((await done(more(10))).answer.draws).toEqual([
      { grant: 'grt_own', amount_micro: 8n * MICRO },
      { grant: 'grt_own', amount_micro: 2n * MICRO },
    ])
    await sound()
  })
})
