import type { Subscription, SubscriptionEvent } from '../../../sdk/src/index.ts'
import { command, type Group } from '../command.ts'
import { LISTING, limitOf } from '../options.ts'
import { reportSubscription } from '../subscription-report.ts'
import { column, numbers, when } from '../table.ts'
import { cancel, change, clear, pay, resume } from './change-subscription.ts'
import { create } from './create-subscription.ts'

const list = command({
  name: 'list',
  summary: 'List subscriptions, of an account or of all',
  args: ['[ACCOUNT]'],
  options: {
    status: {
      value: 'STATUS',
      help: 'Only these.',
      choices: ['incomplete', 'active', 'past_due', 'canceled'],
    },
    ...LISTING,
  },
  examples: ['subscriptions list --status past_due', 'subscriptions list neo_demo'],
  async run({ args: [account], options: { status, limit }, scrip, out }) {
    const { most, page } = limitOf(limit)
    const { subscriptions } = scrip()
    const query = { status, limit: page }
    const found = account === undefined ? subscriptions.listAll(query) : subscriptions.list(account, query)
    await out.list(found, COLUMNS, most)
  },
})

const get = command({
  name: 'get',
  summary: 'Show a subscription, its seats and what they have left',
  args: ['ACCOUNT', 'SUBSCRIPTION'],
  examples: ['subscriptions get neo_demo sub_…'],
  async run({ args: [account, id], scrip, out }) {
    const overview = await scrip().subscriptions.overview(account, id)
    const { subscription, members, free_seats } = overview
    const given = members.flatMap(({ id: member, seat }) => (seat ? [{ ...seat, member }] : []))
    out.one(overview, [
      ...reportSubscription(subscription),
      '',
      `Of this month ${overview.used} are used and ${overview.remaining} left:`,
      ...[...given, ...free_seats].map(
        ({ id: seat, member, used, remaining }) =>
          `  ${seat}  ${member ?? 'free'}  used ${used}  left ${remaining}`,
      ),
    ])
  },
})

const events = command({
  name: 'events',
  summary: 'List what happened to a subscription, newest first',
  args: ['ACCOUNT', 'SUBSCRIPTION'],
  options: LISTING,
  examples: ['subscriptions events neo_demo sub_…'],
  async run({ args: [account, id], options, scrip, out }) {
    const { most, page } = limitOf(options.limit)
    await out.list(scrip().subscriptions.events(account, id, { limit: page }), EVENTS, most)
  },
})

export const subscriptions: Group = {
  name: 'subscriptions',
  summary: 'Plans of seats that give credits every month',
  commands: [list, get, events, create, change, clear, cancel, resume, pay],
  usual: 'list',
}

const COLUMNS = [
  column<Subscription>('SUBSCRIPTION', ({ id }) => id),
  column<Subscription>('ACCOUNT', ({ account }) => account),
  column<Subscription>('PLAN', ({ plan }) => plan),
  column<Subscription>('STATUS', ({ status }) => status),
  numbers<Subscription>('SEATS', ({ seats }) => seats),
  numbers<Subscription>('CREDITS EACH', ({ credits_per_seat }) => credits_per_seat),
  column<Subscription>('PAID BY', ({ interval }) => interval),
  column<Subscription>('RENEWS', ({ renews_at }) => when(renews_at)),
]

const EVENTS = [
  numbers<SubscriptionEvent>('N', ({ version }) => version),
  column<SubscriptionEvent>('AT', ({ at }) => when(at)),
  column<SubscriptionEvent>('WHAT', ({ kind }) => kind),
  column<SubscriptionEvent>('WITH', ({ detail }) => JSON.stringify(detail)),
]
