import type { Debit, DebitExplanation } from '../../../sdk/src/index.ts'
import { command, type Group } from '../command.ts'
import { CREDIT_TYPE, LISTING, limitOf, METADATA, metadataOf, ONCE, SCOPE, under } from '../options.ts'
import { scopeText } from '../scope-text.ts'
import { column, facts, numbers, when } from '../table.ts'

const create = command({
  name: 'create',
  summary: 'Burn credits of an account',
  about: 'A refusal, such as too few credits or a cap, exits with 1.',
  args: ['ACCOUNT', 'AMOUNT'],
  options: { 'credit-type': { ...CREDIT_TYPE, required: true }, ...SCOPE, ...METADATA, ...ONCE },
  examples: [
    'debits create demo 1.5 --credit-type credits --once my-first-debit',
    'debits create demo 2 --credit-type credits --project search --metadata model=small',
  ],
  async run({ args: [account, amount], options, scrip, out }) {
    const { member, project, feature, metadata, once } = options
    const about = { member, project, feature, metadata: metadataOf(metadata) }
    const body = { credit_type: options['credit-type'], amount, ...about }
    const debit = await scrip().debits.create(account, body, under(once))
    out.one(debit, [
      ...facts([
        ['debit', debit.id],
        ['account', debit.account],
        ['burned', `${debit.amount} ${debit.credit_type}`],
        ['available', debit.balance.available],
      ]),
      ...debit.grants.map(({ grant, amount }) => `  ${amount} of ${grant}`),
    ])
  },
})

const list = command({
  name: 'list',
  summary: "List an account's debits, newest first",
  args: ['ACCOUNT'],
  options: { 'credit-type': CREDIT_TYPE, ...SCOPE, ...LISTING },
  examples: ['debits list demo --limit 20', 'debits list demo --project search --json'],
  async run({ args: [account], options, scrip, out }) {
    const { member, project, feature } = options
    const { most, page } = limitOf(options.limit)
    const query = { credit_type: options['credit-type'], member, project, feature, limit: page }
    await out.list(scrip().debits.list(account, query), COLUMNS, most)
  },
})

const get = command({
  name: 'get',
  summary: 'Explain a debit: what it drew on, and the caps that counted it',
  args: ['ACCOUNT', 'DEBIT'],
  examples: ['debits get demo deb_…'],
  async run({ args: [account, id], scrip, out }) {
    const debit = await scrip().debits.get(account, id)
    out.one(debit, reportDebit(debit))
  },
})

const reverse = command({
  name: 'reverse',
  summary: 'Give back what a debit took: so much, or all that is left of it',
  args: ['ACCOUNT', 'DEBIT'],
  options: {
    amount: { value: 'AMOUNT', help: 'How much; all that is left of it unless said.' },
    reason: { value: 'TEXT', help: 'Why, for whoever reads it later.' },
    ...ONCE,
  },
  examples: ['debits reverse demo deb_… --amount 0.5 --reason "the answer was cut off"'],
  async run({ args: [account, id], options: { amount, reason, once }, scrip, out }) {
    const answer = await scrip().debits.reverse(account, id, { amount, reason }, under(once))
    const { reversal, debit, balance } = answer
    out.one(
      answer,
      facts([
        ['reversal', reversal.id],
        ['given back', `${reversal.amount} ${debit.credit_type}`],
        ['expired since', reversal.expired],
        ['available', balance.available],
      ]),
    )
  },
})

export const debits: Group = {
  name: 'debits',
  summary: 'Usage that burns credits',
  commands: [list, get, create, reverse],
}

const status = ({ status, code }: Debit): string => (status === 'ok' ? 'ok' : `refused: ${code}`)

const COLUMNS = [
  column<Debit>('DEBIT', ({ id }) => id),
  column<Debit>('AT', ({ created_at }) => when(created_at)),
  numbers<Debit>('AMOUNT', ({ amount }) => amount),
  column<Debit>('CREDITS', ({ credit_type }) => credit_type),
  column<Debit>('STATUS', status),
  numbers<Debit>('REVERSED', ({ reversed }) => (reversed === '0' ? null : reversed)),
  column<Debit>('BY', (debit) => scopeText(debit)),
]

function reportDebit(debit: DebitExplanation): string[] {
  const { grants, caps, reversals } = debit
  const section = (head: string, lines: string[]) => (lines.length > 0 ? ['', head, ...lines] : [])
  return [
    ...facts([
      ['debit', debit.id],
      ['account', debit.account],
      ['status', status(debit)],
      ['burned', `${debit.amount} ${debit.credit_type}`],
      ['by', scopeText(debit)],
      ['key', debit.api_key],
      ['hold', debit.hold],
      ['made once as', debit.idempotency_key],
      ['before', debit.balance_before],
      ['after', debit.balance_after],
      ['at', when(debit.created_at)],
      ['metadata', debit.metadata && JSON.stringify(debit.metadata)],
    ]),
    ...section(
      'It drew on, in this order:',
      grants.map(({ grant, amount, source, priority, scope, expires_at }) => {
        const why = [
          source,
          scopeText(scope),
          `priority ${priority}`,
          `expires ${when(expires_at) ?? 'never'}`,
        ]
        return `  ${amount} of ${grant} (${why.filter((part) => part !== null).join(', ')})`
      }),
    ),
    ...section(
      'Caps that counted it:',
      caps.map((cap) => {
        const { subject, id, period, unit, limit, used_before, used_after } = cap
        return `  ${subject} ${id}: ${used_before} → ${used_after} of ${limit} ${unit}, ${period}`
      }),
    ),
    ...section(
      'Given back:',
      reversals.map(({ id, amount, reason, created_at }) =>
        [`  ${amount} by ${id}`, when(created_at), reason].filter((part) => part !== null).join(', '),
      ),
    ),
  ]
}
