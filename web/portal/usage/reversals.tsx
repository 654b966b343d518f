import type { DebitExplanation } from '@scrip/sdk'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

export function Reversals({ debit: { reversals } }: { readonly debit: DebitExplanation }) {
  if (reversals.length === 0) return null
  return (
    <Card title="Taken back" flush>
      <Table
        caption="What of it was taken back"
        rows={reversals}
        rowKey={({ id }) => id}
        columns={[
          { key: 'at', label: 'When', lead: true, cell: ({ created_at }) => <Time at={created_at} /> },
          { key: 'why', label: 'Reason', cell: ({ reason }) => reason },
          {
            key: 'expired',
            label: 'Expired meanwhile',
            end: true,
            cell: ({ expired }) => expired !== null && <Amount value={expired} />,
          },
          { key: 'amount', label: 'Amount', end: true, cell: ({ amount }) => <Amount value={amount} /> },
        ]}
      />
    </Card>
  )
}
