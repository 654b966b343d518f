import type { Account } from '../../../sdk/src/index.ts'
import { command, type Group, type Options } from '../command.ts'
import { LISTING, limitOf, ONCE, under } from '../options.ts'
import { column, facts, when } from '../table.ts'

const TERMS = {
  slug: { value: 'SLUG', help: 'A name for URLs.' },
  'pays-with': { value: 'MEANS', help: 'What it pays with.', choices: ['card', 'commitment'] },
  'spent-on-refund': {
    value: 'WHAT',
    help: 'What becomes of credits that a refund takes back and that were spent.',
    choices: ['debt', 'write_off'],
  },
  seatless: {
    value: 'WHAT',
    help: 'What members without a seat may draw on.',
    choices: ['topup', 'nothing'],
  },
} as const satisfies Options

const create = command({
  name: 'create',
  summary: 'Open an account',
  args: ['[ACCOUNT]'],
  options: {
    name: { value: 'NAME', help: 'How people call it.', required: true },
    kind: { value: 'KIND', help: 'Whose it is.', choices: ['user', 'team'], usual: 'team' },
    ...TERMS,
    ...ONCE,
  },
  examples: ['accounts create team_acme --name "Acme Inc."', 'accounts create --kind user --name Ada'],
  async run({ args: [id], options, scrip, out }) {
    const { name, kind, slug, seatless, once } = options
    const terms = { pays_with: options['pays-with'], spent_on_refund: options['spent-on-refund'] }
    const account = await scrip().accounts.create({ id, name, kind, slug, seatless, ...terms }, under(once))
    out.one(account, reportAccount(account))
  },
})

const list = command({
  name: 'list',
  summary: 'List the accounts',
  options: LISTING,
  examples: ['accounts list --limit 20'],
  async run({ options, scrip, out }) {
    const { most, page } = limitOf(options.limit)
    await out.list(scrip().accounts.list({ limit: page }), COLUMNS, most)
  },
})

const search = command({
  name: 'search',
  summary: "Find accounts by id, name, slug, or a member's email",
  args: ['WORDS'],
  options: LISTING,
  examples: ['accounts search demo', 'accounts search ada@example.com --json'],
  async run({ args: [search], options, scrip, out }) {
    const { most, page } = limitOf(options.limit)
    await out.list(scrip().accounts.list({ search, limit: page }), COLUMNS, most)
  },
})

const get = command({
  name: 'get',
  summary: 'Show an account',
  args: ['ACCOUNT'],
  examples: ['accounts get demo'],
  async run({ args: [id], scrip, out }) {
    const account = await scrip().accounts.get(id)
    out.one(account, reportAccount(account))
  },
})

const update = command({
  name: 'update',
  summary: 'Change what is named of an account, and leave the rest',
  args: ['ACCOUNT'],
  options: { name: { value: 'NAME', help: 'How people call it.' }, ...TERMS, ...ONCE },
  examples: ['accounts update demo --name "Demo Inc." --spent-on-refund write_off'],
  async run({ args: [id], options, scrip, out }) {
    const { name, slug, seatless, once } = options
    const terms = { pays_with: options['pays-with'], spent_on_refund: options['spent-on-refund'] }
    const account = await scrip().accounts.update(id, { name, slug, seatless, ...terms }, under(once))
    out.one(account, reportAccount(account))
  },
})

export const accounts: Group = {
  name: 'accounts',
  summary: 'Whoever owns credits: a user or a team',
  commands: [list, search, get, create, update],
  usual: 'list',
}

const COLUMNS = [
  column<Account>('ACCOUNT', ({ id }) => id),
  column<Account>('KIND', ({ kind }) => kind),
  column<Account>('NAME', ({ name }) => name),
  column<Account>('SINCE', ({ created_at }) => when(created_at)),
]

const reportAccount = (account: Account): string[] =>
  facts([
    ['account', account.id],
    ['kind', account.kind],
    ['name', account.name],
    ['slug', account.slug],
    ['pays with', account.pays_with],
    ['spent on refund', account.spent_on_refund],
    ['seatless draw on', account.seatless],
    ['since', when(account.created_at)],
  ])
