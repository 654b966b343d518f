import { createAccount } from '../../src/core/accounts/create-account.ts'
import { MICRO } from '../../src/core/credits.ts'
import type { Registry } from '../../src/core/ports.ts'
import { beginnings } from '../../src/core/purchases/buy.ts'
import type { Buying } from '../../src/core/purchases/buying.ts'
import { lookAgain } from '../../src/core/purchases/look-again.ts'
import { newPurchase } from '../../src/core/purchases/new-purchase.ts'
import type { Purchase } from '../../src/core/purchases/purchase.ts'
import { refundPurchase } from '../../src/core/purchases/refund-purchase.ts'
import { settleAlone } from '../../src/core/purchases/settle-purchase.ts'
import { orderOf } from '../../src/core/purchases/side.ts'
import { isRefusal, orRefuse } from '../../src/core/refusal.ts'
import { advanceDue } from '../../src/core/subscriptions/advance-due.ts'
import { monthStart, startOf } from '../../src/core/subscriptions/calendar.ts'
import { changeTerms } from '../../src/core/subscriptions/change.ts'
import { cancelAtPeriodEnd } from '../../src/core/subscriptions/end.ts'
import { moveSeat } from '../../src/core/subscriptions/give-seat.ts'
import { subscribe } from '../../src/core/subscriptions/subscribe.ts'
import type { Subscription } from '../../src/core/subscriptions/subscription.ts'
import { agree } from './subscription-look.ts'
import { modelPlans } from './subscription-plans.ts'
import type { SubscriptionSubject } from './subscription-subject.ts'
import { Walker } from './subscription-walk.ts'

/** What no walk comes to: too much of something, a server that fails, or different calls at the same time. */
interface Piece {
  readonly says: string
  readonly play: (subject: SubscriptionSubject, account: string) => Promise<void>
}

const paying = { payment_method: null, by_page: false, success_url: null, cancel_url: null, source: null }

async function team(subject: SubscriptionSubject, account: string, members: readonly string[] = []) {
  const now = Date.now()
  const terms = { id: account, kind: 'team', name: account, slug: null } as const
  await subject.change(async (registry) =>
    orRefuse(await createAccount(registry, terms, now, subject.buying.ids)),
  )
  for (const [n, member] of members.entries()) await subject.addMember(account, member, now + n)
  await subject.putCard(account, 'good')
}

async function begun({ buying }: SubscriptionSubject, account: string, seats: number): Promise<Subscription> {
  const request = { account, member: null, dialect: 'native', plan: 'plain', paying, once: null } as const
  const terms = { seats, credits_micro: 100n * MICRO, interval: 'month' } as const
  const asked = { ...request, terms, collection: 'charge_automatically', expected_minor: null } as const
  return orRefuse(await subscribe(buying, asked, Date.now())).subscription
}

const seated = async ({ buying }: SubscriptionSubject, { account, id }: Subscription) =>
  (await buying.store.registry.seats(account, id)).map(({ member }) => member)

async function longestHere(subject: SubscriptionSubject, account: string): Promise<void> {
  await team(subject, account)
  await subject.rows(
    `insert into members (account_id, member_id, email, role, status, created_at)
     select $1, $1 || '_' || lpad(n::text, 5, '0'), null, 'member', 'active',
       timestamptz '2026-01-01' - n * interval '1 second'
     from generate_series(1, 1002) n`,
    [account],
  )
  agree('who has the seat', await seated(subject, await begun(subject, account, 1)), [`${account}_01002`])
}

/** A bill that its subscription never waited for is paid; what happens to its money, and what goes back after that. */
async function stray(
  subject: SubscriptionSubject,
  account: string,
  happens: (paid: Purchase) => Promise<unknown>,
) {
  const { buying } = subject
  await team(subject, account)
  const { id } = await begun(subject, account, 1)
  const [bill] = await subject.bills(account)
  if (!bill) throw new Error('it was not billed')
  // One that its subscription does not wait for, and of which nobody has heard.
  const made = newPurchase(buying.ids, bill, Date.now())
  await subject.change((registry) => registry.insertPurchase(made, beginnings(made)))
  const facts = await buying.payments.charge(await orderOf(buying, made))
  const { settled } = await settleAlone(buying, made, facts, 'test', Date.now())
  await happens(settled)
  await lookAgain(buying, settled, 'test', Date.now())
  const subscription = await buying.store.registry.subscription(account, id)
  agree('what becomes of the subscription', subscription?.status, 'active')
  const refunds = await buying.store.registry.refunds(account, made.id)
  const gone = refunds.map(({ amount_minor, reason }) => [amount_minor, reason])
  return { price: bill.price_minor, gone: gone.sort(([a], [b]) => Number(a) - Number(b)) }
}

const disputed = (subject: SubscriptionSubject, account: string, end: 'won' | 'lost') =>
  stray(subject, account, ({ facts }) => subject.dispute(facts.payment_intent ?? '', end))

async function wonStray(subject: SubscriptionSubject, account: string): Promise<void> {
  const { price, gone } = await disputed(subject, account, 'won')
  agree('what goes back', gone, [[price, 'brought_nothing']])
}

async function lostStray(subject: SubscriptionSubject, account: string): Promise<void> {
  agree('what goes back', (await disputed(subject, account, 'lost')).gone, [])
}

/** Whoever gives some of it back and says the same of it has not given the rest back. */
async function partOfStray(subject: SubscriptionSubject, account: string): Promise<void> {
  const { price, gone } = await stray(subject, account, ({ id }) => {
    const some = { account, purchase: id, amount_minor: 1n, reason: 'brought_nothing', once: null }
    return refundPurchase(subject.buying, some, Date.now())
  })
  agree('what goes back', gone, [
    [1n, 'brought_nothing'],
    [price - 1n, 'brought_nothing'],
  ])
}

/** The same with a server that can't read the seats of an account. */
function failing(buying: Buying, account: string): Buying {
  const { registry } = buying.store
  const seats: Registry['seats'] = (whose, id) =>
    whose === account ? Promise.reject(new Error('fails')) : registry.seats(whose, id)
  const broken: Registry = Object.create(registry, { seats: { value: seats } })
  return { ...buying, store: Object.create(buying.store, { registry: { value: broken } }) }
}

async function putOff(subject: SubscriptionSubject, account: string): Promise<void> {
  const other = `${account}_b`
  for (const one of [account, other]) await team(subject, one)
  const subscriptions = [await begun(subject, account, 1), await begun(subject, other, 1)]
  const due = Math.max(...subscriptions.map((one) => monthStart(startOf(one), 1)))
  const job = subject.only(account, other)
  const failed = await advanceDue(failing(job, account), () => due).catch((error: unknown) => error)
  agree('whether it is told', failed instanceof AggregateError && failed.errors.length, 1)
  const months = async () =>
    (await Promise.all(subscriptions.map((one) => job.store.registry.subscription(one.account, one.id)))).map(
      (one) => one?.month,
    )
  agree('who is brought on', await months(), [0, 1])
  await advanceDue(job, () => due + 59_000)
  agree('who is brought on soon', await months(), [0, 1])
  await advanceDue(job, () => due + 60_000)
  agree('who is brought on again', await months(), [1, 1])
}

async function atOnce(subject: SubscriptionSubject, account: string): Promise<void> {
  const { buying, other } = subject
  const members = ['a', 'b', 'c'].map((name) => `${account}_${name}`)
  await team(subject, account, members)
  const subscription = await begun(subject, account, 1)
  const about = { account, subscription: subscription.id, once: null }
  const now = Date.now() + 1000
  const seats = (count: number) => ({
    ...about,
    terms: { seats: count },
    demote: [],
    paying,
    expected_minor: null,
  })
  const [from = '', to = ''] = members
  const [three, two, ends, moved] = await Promise.all([
    changeTerms(buying, seats(3), now),
    changeTerms(other, seats(2), now),
    cancelAtPeriodEnd(other, about, now),
    moveSeat(buying, about, { from, to }, now),
  ])
  const told = [three, two].map((one) => (isRefusal(one) ? one.refused : 'ok'))
  // Where the third seat came first, the second member has it, and two seats name nobody who gives one up.
  const expected = ['ok', 'payment_pending', 'subscription_ends', 'demotion_required']
  if (!told.every((one) => expected.includes(one))) agree('what they are told', told, expected)
  const is = await buying.store.registry.subscription(account, subscription.id)
  agree('whether it ends', [isRefusal(ends), is?.cancel_at_period_end], [false, true])
  // The seat moves, unless it was told that the other has got one meanwhile.
  if (!isRefusal(moved)) agree('whose the seat is', (await seated(subject, subscription))[0], to)
  const paid = (await subject.bills(account)).filter(({ state }) => state === 'paid')
  agree(
    'what was charged',
    await subject.charged(account),
    paid.reduce((sum, one) => sum + one.price_minor, 0n),
  )
  agree('how many seats there are', (await seated(subject, subscription)).length, is?.terms.seats)
  const [breach] = await subject.verify(account, now)
  agree('verify', breach?.what, undefined)
}

/** It is changed in part meanwhile, which names no plan. */
async function awaited(subject: SubscriptionSubject, account: string): Promise<void> {
  const walker = new Walker(subject, account, 0)
  await walker.open()
  const [plan] = modelPlans
  const [own] = walker.model.own
  if (!plan || !own) throw new Error('there is no plan')
  const terms = { plan, seats: 2, size: 100n * MICRO, interval: 'month' } as const
  await walker.take({ do: 'subscribe', terms, sent: false }, 0)
  await walker.take({ do: 'change', terms: { plan: own }, demote: [], expects: 'preview' }, 0)
  await walker.take({ do: 'archive' }, 0)
  await walker.take({ do: 'change', terms: { interval: 'year' }, demote: [], expects: 'preview' }, 0)
  const until = walker.model.dueAt() ?? 0
  await walker.take({ do: 'wait', until, unseen: false, cut: false }, 1)
  const { terms: then, pending } = walker.model.sub ?? {}
  agree('what it is then', [then?.plan.id, then?.interval, pending], [own.id, 'year', null])
}

export const pieces: readonly Piece[] = [
  { says: 'what waits comes also where its plan is archived meanwhile', play: awaited },
  { says: 'of more than a thousand members the seat goes to who was there first', play: longestHere },
  { says: 'a stray bill whose dispute was won goes back', play: wonStray },
  { says: 'a stray bill whose dispute was lost ends nothing', play: lostStray },
  { says: 'a stray bill of which some was given back by hand goes back', play: partOfStray },
  { says: 'one that fails keeps nobody up, and comes again after a minute', play: putOff },
  { says: 'different calls at the same time leave one truth', play: atOnce },
]
