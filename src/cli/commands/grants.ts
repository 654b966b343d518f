import type { Grant, GrantDetail } from '../../../sdk/src/index.ts'
import { command, type Group } from '../command.ts'
import {
  CREDIT_TYPE,
  instantOf,
  LISTING,
  limitOf,
  METADATA,
  metadataOf,
  ONCE,
  SCOPE,
  under,
  wholeNumber,
} from '../options.ts'
import { scopeText } from '../scope-text.ts'
import { column, facts, numbers, when } from '../table.ts'

const create = command({
  name: 'create',
  summary: 'Give an account credits',
  about: 'They are drawn narrower scope first, then by priority, then the earliest expiry.',
  args: ['ACCOUNT', 'AMOUNT'],
  options: {
    'credit-type': { ...CREDIT_TYPE, required: true },
    source: {
      value: 'SOURCE',
      help: 'What they are given for.',
      choices: ['manual', 'promotion', 'adjustment'],
    },
    expires: {
      value: 'TIME',
      help: 'As 2030-12-31, with a time, or never; what the credit type says unless said.',
    },
    starts: { value: 'TIME', help: 'From when on they can be drawn; at once unless said.' },
    priority: { value: 'N', help: 'Smaller is drawn first.' },
    ...SCOPE,
    ...METADATA,
    ...ONCE,
  },
  examples: [
    'grants create demo 50 --credit-type credits --source promotion --metadata reason=sorry',
    'grants create demo 12.5 --credit-type credits --expires 2030-01-01 --once ticket-4711',
  ],
  async run({ args: [account, amount], options, scrip, out }) {
    const { source, expires, starts, priority, member, project, feature, metadata, once } = options
    const body = {
      credit_type: options['credit-type'],
      amount,
      source,
      scope: { member, project, feature },
      metadata: metadataOf(metadata),
      ...(expires !== undefined && { expires_at: endOf(expires) }),
      ...(starts !== undefined && { starts_at: instantOf('--starts', starts) }),
      ...(priority !== undefined && { priority: wholeNumber('--priority', priority, 0, 1_000_000) }),
    }
    const grant = await scrip().grants.create(account, body, under(once))
    out.one(grant, [...reportGrant(grant), ...facts([['available', grant.balance.available]])])
  },
})

const list = command({
  name: 'list',
  summary: "List an account's grants, newest first",
  args: ['ACCOUNT'],
  options: { 'credit-type': CREDIT_TYPE, ...LISTING },
  examples: ['grants list demo', 'grants list demo --credit-type credits --json'],
  async run({ args: [account], options, scrip, out }) {
    const { most, page } = limitOf(options.limit)
    const query = { credit_type: options['credit-type'], limit: page }
    await out.list(scrip().grants.list(account, query), COLUMNS, most)
  },
})

const get = command({
  name: 'get',
  summary: 'Show a grant',
  args: ['ACCOUNT', 'GRANT'],
  examples: ['grants get demo grt_…'],
  async run({ args: [account, id], scrip, out }) {
    const grant = await scrip().grants.get(account, id)
    out.one(grant, [...reportGrant(grant), ...reportRevocations(grant)])
  },
})

const revoke = command({
  name: 'revoke',
  summary: 'Take credits of a grant back: so many, or all of it, spent ones included',
  args: ['ACCOUNT', 'GRANT'],
  options: {
    amount: {
      value: 'AMOUNT',
      help: 'How many; unless said, all that were granted and not taken back yet, spent ones included.',
    },
    spent: {
      value: 'WHAT',
      help: 'What becomes of those that were spent already; write_off (nobody owes them) unless said.',
      choices: ['debt', 'write_off'],
    },
    reason: { value: 'TEXT', help: 'Why, for whoever reads it later.' },
    ...ONCE,
  },
  examples: ['grants revoke demo grt_… --amount 5 --reason "given twice"'],
  async run({ args: [account, id], options: { amount, spent, reason, once }, scrip, out }) {
    const revoked = await scrip().grants.revoke(account, id, { amount, spent, reason }, under(once))
    out.one(
      revoked,
      facts([
        ['revocation', revoked.id],
        ['grant', revoked.grant],
        ['revoked', revoked.revoked],
        ['became debt', revoked.debt === '0' ? null : revoked.debt],
        ['written off', revoked.written_off === '0' ? null : revoked.written_off],
        ['available', revoked.balance.available],
      ]),
    )
  },
})

export const grants: Group = {
  name: 'grants',
  summary: 'Lots of credits that were given or bought',
  commands: [list, get, create, revoke],
}

const endOf = (text: string): string | null => (text === 'never' ? null : instantOf('--expires', text))

const COLUMNS = [
  column<Grant>('GRANT', ({ id }) => id),
  column<Grant>('CREDITS', ({ credit_type }) => credit_type),
  column<Grant>('SOURCE', ({ source }) => source),
  column<Grant>('STATE', ({ state }) => state),
  numbers<Grant>('AMOUNT', ({ amount }) => amount),
  numbers<Grant>('LEFT', ({ remaining }) => remaining),
  column<Grant>('EXPIRES', ({ expires_at }) => when(expires_at) ?? 'never'),
  column<Grant>('FOR', ({ scope }) => scopeText(scope)),
]

const reportGrant = (grant: Grant): string[] =>
  facts([
    ['grant', grant.id],
    ['account', grant.account],
    ['credits', `${grant.amount} ${grant.credit_type}`],
    ['left', grant.remaining],
    ['held', grant.held === '0' ? null : grant.held],
    ['revoked', grant.revoked === '0' ? null : grant.revoked],
    ['source', grant.source],
    ['state', grant.state],
    ['priority', grant.priority],
    ['only for', scopeText(grant.scope)],
    ['starts', when(grant.starts_at)],
    ['expires', when(grant.expires_at) ?? 'never'],
    ['metadata', grant.metadata && JSON.stringify(grant.metadata)],
  ])

function reportRevocations({ revocations }: GrantDetail): string[] {
  if (revocations.length === 0) return []
  const lines = revocations.map(({ id, revoked, debt, written_off, reason, at }) => {
    const rest = [
      debt === '0' ? null : `${debt} owed`,
      written_off === '0' ? null : `${written_off} written off`,
    ]
    const facts = [`${revoked} by ${id}`, ...rest, when(at), reason]
    return `  ${facts.filter((fact) => fact !== null).join(', ')}`
  })
  return ['', 'Taken back:', ...lines]
}
