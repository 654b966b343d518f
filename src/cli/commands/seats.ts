import type { MemberSeat, Seat } from '../../../sdk/src/index.ts'
import { command, type Group } from '../command.ts'
import { LISTING, limitOf, ONCE, under } from '../options.ts'
import { column, facts, numbers } from '../table.ts'

const list = command({
  name: 'list',
  summary: "List a subscription's seats, who has them, and what is left of each this month",
  args: ['ACCOUNT', 'SUBSCRIPTION'],
  options: LISTING,
  examples: ['seats list neo_demo sub_…'],
  async run({ args: [account, subscription], options, scrip, out }) {
    const { most, page } = limitOf(options.limit)
    await out.list(scrip().seats.list(account, subscription, { limit: page }), COLUMNS, most)
  },
})

const give = command({
  name: 'give',
  summary: 'Give a member a free seat',
  args: ['ACCOUNT', 'SUBSCRIPTION', 'MEMBER'],
  options: ONCE,
  examples: ['seats give neo_demo sub_… bob'],
  async run({ args: [account, subscription, member], options: { once }, scrip, out }) {
    const given = await scrip().seats.give(account, subscription, member, under(once))
    out.one(given, reportSeat(given))
  },
})

const take = command({
  name: 'take',
  summary: 'Take the seat of a member, who stays a member; what is left of it waits for the next one',
  args: ['ACCOUNT', 'SUBSCRIPTION', 'MEMBER'],
  options: ONCE,
  examples: ['seats take neo_demo sub_… bob'],
  async run({ args: [account, subscription, member], options: { once }, scrip, out }) {
    const taken = await scrip().seats.take(account, subscription, member, under(once))
    out.one(taken, reportSeat(taken))
  },
})

const move = command({
  name: 'move',
  summary: 'Move a seat to another member, with what is left of it',
  args: ['ACCOUNT', 'SUBSCRIPTION', 'MEMBER', 'TO'],
  options: ONCE,
  examples: ['seats move neo_demo sub_… bob eve'],
  async run({ args: [account, subscription, member, to], options: { once }, scrip, out }) {
    const moved = await scrip().seats.move(account, subscription, member, { to }, under(once))
    out.one(moved, reportSeat(moved))
  },
})

export const seats: Group = {
  name: 'seats',
  summary: 'Who has the seats of a subscription',
  commands: [list, give, take, move],
}

const COLUMNS = [
  column<Seat>('SEAT', ({ id }) => id),
  column<Seat>('MEMBER', ({ member }) => member ?? 'free'),
  numbers<Seat>('THIS MONTH', ({ allotment }) => allotment),
  numbers<Seat>('USED', ({ used }) => used),
  numbers<Seat>('LEFT', ({ remaining }) => remaining),
  column<Seat>('GRANT', ({ grant }) => grant),
]

const reportSeat = ({ member, seat }: MemberSeat): string[] =>
  facts([
    ['member', member],
    ['seat', seat?.id ?? 'none'],
    ['this month', seat?.allotment],
    ['used', seat?.used],
    ['left', seat?.remaining],
  ])
