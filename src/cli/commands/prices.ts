import type { Price } from '../../../sdk/src/index.ts'
import { command, type Group } from '../command.ts'
import { Misused } from '../exit.ts'
import { CREDIT_TYPE, LISTING, limitOf, ONCE, under } from '../options.ts'
import { column, facts, when } from '../table.ts'

const list = command({
  name: 'list',
  summary: 'List the prices',
  options: { 'credit-type': CREDIT_TYPE, ...LISTING },
  examples: ['prices list --credit-type itm_demo'],
  async run({ options, scrip, out }) {
    const { most, page } = limitOf(options.limit)
    const query = { credit_type: options['credit-type'], limit: page }
    await out.list(scrip().prices.list(query), COLUMNS, most)
  },
})

const create = command({
  name: 'create',
  summary: 'Create a price: for each credit, for packs, or in tiers',
  about: 'A price never changes. To change one, create another and archive the old one.',
  args: ['TYPE'],
  options: {
    'unit-price': { value: 'MONEY', help: 'What each credit costs.' },
    'pack-size': { value: 'AMOUNT', help: 'How many credits a pack has.' },
    'pack-price': { value: 'MONEY', help: 'What a pack costs.' },
    tier: {
      value: 'UP_TO:MONEY',
      help: 'What each credit costs up to so many; the last one, as in :0.08, has no end.',
      many: true,
    },
    currency: { value: 'CURRENCY', help: 'As ISO 4217 has it; that of the credit type unless said.' },
    ...ONCE,
  },
  examples: [
    'prices create itm_demo --pack-size 100 --pack-price 9.00',
    'prices create tokens --tier 1000:0.10 --tier :0.08',
  ],
  async run({ args: [credit_type], options, scrip, out }) {
    const body = { credit_type, currency: options.currency, ...termsOf(options) }
    const price = await scrip().prices.create(body, under(options.once))
    out.one(price, reportPrice(price))
  },
})

const archive = command({
  name: 'archive',
  summary: 'Sell no more at a price',
  args: ['PRICE'],
  options: ONCE,
  examples: ['prices archive pri_…'],
  async run({ args: [id], options: { once }, scrip, out }) {
    const price = await scrip().prices.archive(id, under(once))
    out.one(price, reportPrice(price))
  },
})

export const prices: Group = {
  name: 'prices',
  summary: 'What credits cost, where that is more than a price for each',
  commands: [list, create, archive],
  usual: 'list',
}

interface Wish {
  readonly 'unit-price': string | undefined
  readonly 'pack-size': string | undefined
  readonly 'pack-price': string | undefined
  readonly tier: readonly string[]
}

function termsOf({ 'unit-price': unit_price, 'pack-size': pack_size, 'pack-price': pack_price, tier }: Wish) {
  const isPack = pack_size !== undefined && pack_price !== undefined
  const isHalfPack = !isPack && (pack_size ?? pack_price) !== undefined
  if (isHalfPack || [unit_price !== undefined, isPack, tier.length > 0].filter(Boolean).length !== 1)
    throw new Misused(
      'A price is one of: --unit-price, --pack-size with --pack-price, or one --tier or more.',
    )
  if (unit_price !== undefined) return { scheme: 'unit' as const, unit_price }
  if (isPack) return { scheme: 'bundle' as const, pack_size, pack_price }
  return { scheme: 'volume' as const, tiers: tier.map(tierOf) }
}

function tierOf(text: string) {
  const [, up_to = '', unit_price = ''] = /^([\d.]*):([\d.]+)$/.exec(text) ?? []
  if (unit_price === '')
    throw new Misused(`--tier is ${JSON.stringify(text)}; accepted are 1000:0.10 and :0.08.`)
  return { ...(up_to !== '' && { up_to }), unit_price }
}

function costs({ scheme, unit_price, pack_size, pack_price, tiers = [], currency }: Price): string {
  if (scheme === 'unit') return `${unit_price} ${currency} each`
  if (scheme === 'bundle') return `${pack_price} ${currency} for ${pack_size}`
  const steps = tiers.map(
    (tier) => `${tier.unit_price} ${tier.up_to === null ? 'above' : `to ${tier.up_to}`}`,
  )
  return `${steps.join(', ')} (${currency} each)`
}

const COLUMNS = [
  column<Price>('PRICE', ({ id }) => id),
  column<Price>('CREDITS', ({ credit_type }) => credit_type),
  column<Price>('COSTS', costs),
  column<Price>('ARCHIVED', ({ archived_at }) => when(archived_at)),
]

const reportPrice = (price: Price): string[] =>
  facts([
    ['price', price.id],
    ['credits', price.credit_type],
    ['costs', costs(price)],
    ['archived', when(price.archived_at)],
  ])
