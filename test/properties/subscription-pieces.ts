import { createAccount } from '../../src/core/accounts/create-account.ts'
import { MICRO } from '../../src/core/credits.ts'
import type { Registry } from '../../src/core/ports.ts'
import { beginnings } from '../../src/core/purchases/buy.ts'
import type { Buying } from '../../src/core/purchases/buying.ts'
import { lookAgain } from '../../src/core/purchases/look-again.ts'
import { newPurchase } from '../../src/core/purchases/new-purchase.ts'
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
import type { SubscriptionSubject } from './subscription-subject.ts'

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
    orRefuse(await createAccount(registry, terms, subject.buying.ids, now)),
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

async function wonStray(subject: SubscriptionSubject, account: string): Promise<void> {
  const { buying } = subject
  await team(subject, account)
  await begun(subject, account, 1)
  const [bill] = await subject.bills(account)
  if (!bill) throw new Error('it was not billed')
  // One that its subscription does not wait for, and of which nobody has heard.
  const made = newPurchase(buying.ids, bill, Date.now())
  await subject.change((registry) => registry.insertPurchase(made, beginnings(made)))
  const facts = await buying.payments.charge(await orderOf(buying, made))
  const { settled } = await settleAlone(buying, made, facts, 'test', Date.now())
  await subject.dispute(settled.facts.payment_intent ?? '', 'won')
  await lookAgain(buying, settled, 'test', Date.now())
  const refunds = await buying.store.registry.refunds(account, made.id)
  agree(
    'what goes back',
    refunds.map(({ amount_minor, reason }) => [amount_minor, reason]),
    [[bill.price_minor, 'brought_nothing']],
  )
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

export const pieces: readonly Piece[] = [
  { says: 'of more than a thousand members the seat goes to who was there first', play: longestHere },
  { says: 'a stray bill whose dispute was won goes back', play: wonStray },
  { says: 'one that fails keeps nobody up, and comes again after a minute', play: putOff },
  { says: 'different calls at the same time leave one truth', play: atOnce },
]
