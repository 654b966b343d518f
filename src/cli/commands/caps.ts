import type { Cap, CapUsage } from '../../../sdk/src/index.ts'
import { command, type Group } from '../command.ts'
import { Misused } from '../exit.ts'
import { LISTING, limitOf, ONCE, under } from '../options.ts'
import { column, facts, numbers, when } from '../table.ts'

const WHOSE = ['ACCOUNT', 'SUBJECT', '[ID]'] as const
const ABOUT_WHOSE =
  'SUBJECT is account, member, project or key, and ID is which one. Without an ID it is the account itself, or\n' +
  'every member that has no cap of its own.'

const list = command({
  name: 'list',
  summary: "List an account's caps",
  args: ['ACCOUNT'],
  options: LISTING,
  examples: ['caps list demo', 'caps list demo --json'],
  async run({ args: [account], options, scrip, out }) {
    const { most, page } = limitOf(options.limit)
    await out.list(scrip().caps.list(account, { limit: page }), COLUMNS, most)
  },
})

const put = command({
  name: 'put',
  summary: 'Cap what is burned: by a member, a project, a key or the whole account',
  about: `${ABOUT_WHOSE} A limit of 0 blocks. What was burned in the period before counts, too.`,
  args: WHOSE,
  options: {
    limit: { value: 'AMOUNT', help: 'How much may be burned.', required: true },
    unit: { value: 'UNIT', help: 'What the limit counts.', choices: ['credits', 'money'], usual: 'credits' },
    period: {
      value: 'PERIOD',
      help: 'How often it begins anew; total is never.',
      choices: ['day', 'month', 'total'],
      usual: 'month',
    },
    ...ONCE,
  },
  examples: [
    'caps put demo project search --limit 500',
    'caps put neo_demo member --limit 2500 --unit money --period day',
  ],
  async run({ args: [account, subject, id], options: { limit, unit, period, once }, scrip, out }) {
    const which = idOf(account, subject, id)
    const cap = await scrip().caps.put(account, subject, which, { limit, unit, period }, under(once))
    out.one(cap, reportCap(cap))
  },
})

const get = command({
  name: 'get',
  summary: 'Show a cap and how far it is used',
  about: ABOUT_WHOSE,
  args: WHOSE,
  examples: ['caps get demo project search', 'caps get neo_demo member ada'],
  async run({ args: [account, subject, id], scrip, out }) {
    const which = idOf(account, subject, id)
    const cap = await scrip().caps.get(account, subject, which)
    out.one(cap, [...reportCap(cap), ...reportUse(cap)])
  },
})

const remove = command({
  name: 'delete',
  summary: 'Take a cap away',
  about: ABOUT_WHOSE,
  args: WHOSE,
  options: ONCE,
  examples: ['caps delete demo project search'],
  async run({ args: [account, subject, id], options: { once }, scrip, out }) {
    const which = idOf(account, subject, id)
    const cap = await scrip().caps.delete(account, subject, which, under(once))
    out.one(cap, reportCap(cap))
  },
})

export const caps: Group = {
  name: 'caps',
  summary: 'Limits on what is burned in a period',
  commands: [list, put, get, remove],
}

/** What stands for every member is a star, which shells take for file names. */
function idOf(account: string, subject: string, id: string | undefined): string {
  if (id !== undefined) return id
  if (subject === 'account') return account
  if (subject === 'member') return '*'
  throw new Misused(`A cap on a ${subject} needs ID: which one.`)
}

const idText = ({ subject, id }: Pick<Cap, 'subject' | 'id'>): string =>
  subject === 'member' && id === '*' ? 'each member' : id

const COLUMNS = [
  column<CapUsage>('ON', ({ subject }) => subject),
  column<CapUsage>('ID', idText),
  numbers<CapUsage>('LIMIT', ({ limit }) => limit),
  column<CapUsage>('OF', ({ unit }) => unit),
  column<CapUsage>('IN A', ({ period }) => period),
  numbers<CapUsage>('USED', ({ used }) => used),
  column<CapUsage>('BEGINS ANEW', ({ resets_at }) => when(resets_at)),
]

const reportCap = (cap: Cap): string[] =>
  facts([
    ['account', cap.account],
    ['cap on', `${cap.subject} ${idText(cap)}`],
    ['limit', `${cap.limit} ${cap.unit}${cap.period === 'total' ? ' in all' : ` a ${cap.period}`}`],
    ['since', when(cap.created_at)],
  ])

const reportUse = ({ used, remaining, resets_at }: CapUsage): string[] =>
  facts([
    ['used', used],
    ['left', remaining],
    ['begins anew', when(resets_at)],
  ])
