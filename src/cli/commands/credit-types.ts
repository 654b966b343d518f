import type { CreditType } from '../../../sdk/src/index.ts'
import { command, type Group } from '../command.ts'
import { Misused } from '../exit.ts'
import { LISTING, limitOf, ONCE, under } from '../options.ts'
import { column, facts, numbers, when } from '../table.ts'

const list = command({
  name: 'list',
  summary: 'List the credit types',
  options: LISTING,
  examples: ['credit-types list'],
  async run({ options, scrip, out }) {
    await out.list(scrip().creditTypes.list(), COLUMNS, limitOf(options.limit).most)
  },
})

const get = command({
  name: 'get',
  summary: 'Show a credit type',
  args: ['TYPE'],
  examples: ['credit-types get neo'],
  async run({ args: [id], scrip, out }) {
    const type = await scrip().creditTypes.get(id)
    out.one(type, reportType(type))
  },
})

const create = command({
  name: 'create',
  summary: 'Create a credit type',
  args: ['[TYPE]'],
  options: {
    name: { value: 'NAME', help: 'How buyers read it.', required: true },
    'unit-price': {
      value: 'MONEY',
      help: 'What one credit costs, as in 0.05; without it, it is not for sale so.',
    },
    currency: { value: 'CURRENCY', help: 'As ISO 4217 has it, such as eur.' },
    expiry: {
      value: 'POLICY',
      help: 'When bought credits end: never, so long after the purchase (fixed, rolling), or at a period’s end.',
      choices: ['never', 'fixed', 'rolling', 'period_end'],
      usual: 'never',
    },
    after: { value: 'SPAN', help: 'For fixed and rolling: an ISO 8601 duration such as P30D or P1Y.' },
    period: { value: 'PERIOD', help: 'For period_end.', choices: ['day', 'month', 'year'] },
    ...ONCE,
  },
  examples: ['credit-types create tokens --name Tokens --unit-price 0.05 --expiry fixed --after P1Y'],
  async run({ args: [id], options, scrip, out }) {
    const { name, currency, after, period, once } = options
    if (options.expiry === 'never' && (after ?? period) !== undefined)
      throw new Misused('--after and --period belong to an --expiry other than never.')
    const expiry = { policy: options.expiry, after, period }
    const body = { id, name, unit_price: options['unit-price'], currency, expiry }
    const type = await scrip().creditTypes.create(body, under(once))
    out.one(type, reportType(type))
  },
})

export const creditTypes: Group = {
  name: 'credit-types',
  summary: 'The kinds of credits that are sold',
  commands: [list, get, create],
  usual: 'list',
}

const expires = ({ expiry: { policy, after, period } }: CreditType): string =>
  [policy, after, period].filter((part) => part !== undefined).join(' ')

const COLUMNS = [
  column<CreditType>('TYPE', ({ id }) => id),
  column<CreditType>('NAME', ({ name }) => name),
  numbers<CreditType>('UNIT PRICE', ({ unit_price }) => unit_price),
  column<CreditType>('IN', ({ currency }) => currency),
  column<CreditType>('EXPIRY', expires),
]

const reportType = (type: CreditType): string[] =>
  facts([
    ['credit type', type.id],
    ['name', type.name],
    ['unit', type.unit],
    ['unit price', type.unit_price === null ? null : `${type.unit_price} ${type.currency}`],
    ['expiry', expires(type)],
    ['since', when(type.created_at)],
  ])
