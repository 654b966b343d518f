import type { Refund } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Money } from '../../ui/amount.tsx'
import type { Tone } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { State } from '../frame/state.tsx'

const states: Readonly<Record<Refund['status'], readonly [string, Tone]>> = {
  pending: ['Pending', 'info'],
  succeeded: ['Refunded', 'good'],
  failed: ['Failed', 'bad'],
  canceled: ['Canceled', 'neutral'],
}

export function Refunds({ account, purchase }: { readonly account: string; readonly purchase: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: keys.account(account, 'refunds', purchase),
    queryFn: ({ signal }) => scrip.refunds.list(account, purchase, { signal }).page(),
  })
  if (error && !data)
    return (
      <Card>
        <Failure error={error} retry={() => void refetch()} what="The refunds" />
      </Card>
    )
  if (!data || data.items.length === 0) return null
  return (
    <Card flush title="Refunds">
      <Table
        caption="Refunds"
        rows={data.items}
        rowKey={({ id }) => id}
        columns={[
          { key: 'when', label: 'When', lead: true, cell: ({ created_at }) => <Time at={created_at} /> },
          { key: 'state', label: 'State', cell: ({ status }) => <State of={states} is={status} /> },
          { key: 'reason', label: 'Reason', cell: ({ reason }) => reason },
          {
            key: 'by',
            label: 'Made',
            wideOnly: true,
            cell: ({ made_in }) => (made_in === 'api' ? 'here' : 'in Stripe'),
          },
          {
            key: 'amount',
            label: 'Amount',
            end: true,
            cell: ({ amount, currency }) => <Money value={amount} currency={currency} />,
          },
        ]}
      />
    </Card>
  )
}
