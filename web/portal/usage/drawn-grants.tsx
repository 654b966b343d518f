import type { DebitExplanation, Scope } from '@scrip/sdk'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useNames } from '../data/use-names.ts'
import { grantSources } from '../data/words.ts'

/** Which credits it drew on, in the order in which it did, and why in that order. */
export function DrawnGrants({ debit: { grants } }: { readonly debit: DebitExplanation }) {
  const names = useNames()
  if (grants.length === 0) return null
  return (
    <Card
      title="Where the credits came from"
      hint="Credits for fewer people or uses go first, then those of a lower priority number, then those that expire sooner."
      flush
    >
      <Table
        caption="Credits that were drawn on, in order"
        rows={grants}
        rowKey={({ grant }) => grant}
        columns={[
          {
            key: 'source',
            label: 'Credits',
            lead: true,
            cell: ({ source, grant }) => <span title={grant}>{grantSources[source] ?? source}</span>,
          },
          { key: 'scope', label: 'For', cell: ({ scope }) => scopeText(scope, names.member) },
          { key: 'priority', label: 'Priority', end: true, wideOnly: true, cell: ({ priority }) => priority },
          {
            key: 'expires',
            label: 'Expire',
            cell: ({ expires_at }) => (expires_at === null ? 'Never' : <Time at={expires_at} style="date" />),
          },
          {
            key: 'amount',
            label: 'Taken',
            end: true,
            prime: true,
            cell: ({ amount }) => <Amount value={amount} />,
          },
        ]}
      />
    </Card>
  )
}

export function scopeText({ member, project, feature }: Scope, nameOf: (member: string) => string): string {
  const parts = [member !== null && nameOf(member), project !== null && `project ${project}`, feature]
  return parts.filter(Boolean).join(', ') || 'Everyone'
}
