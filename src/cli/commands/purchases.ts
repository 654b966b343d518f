import type { Purchase, PurchaseStory } from '../../../sdk/src/index.ts'
import { purchaseStates } from '../../core/purchases/purchase.ts'
import { command, type Group } from '../command.ts'
import { CREDIT_TYPE, LISTING, limitOf, ONCE, under } from '../options.ts'
import { column, facts, numbers, when } from '../table.ts'

const WHAT = {
  'credit-type': { ...CREDIT_TYPE, required: true },
  price: { value: 'PRICE', help: 'At this price; the usual one unless said.' },
} as const

const list = command({
  name: 'list',
  summary: 'List purchases, of an account or of all, newest first',
  args: ['[ACCOUNT]'],
  options: {
    'credit-type': CREDIT_TYPE,
    state: { value: 'STATE', help: 'Only those in this state.', choices: purchaseStates },
    ...LISTING,
  },
  examples: ['purchases list --state disputed', 'purchases list neo_demo --limit 10'],
  async run({ args: [account], options, scrip, out }) {
    const { most, page } = limitOf(options.limit)
    const query = { credit_type: options['credit-type'], state: options.state, limit: page }
    const { purchases } = scrip()
    const found = account === undefined ? purchases.listAll(query) : purchases.list(account, query)
    await out.list(found, COLUMNS, most)
  },
})

const get = command({
  name: 'get',
  summary: 'Show a purchase with every state it went through',
  args: ['ACCOUNT', 'PURCHASE'],
  examples: ['purchases get neo_demo pur_…'],
  async run({ args: [account, id], scrip, out }) {
    const purchase = await scrip().purchases.get(account, id)
    out.one(purchase, reportStory(purchase))
  },
})

const quote = command({
  name: 'quote',
  summary: 'Say what credits would cost, and buy nothing',
  args: ['ACCOUNT', 'AMOUNT'],
  options: WHAT,
  examples: ['purchases quote neo_demo 100 --credit-type neo'],
  async run({ args: [account, amount], options: { price, ...options }, scrip, out }) {
    const body = { credit_type: options['credit-type'], amount, price }
    const one = await scrip().quotes.create(account, body)
    out.one(
      one,
      facts([
        ['credits', `${one.amount} ${one.credit_type}`],
        ['cost', `${one.subtotal} ${one.currency}, without taxes`],
        ['each', one.unit_price],
        ['price', one.price],
      ]),
    )
  },
})

const buy = command({
  name: 'buy',
  summary: 'Buy credits: with the saved card at once, else it says on which page to pay',
  about:
    'It exits with 0 where it is paid, and where a page is given, on which it is still to be paid; with 1 where it\n' +
    'is not paid; and with 3 while nobody knows. Repeated with the same --once, it tells what became of it.',
  args: ['ACCOUNT', 'AMOUNT'],
  options: {
    ...WHAT,
    'payment-method': { value: 'CARD', help: 'With this saved card, a pm_…; the default one unless said.' },
    'success-url': { value: 'URL', help: 'Where the page leads after paying.' },
    'cancel-url': { value: 'URL', help: 'Where it leads without.' },
    ...ONCE,
  },
  examples: ['purchases buy neo_demo 100 --credit-type neo --once order-1'],
  async run({ args: [account, amount], options, scrip, out, no, unknown }) {
    const pages = { success_url: options['success-url'], cancel_url: options['cancel-url'] }
    const means = { price: options.price, payment_method: options['payment-method'] }
    const body = { credit_type: options['credit-type'], amount, ...means, ...pages }
    const purchase = await scrip().purchases.create(account, body, under(options.once))
    const { state } = purchase
    const more = state === 'awaiting_checkout' ? ['Nothing is paid yet: pay on that page.'] : []
    out.one(purchase, [...reportPurchase(purchase), ...more])
    if (state === 'pending' || state === 'charging') unknown()
    if (state === 'failed' || state === 'expired') no()
  },
})

const refund = command({
  name: 'refund',
  summary: 'Give money back, and take the credits for it: so much, or all that is left',
  args: ['ACCOUNT', 'PURCHASE'],
  options: {
    amount: { value: 'MONEY', help: 'How much, as in 12.50; all that is left unless said.' },
    reason: { value: 'TEXT', help: 'Why, for whoever reads it later.' },
    ...ONCE,
  },
  examples: ['purchases refund neo_demo pur_… --amount 5.00 --reason "bought by mistake"'],
  async run({ args: [account, id], options: { amount, reason, once }, scrip, out }) {
    const answer = await scrip().refunds.create(account, id, { amount, reason }, under(once))
    const { refund, purchase } = answer
    out.one(
      answer,
      facts([
        ['refund', refund.id],
        ['of', refund.purchase],
        ['money', `${refund.amount} ${refund.currency}, ${refund.status}`],
        ['purchase is', purchase.state],
        ['credits taken', `${purchase.revoked} ${purchase.credit_type} by all its refunds`],
      ]),
    )
  },
})

export const purchases: Group = {
  name: 'purchases',
  summary: 'What was bought, quoting, buying and refunding',
  commands: [list, get, quote, buy, refund],
  usual: 'list',
}

const costs = ({ total, subtotal, currency }: Purchase): string => `${total ?? subtotal} ${currency}`

const COLUMNS = [
  column<Purchase>('PURCHASE', ({ id }) => id),
  column<Purchase>('ACCOUNT', ({ account }) => account),
  column<Purchase>('STATE', ({ state }) => state),
  numbers<Purchase>('AMOUNT', ({ amount }) => amount),
  column<Purchase>('CREDITS', ({ credit_type }) => credit_type),
  numbers<Purchase>('COST', costs),
  column<Purchase>('AT', ({ created_at }) => when(created_at)),
]

function reportPurchase(purchase: Purchase): string[] {
  const { card, failure, dispute, refunded, invoice } = purchase
  return facts([
    ['purchase', purchase.id],
    ['account', purchase.account],
    ['state', purchase.state],
    ['credits', `${purchase.amount} ${purchase.credit_type}`],
    ['cost', costs(purchase)],
    ['of that tax', purchase.tax],
    ['pay at', purchase.state === 'awaiting_checkout' ? purchase.checkout_url : null],
    ['card', card && `${card.brand} ${card.last4}`],
    ['failure', failure && `${failure.message} (${failure.code})`],
    ['refunded', Number(refunded) === 0 ? null : `${refunded} ${purchase.currency}`],
    ['dispute', dispute && `${dispute.status}, ${dispute.amount} ${dispute.currency}: ${dispute.reason}`],
    ['grant', purchase.grant],
    ['subscription', purchase.subscription],
    ['invoice', invoice && (invoice.number ?? invoice.id)],
    ['made', when(purchase.created_at)],
    ['paid', when(purchase.paid_at)],
  ])
}

const reportStory = (story: PurchaseStory): string[] => [
  ...reportPurchase(story),
  '',
  'What happened:',
  ...story.transitions.map(
    ({ from, to, cause, at }) => `  ${at}  ${from === null ? to : `${from} → ${to}`}  (${cause})`,
  ),
]
