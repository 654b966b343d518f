import type { Hold, HoldAnswer } from '../../../sdk/src/index.ts'
import { command, type Group } from '../command.ts'
import {
  CREDIT_TYPE,
  LISTING,
  limitOf,
  METADATA,
  metadataOf,
  ONCE,
  SCOPE,
  under,
  wholeNumber,
} from '../options.ts'
import { scopeText } from '../scope-text.ts'
import { column, facts, numbers, when } from '../table.ts'

const LONGEST_SECONDS = 30 * 86_400
const secondsOf = (name: string, text: string): number => wholeNumber(name, text, 1, LONGEST_SECONDS)

const list = command({
  name: 'list',
  summary: "List an account's holds, newest first",
  args: ['ACCOUNT'],
  options: {
    status: {
      value: 'STATUS',
      help: 'Only these.',
      choices: ['open', 'captured', 'released', 'expired'],
    },
    ...LISTING,
  },
  examples: ['holds list demo --status open'],
  async run({ args: [account], options: { status, limit }, scrip, out }) {
    const { most, page } = limitOf(limit)
    await out.list(scrip().holds.list(account, { status, limit: page }), COLUMNS, most)
  },
})

const get = command({
  name: 'get',
  summary: 'Show a hold, and what it is made of',
  args: ['ACCOUNT', 'HOLD'],
  examples: ['holds get demo hld_…'],
  async run({ args: [account, id], scrip, out }) {
    const hold = await scrip().holds.get(account, id)
    out.one(hold, [...reportHold(hold), ...hold.grants.map(({ grant, amount }) => `  ${amount} of ${grant}`)])
  },
})

const create = command({
  name: 'create',
  summary: 'Set credits aside for work under way',
  about: 'At its end it is released by itself.',
  args: ['ACCOUNT', 'AMOUNT'],
  options: {
    'credit-type': { ...CREDIT_TYPE, required: true },
    ttl: { value: 'SECONDS', help: 'How long they stay set aside.', usual: '600' },
    ...SCOPE,
    ...METADATA,
    ...ONCE,
  },
  examples: ['holds create demo 20 --credit-type credits --ttl 60 --feature chat'],
  async run({ args: [account, amount], options, scrip, out }) {
    const { member, project, feature, metadata, once } = options
    const about = { member, project, feature, metadata: metadataOf(metadata) }
    const ttl_seconds = secondsOf('--ttl', options.ttl)
    const body = { credit_type: options['credit-type'], amount, ttl_seconds, ...about }
    const hold = await scrip().holds.create(account, body, under(once))
    out.one(hold, reportAnswer(hold))
  },
})

const capture = command({
  name: 'capture',
  summary: 'Burn what a hold set aside: so much, or all of it; the rest goes back',
  args: ['ACCOUNT', 'HOLD'],
  options: {
    amount: { value: 'AMOUNT', help: 'How much; all of it unless said.' },
    'allow-more': { help: 'The amount may be more than was set aside, where balance and caps have room.' },
    ...METADATA,
    ...ONCE,
  },
  examples: ['holds capture demo hld_… --amount 12.75'],
  async run({ args: [account, id], options, scrip, out }) {
    const { amount, metadata, once } = options
    const body = { amount, allow_more: options['allow-more'], metadata: metadataOf(metadata) }
    const answer = await scrip().holds.capture(account, id, body, under(once))
    const { hold, debit, balance } = answer
    out.one(
      answer,
      facts([
        ['debit', debit.id],
        ['burned', `${debit.amount} ${hold.credit_type}`],
        ['available', balance.available],
      ]),
    )
  },
})

const release = command({
  name: 'release',
  summary: 'Give back all that a hold set aside',
  args: ['ACCOUNT', 'HOLD'],
  options: ONCE,
  examples: ['holds release demo hld_…'],
  async run({ args: [account, id], options: { once }, scrip, out }) {
    const hold = await scrip().holds.release(account, id, under(once))
    out.one(hold, reportAnswer(hold))
  },
})

const extend = command({
  name: 'extend',
  summary: 'Move the end of a hold to so many seconds from now',
  args: ['ACCOUNT', 'HOLD', 'SECONDS'],
  options: ONCE,
  examples: ['holds extend demo hld_… 600'],
  async run({ args: [account, id, seconds], options: { once }, scrip, out }) {
    const body = { ttl_seconds: secondsOf('SECONDS', seconds) }
    const hold = await scrip().holds.extend(account, id, body, under(once))
    out.one(hold, reportAnswer(hold))
  },
})

export const holds: Group = {
  name: 'holds',
  summary: 'Credits set aside for work under way',
  commands: [list, get, create, capture, release, extend],
}

const COLUMNS = [
  column<Hold>('HOLD', ({ id }) => id),
  column<Hold>('STATUS', ({ status }) => status),
  numbers<Hold>('AMOUNT', ({ amount }) => amount),
  numbers<Hold>('BURNED', ({ captured }) => captured),
  column<Hold>('CREDITS', ({ credit_type }) => credit_type),
  column<Hold>('ENDS', ({ ends_at }) => when(ends_at)),
  column<Hold>('BY', (hold) => scopeText(hold)),
]

const reportHold = (hold: Hold): string[] =>
  facts([
    ['hold', hold.id],
    ['account', hold.account],
    ['status', hold.status],
    ['set aside', `${hold.amount} ${hold.credit_type}`],
    ['burned', hold.debit && `${hold.captured} by ${hold.debit}`],
    ['by', scopeText(hold)],
    ['key', hold.api_key],
    ['made', when(hold.created_at)],
    ['ends', hold.status === 'open' ? when(hold.ends_at) : null],
    ['ended', when(hold.ended_at)],
    ['metadata', hold.metadata && JSON.stringify(hold.metadata)],
  ])

const reportAnswer = (hold: HoldAnswer): string[] => [
  ...reportHold(hold),
  ...facts([
    ['available', hold.balance.available],
    ['held in all', hold.balance.held],
  ]),
]
