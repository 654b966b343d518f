import type { Balance } from '../../../sdk/src/index.ts'
import { command } from '../command.ts'
import { Misused } from '../exit.ts'
import { instantOf, SCOPE } from '../options.ts'
import { column, facts, numbers, when } from '../table.ts'

export const balance = command({
  name: 'balance',
  summary: 'Show what an account can burn, and what of it expires next',
  args: ['ACCOUNT', '[TYPE]'],
  options: {
    ...SCOPE,
    at: { value: 'TIME', help: 'As it was then; a time that has passed.' },
  },
  examples: [
    'balance demo',
    'balance demo credits --at 2026-01-01',
    'balance neo_demo neo --member ada --json',
  ],
  async run({ args: [account, type], options: { at, ...scope }, scrip, out }) {
    const as_of = at === undefined ? undefined : instantOf('--at', at)
    const { member, project, feature } = scope
    if (type !== undefined) {
      const one = await scrip().balances.get(account, type, { as_of, member, project, feature })
      out.one(one, reportBalance(one))
      return
    }
    if ((member ?? project ?? feature) !== undefined)
      throw new Misused('--member, --project and --feature need a TYPE; see "scrip help balance".')
    await out.list(scrip().balances.list(account, { as_of }), COLUMNS)
  },
})

const expires = ({ expiring_next }: Balance): string | null =>
  expiring_next && `${expiring_next.amount} on ${when(expiring_next.at)}`

const COLUMNS = [
  column<Balance>('CREDITS', ({ credit_type }) => credit_type),
  numbers<Balance>('AVAILABLE', ({ available }) => available),
  numbers<Balance>('HELD', ({ held }) => held),
  numbers<Balance>('DEBT', ({ debt }) => debt),
  column<Balance>('EXPIRES NEXT', expires),
]

const reportBalance = (one: Balance): string[] =>
  facts([
    ['account', one.account],
    ['credits', one.credit_type],
    ['available', one.available],
    ['held', one.held],
    ['debt', one.debt],
    ['expires next', expires(one) ?? 'nothing'],
    ['as of', when(one.as_of)],
  ])
