import { command } from '../command.ts'
import { ONCE, under, wholeNumber } from '../options.ts'
import { reportPaying, reportSubscription } from '../subscription-report.ts'
import { facts } from '../table.ts'

export const MOST_SEATS = 1_000_000

export const INTERVAL = {
  value: 'INTERVAL',
  help: 'How often it is paid.',
  choices: ['month', 'year'],
} as const

export const PAYING = {
  'payment-method': { value: 'CARD', help: 'With this saved card, a pm_…; the default one unless said.' },
  'success-url': { value: 'URL', help: 'Where the page leads after paying.' },
  'cancel-url': { value: 'URL', help: 'Where it leads without.' },
  expect: { value: 'MONEY', help: 'What the preview said; where it costs something else, nothing is done.' },
} as const

interface Paying {
  readonly 'payment-method': string | undefined
  readonly 'success-url': string | undefined
  readonly 'cancel-url': string | undefined
  readonly expect: string | undefined
}

export const payingOf = (options: Paying) => ({
  payment_method: options['payment-method'],
  success_url: options['success-url'],
  cancel_url: options['cancel-url'],
  expected_amount: options.expect,
})

export const create = command({
  name: 'create',
  summary: 'Subscribe an account to seats of a plan',
  about:
    'It exits with 0 where it is paid, and where a page is given, on which it is still to be paid; and with 3 while\n' +
    'nobody knows.',
  args: ['ACCOUNT', 'PLAN'],
  options: {
    seats: { value: 'N', help: 'How many.', usual: '1' },
    'credits-per-seat': { value: 'AMOUNT', help: 'Credits a month for each seat.', required: true },
    interval: { ...INTERVAL, usual: 'month' },
    member: { value: 'MEMBER', help: 'Who gets the first seat.' },
    invoice: { help: 'Send an invoice, where a card would be charged.' },
    preview: { help: 'Only say what it would cost.' },
    ...PAYING,
    ...ONCE,
  },
  examples: [
    'subscriptions create neo_demo plan_neo --seats 2 --credits-per-seat 100 --preview',
    'subscriptions create neo_demo plan_neo --seats 2 --credits-per-seat 100',
  ],
  async run({ args: [account, plan], options, scrip, out, unknown }) {
    const { interval, member, once, preview, invoice } = options
    const seats = wholeNumber('--seats', options.seats, 1, MOST_SEATS)
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
    const body = {
      ...terms,
      member,
      ...payingOf(options),
      ...(invoice && { collection: 'send_invoice' as const }),
    }
    const made = await scrip().subscriptions.create(account, body, under(once))
    const paying = reportPaying(made.purchase, { unknown })
    out.one(made, [...reportSubscription(made.subscription), ...paying])
  },
})
