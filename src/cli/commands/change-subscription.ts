import { command } from '../command.ts'
import { Misused } from '../exit.ts'
import { ONCE, under, wholeNumber } from '../options.ts'
import { reportChange, reportPaying, reportSubscription } from '../subscription-report.ts'
import { INTERVAL, MOST_SEATS, PAYING, payingOf } from './create-subscription.ts'

const WHICH = ['ACCOUNT', 'SUBSCRIPTION'] as const

const REASON = { reason: { value: 'TEXT', help: 'Why, for whoever reads it later.' } } as const

export const change = command({
  name: 'change',
  summary: 'Change the seats of a subscription, their credits, its interval or its plan',
  about:
    'More is charged and given at once; less, another interval, and as much of another plan wait for the renewal. What\n' +
    'is not named stays as it is. --preview says which it would be and what it would cost.',
  args: WHICH,
  options: {
    seats: { value: 'N', help: 'How many.' },
    'credits-per-seat': { value: 'AMOUNT', help: 'Credits a month for each seat.' },
    interval: INTERVAL,
    plan: { value: 'PLAN', help: 'Another one of the same credit type.' },
    demote: {
      value: 'MEMBER',
      help: 'Who gives a seat up, where there would be fewer than have one.',
      many: true,
    },
    preview: { help: 'Only say what it would cost.' },
    ...REASON,
    ...PAYING,
    ...ONCE,
  },
  examples: [
    'subscriptions change neo_demo sub_… --seats 5 --preview',
    'subscriptions change neo_demo sub_… --seats 5 --expect 1322.58',
    'subscriptions change neo_demo sub_… --plan plan_larger --preview',
  ],
  async run({ args: [account, id], options, scrip, out, unknown }) {
    const { plan, interval, demote, preview, reason, once } = options
    const seats =
      options.seats === undefined ? undefined : wholeNumber('--seats', options.seats, 1, MOST_SEATS)
    const terms = { plan, seats, credits_per_seat: options['credits-per-seat'], interval }
    if (Object.values(terms).every((term) => term === undefined))
      throw new Misused('Say what changes: --seats, --credits-per-seat, --interval or --plan.')
    if (preview) {
      const would = await scrip().subscriptions.previewChange(account, id, terms)
      out.one(would, reportChange(would))
      return
    }
    const body = { ...terms, ...(demote.length > 0 && { demote }), reason, ...payingOf(options) }
    const changed = await scrip().subscriptions.change(account, id, body, under(once))
    const paying = reportPaying(changed.purchase, { unknown })
    out.one(changed, [...reportSubscription(changed.subscription), ...paying])
  },
})

export const clear = command({
  name: 'clear',
  summary: 'Take back a change that waits for the renewal',
  args: WHICH,
  options: ONCE,
  examples: ['subscriptions clear neo_demo sub_…'],
  async run({ args: [account, id], options: { once }, scrip, out }) {
    const subscription = await scrip().subscriptions.clearPending(account, id, under(once))
    out.one(subscription, reportSubscription(subscription))
  },
})

export const cancel = command({
  name: 'cancel',
  summary: 'End a subscription when what is paid for ends, or now',
  args: WHICH,
  options: { now: { help: 'At once, with the credits of this month.' }, ...REASON, ...ONCE },
  examples: ['subscriptions cancel neo_demo sub_…'],
  async run({ args: [account, id], options: { now, reason, once }, scrip, out }) {
    const body = { at: now ? ('now' as const) : ('period_end' as const), reason }
    const subscription = await scrip().subscriptions.cancel(account, id, body, under(once))
    out.one(subscription, reportSubscription(subscription))
  },
})

export const resume = command({
  name: 'resume',
  summary: 'Take a cancellation back',
  args: WHICH,
  options: ONCE,
  examples: ['subscriptions resume neo_demo sub_…'],
  async run({ args: [account, id], options: { once }, scrip, out }) {
    const subscription = await scrip().subscriptions.resume(account, id, under(once))
    out.one(subscription, reportSubscription(subscription))
  },
})

export const pay = command({
  name: 'pay',
  summary: 'Try again to pay what is due',
  args: WHICH,
  options: ONCE,
  examples: ['subscriptions pay neo_demo sub_…'],
  async run({ args: [account, id], options: { once }, scrip, out }) {
    const subscription = await scrip().subscriptions.pay(account, id, under(once))
    out.one(subscription, reportSubscription(subscription))
  },
})
