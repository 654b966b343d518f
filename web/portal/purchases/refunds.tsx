import type { PurchaseStory, Refund } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Money } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { refundStates } from '../data/words.ts'

const REASONS: Readonly<Record<string, string>> = {
  requested_by_customer: 'You asked for it',
  duplicate: 'It was charged twice',
  fraudulent: 'It was not you',
}

/** Left out where there are none, which is the rule. */
export function Refunds({ purchase: { id, paid_at } }: { readonly purchase: PurchaseStory }) {
  const { scrip, account } = usePortal()
  const refunds = useQuery({
    queryKey: ['purchases', id, 'refunds'],
    queryFn: () => scrip.refunds.list(account, id).all(),
    enabled: paid_at !== null,
  })
  if (!refunds.data && refunds.error)
    return (
      <Card title="Refunds">
        <Unloaded of={refunds} what="The refunds" />
      </Card>
    )
  if (!refunds.data?.length) return null
  return (
    <Card title="Refunds" flush>
      <Table<Refund>
        caption="Refunds"
        rows={refunds.data}
        rowKey={(refund) => refund.id}
        columns={[
          { key: 'at', label: 'Made', lead: true, cell: ({ created_at }) => <Time at={created_at} /> },
          { key: 'state', label: 'State', cell: ({ status }) => <RefundBadge status={status} /> },
          { key: 'why', label: 'Reason', cell: ({ reason }) => reason && (REASONS[reason] ?? reason) },
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

function RefundBadge({ status }: Pick<Refund, 'status'>) {
  const { tone, text } = refundStates[status]
  return <Badge tone={tone}>{text}</Badge>
}
