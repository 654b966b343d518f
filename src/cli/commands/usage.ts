import type { UsageDay } from '../../../sdk/src/index.ts'
import { command } from '../command.ts'
import { column, facts, numbers, Table } from '../table.ts'

const BAR = 24

export const usage = command({
  name: 'usage',
  summary: 'Show what an account burned of a credit type, day by day',
  about: 'Days are those of UTC, the last thirty unless said, and 92 at most.',
  args: ['ACCOUNT', 'TYPE'],
  options: {
    from: { value: 'DAY', help: 'The first day, as 2026-11-01.' },
    to: { value: 'DAY', help: 'The last day.' },
    by: { value: 'WHAT', help: 'Each by itself.', choices: ['member', 'project', 'feature'] },
  },
  examples: ['usage demo credits', 'usage demo credits --by project --json'],
  async run({ args: [account, credit_type], options: { from, to, by }, scrip, out }) {
    const burned = await scrip().usage.get(account, { credit_type, from, to, by })
    const { items, totals } = burned
    // Only for how long the bars are; no amount is ever a float.
    const most = Math.max(...items.map((item) => Number(item.burned)), 0)
    const bar = (item: UsageDay) => '█'.repeat(Math.ceil((Number(item.burned) / (most || 1)) * BAR))
    const columns = [
      column<UsageDay>('DAY', ({ day }) => day),
      ...(by === undefined ? [] : [column<UsageDay>(by.toUpperCase(), ({ group }) => group)]),
      numbers<UsageDay>('DEBITS', ({ debits }) => debits),
      numbers<UsageDay>('REVERSED', ({ reversed }) => (reversed === '0' ? null : reversed)),
      numbers<UsageDay>('BURNED', (item) => item.burned),
      column<UsageDay>('', bar),
    ]
    const shown = items.filter(({ debits, reversed }) => debits > 0 || reversed !== '0')
    if (shown.length === 0) return out.one(burned, ['Nothing was burned.'])
    out.one(burned, [
      ...new Table(columns).print(shown),
      '',
      ...facts(totals.map(({ group, burned }) => [`all${group === null ? '' : ` of ${group}`}`, burned])),
    ])
  },
})
