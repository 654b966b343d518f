import type { CreatePlanBody, Plan } from '../../../sdk/src/index.ts'
import { command, type Group } from '../command.ts'
import { Misused } from '../exit.ts'
import { CREDIT_TYPE, LISTING, limitOf, ONCE, under, wholeNumber } from '../options.ts'
import { column, facts, when } from '../table.ts'

const list = command({
  name: 'list',
  summary: 'List the plans',
  options: { 'credit-type': CREDIT_TYPE, ...LISTING },
  examples: ['plans list --credit-type neo'],
  async run({ options, scrip, out }) {
    const { most, page } = limitOf(options.limit)
    const query = { credit_type: options['credit-type'], limit: page }
    await out.list(scrip().plans.list(query), COLUMNS, most)
  },
})

const get = command({
  name: 'get',
  summary: 'Show a plan',
  args: ['PLAN'],
  examples: ['plans get plan_neo'],
  async run({ args: [id], scrip, out }) {
    const plan = await scrip().plans.get(id)
    out.one(plan, reportPlan(plan))
  },
})

const create = command({
  name: 'create',
  summary: 'Create a plan: seats of certain sizes, or at a price for each credit',
  about: 'A plan never changes. To change one, create another and archive the old one.',
  args: ['TYPE'],
  options: {
    name: { value: 'NAME', help: 'How people call it.', required: true },
    id: { value: 'PLAN', help: 'An id of your own.' },
    size: {
      value: 'CREDITS:MONTH:YEAR',
      help: 'Credits a month, and what they cost by the month and by the year; either may be left out.',
      many: true,
    },
    'month-unit-price': { value: 'MONEY', help: 'What each credit costs, paid by the month.' },
    'year-unit-price': { value: 'MONEY', help: 'What each credit costs, paid by the year.' },
    'gives-to': {
      value: 'WHOM',
      help: "Each seat to its member, or one quantity to the whole account; seats unless it's said.",
      choices: ['seats', 'quantity'],
    },
    bonus: { value: 'AMOUNT', help: "What each seat gets above that in a subscription's first month." },
    'days-until-due': { value: 'N', help: 'How long an invoice may stay unpaid.' },
    currency: { value: 'CURRENCY', help: 'As ISO 4217 has it; that of the credit type unless said.' },
    ...ONCE,
  },
  examples: [
    'plans create agent --name Team --size 1000:9.50:95.00 --size 5000:45.00',
    'plans create gateway --name Volume --gives-to quantity --month-unit-price 0.009',
  ],
  async run({ args: [credit_type], options, scrip, out }) {
    const { id, name, bonus, currency, once } = options
    const days = options['days-until-due']
    const body = {
      id,
      name,
      credit_type,
      bonus,
      currency,
      gives_to: options['gives-to'],
      pricing: pricingOf(options),
      days_until_due: days === undefined ? undefined : wholeNumber('--days-until-due', days, 0, 365),
    }
    const plan = await scrip().plans.create(body, under(once))
    out.one(plan, reportPlan(plan))
  },
})

const archive = command({
  name: 'archive',
  summary: 'Take no more subscriptions to a plan; those that there are go on',
  args: ['PLAN'],
  options: ONCE,
  examples: ['plans archive plan_…'],
  async run({ args: [id], options: { once }, scrip, out }) {
    const plan = await scrip().plans.archive(id, under(once))
    out.one(plan, reportPlan(plan))
  },
})

export const plans: Group = {
  name: 'plans',
  summary: 'What can be subscribed to',
  commands: [list, get, create, archive],
  usual: 'list',
}

interface Wish {
  readonly size: readonly string[]
  readonly 'month-unit-price': string | undefined
  readonly 'year-unit-price': string | undefined
}

function pricingOf({ size, ...wish }: Wish): CreatePlanBody['pricing'] {
  const [month_unit_price, year_unit_price] = [wish['month-unit-price'], wish['year-unit-price']]
  const isByCredit = (month_unit_price ?? year_unit_price) !== undefined
  if (isByCredit === size.length > 0)
    throw new Misused('A plan has one --size or more, or else --month-unit-price or --year-unit-price.')
  if (isByCredit) return { by: 'credit', month_unit_price, year_unit_price }
  return { by: 'size', sizes: size.map(sizeOf) }
}

function sizeOf(text: string) {
  const [, credits = '', month_price, year_price] = /^([\d.]+):([\d.]+)?(?::([\d.]+))?$/.exec(text) ?? []
  if ((month_price ?? year_price) === undefined)
    throw new Misused(
      `--size is ${JSON.stringify(text)}; accepted are 1000:9.50:95.00, 1000:9.50 and 1000::95.00.`,
    )
  return { credits, month_price, year_price }
}

function costs({ pricing, currency }: Plan): string[] {
  const by = (month: string | null | undefined, year: string | null | undefined): string =>
    [month && `${month} a month`, year && `${year} a year`].filter(Boolean).join(' or ')
  if (pricing.by === 'credit')
    return [`each credit ${by(pricing.month_unit_price, pricing.year_unit_price)} (${currency})`]
  const sizes = pricing.sizes ?? []
  return sizes.map(
    ({ credits, month_price, year_price }) => `${credits} for ${by(month_price, year_price)} (${currency})`,
  )
}

const COLUMNS = [
  column<Plan>('PLAN', ({ id }) => id),
  column<Plan>('NAME', ({ name }) => name),
  column<Plan>('CREDITS', ({ credit_type }) => credit_type),
  column<Plan>('GIVES TO', ({ gives_to }) => gives_to),
  column<Plan>('COSTS', (plan) => costs(plan).join('; ')),
  column<Plan>('ARCHIVED', ({ archived_at }) => when(archived_at)),
]

const reportPlan = (plan: Plan): string[] => [
  ...facts([
    ['plan', plan.id],
    ['name', plan.name],
    ['credits', `${plan.credit_type}, every month`],
    ['gives to', plan.gives_to],
    ['bonus', plan.bonus === '0' ? null : `${plan.bonus} in the first month`],
    ['invoices due', `${plan.days_until_due} days after they are sent`],
    ['archived', when(plan.archived_at)],
  ]),
  ...costs(plan).map((line) => `  ${line}`),
]
