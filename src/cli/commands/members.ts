import type { Member } from '../../../sdk/src/index.ts'
import { command, type Group, type Options } from '../command.ts'
import { LISTING, limitOf, ONCE, under } from '../options.ts'
import { column, facts, when } from '../table.ts'

const WHO = {
  email: { value: 'EMAIL', help: 'An email address.' },
  role: {
    value: 'ROLE',
    help: 'What it may do.',
    choices: [
      'owner',
      'admin',
      'member',
      'developer',
      'security',
      'billing',
      'viewer',
      'viewer_for_plus',
      'contributor',
    ] as Member['role'][],
  },
  status: { value: 'STATUS', help: 'Whether it is there yet.', choices: ['active', 'invited'] },
} as const satisfies Options

const list = command({
  name: 'list',
  summary: "List an account's members",
  args: ['ACCOUNT'],
  options: LISTING,
  examples: ['members list neo_demo'],
  async run({ args: [account], options, scrip, out }) {
    const { most, page } = limitOf(options.limit)
    await out.list(scrip().members.list(account, { limit: page }), COLUMNS, most)
  },
})

const add = command({
  name: 'add',
  summary: 'Add a member to an account',
  args: ['ACCOUNT', '[MEMBER]'],
  options: { ...WHO, ...ONCE },
  examples: ['members add demo bob --email bob@example.com --role billing'],
  async run({ args: [account, id], options: { once, ...who }, scrip, out }) {
    const { email, role, status } = who
    const member = await scrip().members.add(account, { id, email, role, status }, under(once))
    out.one(member, reportMember(member))
  },
})

const update = command({
  name: 'update',
  summary: 'Change what is named of a member',
  args: ['ACCOUNT', 'MEMBER'],
  options: { ...WHO, ...ONCE },
  examples: ['members update neo_demo ada --role owner'],
  async run({ args: [account, id], options: { once, ...who }, scrip, out }) {
    const { email, role, status } = who
    const member = await scrip().members.update(account, id, { email, role, status }, under(once))
    out.one(member, reportMember(member))
  },
})

const remove = command({
  name: 'remove',
  summary: 'Remove a member, who stays on what it did',
  args: ['ACCOUNT', 'MEMBER'],
  options: ONCE,
  examples: ['members remove demo bob'],
  async run({ args: [account, id], options: { once }, scrip, out }) {
    const member = await scrip().members.remove(account, id, under(once))
    out.one(member, reportMember(member))
  },
})

export const members: Group = {
  name: 'members',
  summary: 'The people in an account',
  commands: [list, add, update, remove],
}

const COLUMNS = [
  column<Member>('MEMBER', ({ id }) => id),
  column<Member>('EMAIL', ({ email }) => email),
  column<Member>('ROLE', ({ role }) => role),
  column<Member>('STATUS', ({ status }) => status),
  column<Member>('SINCE', ({ created_at }) => when(created_at)),
]

const reportMember = ({ id, account, email, role, status, created_at }: Member): string[] =>
  facts([
    ['member', id],
    ['account', account],
    ['email', email],
    ['role', role],
    ['status', status],
    ['since', when(created_at)],
  ])
