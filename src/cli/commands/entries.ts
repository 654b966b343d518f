import type { Entry } from '../../../sdk/src/index.ts'
import { entryKinds } from '../../core/ledger/entry.ts'
import { command } from '../command.ts'
import { CREDIT_TYPE, LISTING, limitOf } from '../options.ts'
import { column, numbers } from '../table.ts'

export const entries = command({
  name: 'entries',
  summary: "List the ledger's lines of an account, newest first",
  args: ['ACCOUNT'],
  options: {
    'credit-type': CREDIT_TYPE,
    kind: {
      value: 'KIND',
      help: 'Only these.',
      choices: entryKinds,
    },
    grant: { value: 'GRANT', help: 'Only those of this grant.' },
    ...LISTING,
  },
  examples: ['entries demo --limit 20', 'entries demo --kind expiry --json'],
  async run({ args: [account], options, scrip, out }) {
    const { kind, grant } = options
    const { most, page } = limitOf(options.limit)
    const query = { credit_type: options['credit-type'], kind, grant, limit: page }
    await out.list(scrip().entries.list(account, query), COLUMNS, most)
  },
})

const COLUMNS = [
  column<Entry>('AT', ({ at }) => at),
  column<Entry>('KIND', ({ kind }) => kind),
  numbers<Entry>('AMOUNT', ({ amount }) => amount),
  column<Entry>('CREDITS', ({ credit_type }) => credit_type),
  column<Entry>('BOOKS', ({ from, to }) => `${from} → ${to}`),
  column<Entry>('CAUSE', ({ cause }) => cause),
  numbers<Entry>('AVAILABLE', ({ balance }) => balance.available),
]
