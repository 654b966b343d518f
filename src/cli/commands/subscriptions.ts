import type { Subscription } from '../../../sdk/src/index.ts'
import { command, type Group } from '../command.ts'
import { LISTING, limitOf, ONCE, under, wholeNumber } from '../options.ts'
import { column, facts, numbers, when } from '../table.ts'

const INTERVAL = { value: 'INTERVAL', help: 'How often it is paid.', choices: ['month', 'year'] } as const

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

const create = command({
  name: 'create',
  summary: 'Subscribe an account to seats of a plan',
  args: ['ACCOUNT', 'PLAN'],
  options: {
    seats: { value: 'N', help: 'How many.', usual: '1' },
    'credits-per-seat': { value: 'AMOUNT', help: 'Credits a month for each seat.', required: true },
    interval: { ...INTERVAL, usual: 'month' },
    member: { value: 'MEMBER', help: 'Who gets the first seat.' },
    preview: { help: 'Only say what it would cost.' },
    ...ONCE,
  },
  examples: [
    'subscriptions create neo_demo plan_neo --seats 2 --credits-per-seat 100 --preview',
    'subscriptions create neo_demo plan_neo --seats 2 --credits-per-seat 100',
  ],
  async run({ args: [account, plan], options, scrip, out }) {
    const { interval, member, once, preview } = options
    const seats = wholeNumber('--seats', options.seats, 1, 1_000_000)
    const terms = { plan, seats, credits_per_seat: options['credits-per-seat'], interval }
    if (preview) {
      const change = await scrip().subscriptions.preview(account, terms)
      out.one(
        change,
        facts([
          ['to pay now', `${change.amount_due} ${change.currency}, without taxes`],
          ['each renewal', `${change.renewal_amount} ${change.currency}`],
          ['credits now', change.credits],
        ]),
      )
      return
    }
    const made = await scrip().subscriptions.create(account, { ...terms, member }, under(once))
    const { subscription, purchase } = made
    out.one(made, [
      ...reportSubscription(subscription),
      ...facts([
        ['purchase', purchase && `${purchase.id}, ${purchase.state}`],
        ['pay at', purchase?.state === 'awaiting_checkout' ? purchase.checkout_url : null],
      ]),
    ])
  },
})

const cancel = command({
  name: 'cancel',
  summary: 'End a subscription when what is paid for ends, or now',
  args: ['ACCOUNT', 'SUBSCRIPTION'],
  options: { now: { help: 'At once, with the credits of this month.' }, ...ONCE },
  examples: ['subscriptions cancel neo_demo sub_…'],
  async run({ args: [account, id], options: { now, once }, scrip, out }) {
    const body = { at: now ? ('now' as const) : ('period_end' as const) }
    const subscription = await scrip().subscriptions.cancel(account, id, body, under(once))
    out.one(subscription, reportSubscription(subscription))
  },
})

const resume = command({
  name: 'resume',
  summary: 'Take a cancellation back',
  args: ['ACCOUNT', 'SUBSCRIPTION'],
  options: ONCE,
  examples: ['subscriptions resume neo_demo sub_…'],
  async run({ args: [account, id], options: { once }, scrip, out }) {
    const subscription = await scrip().subscriptions.resume(account, id, under(once))
    out.one(subscription, reportSubscription(subscription))
  },
})

export const subscriptions: Group = {
  name: 'subscriptions',
  summary: 'Plans of seats that give credits every month',
  commands: [list, get, create, cancel, resume],
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

function reportSubscription(one: Subscription): string[] {
  const { pending } = one
  return facts([
    ['subscription', one.id],
    ['account', one.account],
    ['plan', one.plan],
    ['status', one.status],
    ['seats', `${one.seats}, ${one.credits_per_seat} ${one.credit_type} each a month`],
    ['renews', when(one.renews_at)],
    ['next charge', `${one.next_charge} ${one.currency} each ${one.interval}`],
    [
      'at renewal',
      pending && `${pending.seats} seats, ${pending.credits_per_seat} each, by ${pending.interval}`,
    ],
    ['ends', when(one.ends_at)],
  ])
}
