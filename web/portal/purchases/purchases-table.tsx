import type { Purchase } from '@scrip/sdk'
import { Link } from '@tanstack/react-router'
import { Amount, Money } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useNames } from '../data/use-names.ts'
import { purchaseStates } from '../data/words.ts'

interface PurchasesTableProps {
  readonly purchases: readonly Purchase[]
  readonly loading?: number
}

export function PurchasesTable({ purchases, loading }: PurchasesTableProps) {
  const names = useNames()
  return (
    <Table
      caption="Purchases, newest first"
      rows={purchases}
      rowKey={({ id }) => id}
      loading={loading}
      columns={[
        {
          key: 'what',
          label: 'Purchase',
          lead: true,
          cell: (purchase) => (
            <Link to="/purchases/$purchase" params={{ purchase: purchase.id }} className="table-link">
              {purchase.subscription === null ? (
                <>
                  <Amount value={purchase.amount} /> {names.type(purchase.credit_type)}
                </>
              ) : (
                'Subscription bill'
              )}
            </Link>
          ),
        },
        { key: 'at', label: 'Made', cell: ({ created_at }) => <Time at={created_at} /> },
        { key: 'state', label: 'State', cell: ({ state }) => <StateBadge state={state} /> },
        {
          key: 'total',
          label: 'Total',
          end: true,
          prime: true,
          cell: ({ total, subtotal, currency }) => <Money value={total ?? subtotal} currency={currency} />,
        },
      ]}
    />
  )
}

export function StateBadge({ state }: Pick<Purchase, 'state'>) {
  const { tone, text } = purchaseStates[state]
  return <Badge tone={tone}>{text}</Badge>
}
