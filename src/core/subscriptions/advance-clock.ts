import { noAccount } from '../accounts/not-found.ts'
import { ownTime } from '../accounts/own-time.ts'
import type { Instant } from '../instant.ts'
import { addDuration } from '../period.ts'
import type { DueThing, OnceRequest } from '../ports.ts'
import type { Buying } from '../purchases/buying.ts'
import { driven } from '../purchases/drive.ts'
import { isUnknown, type Purchase } from '../purchases/purchase.ts'
import { isRefusal, type Refusal, Refused, refuse } from '../refusal.ts'
import { advance } from './advance.ts'
import { type Happened, happenedSince, type Known, knownOf } from './happened.ts'

/** An account's own clock. */
export interface OwnClock {
  readonly account: string
  readonly now: Instant
  readonly ahead_ms: number
}

export interface Advanced extends OwnClock {
  readonly happened: readonly Happened[]
  /** Whether the call's key had begun it before. */
  readonly replayed: boolean
}

/** What is kept under a caller's key: where the clock is put, and what the account had seen before. */
interface Begun extends OwnClock {
  readonly known: Known
}

/** No clock is put further ahead than this. */
const FARTHEST = 'P10Y'

export async function clockOf(
  { store }: Pick<Buying, 'store'>,
  account: string,
  now: Instant,
): Promise<OwnClock | Refusal> {
  if (!(await store.registry.account(account))) return noAccount(account)
  const own = await ownTime(store, account, now)
  return { account, now: own, ahead_ms: own - now }
}

/**
 * Puts an account's own clock forward by a duration, from one moment at which something is due to the next, and does
 * there what the jobs would do then. `now` is the real time. Where it is cut off, the clock stays where it was put, and
 * the jobs go on from there; the same call under its key goes on as well, to where the first one was to end.
 */
export async function advanceClock(
  buying: Buying,
  account: string,
  duration: string,
  now: Instant,
  once: OnceRequest | null = null,
): Promise<Advanced | Refusal> {
  const { clocks } = buying.store
  if (buying.payments.live)
    return refuse('clock_not_allowed', 'Real money moves here. Clocks are put forward with a test key only.')
  const advanced = await clocks.alone(account, () => advanceAlone(buying, account, duration, now, once))
  return advanced ?? refuse('clock_not_allowed', `The clock of ${account} is being put forward just now.`)
}

async function advanceAlone(
  buying: Buying,
  account: string,
  duration: string,
  now: Instant,
  once: OnceRequest | null,
): Promise<Advanced | Refusal> {
  const { store } = buying
  const clock = await clockOf(buying, account, now)
  if (isRefusal(clock)) return clock
  const target = addDuration(clock.now, duration)
  const known = await knownOf(store, account)
  const { answer: begun, replayed } = await store.once<Begun>(once, now, async () => {
    if (target > addDuration(now, FARTHEST)) throw new Refused(tooFar)
    return { account, now: target, ahead_ms: target - now, known }
  })
  if (isRefusal(begun)) return begun
  const stopped = await walk(buying, clock, begun.now, now)
  if (stopped) return stopped
  await store.clocks.put(account, begun.ahead_ms)
  const happened = await happenedSince(store, account, begun.known, begun.now)
  return { account, now: begun.now, ahead_ms: begun.ahead_ms, happened, replayed }
}

const tooFar = refuse('clock_not_allowed', 'A clock is put at most ten years ahead of the real one.')

/** From one moment to the next, until nothing is due by the target. */
async function walk(
  buying: Buying,
  { account, now: own }: OwnClock,
  target: Instant,
  now: Instant,
): Promise<Refusal | null> {
  const { clocks } = buying.store
  let at = own
  for (let before = ''; ; ) {
    const due = await clocks.dueBy(account, target)
    const [first] = due
    if (!first) return null
    at = Math.max(at, first.at)
    const present = due.filter((thing) => thing.at <= at)
    const seen = JSON.stringify([at, present])
    if (seen === before) return stuck(at, present)
    before = seen
    await clocks.put(account, at - now)
    const stopped = await happen(buying, account, present, at)
    if (stopped) return stopped
  }
}

/** Does what is due, as the jobs do it. */
async function happen(
  buying: Buying,
  account: string,
  due: readonly DueThing[],
  at: Instant,
): Promise<Refusal | null> {
  const { ledger } = buying.store
  const wallets = due.filter(({ kind }) => kind === 'wallet')
  const settle = { kind: 'settle', account } as const
  await ledger.submitAll(
    wallets.map(({ id: credit_type }) => ({ ...settle, credit_type })),
    at,
  )
  const subscriptions = new Set(due.flatMap(({ kind, id }) => (kind === 'subscription' ? [id] : [])))
  for (const id of subscriptions) {
    const cutOff = await unknownBill(buying, account, id)
    if (cutOff) await driven(buying, cutOff, 'check', at)
    const advanced = await advance(buying, account, id, at)
    if (isRefusal(advanced)) return advanced
    const bill = await unknownBill(buying, account, id)
    if (bill)
      return stopAt(at, `Nobody has said yet whether the bill ${bill.id} of ${id} is paid. Try again.`)
  }
  return null
}

/** What is being paid for a subscription, where nobody knows whether it was. */
async function unknownBill(
  { store: { registry } }: Buying,
  account: string,
  id: string,
): Promise<Purchase | null> {
  const bill = (await registry.subscription(account, id))?.bill
  const purchase = bill && (await registry.purchase(account, bill.purchase))
  return purchase && isUnknown(purchase) ? purchase : null
}

const stuck = (at: Instant, due: readonly DueThing[]): Refusal =>
  stopAt(at, `Still due is ${due.map(({ kind, id }) => `the ${kind} ${id}`).join(', ')}.`)

const stopAt = (at: Instant, why: string): Refusal =>
  refuse('clock_not_allowed', `The clock was put to ${new Date(at).toISOString()} and no further. ${why}`)
