import type { Refund } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Money } from '../../ui/amount.tsx'
import type { Tone } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { State } from '../frame/state.tsx'
import { plain } from '../words.ts'

const states: Readonly<Record<Refund['status'], readonly [string, Tone]>> = {
  pending: ['Pending', 'info'],
  succeeded: ['Refunded', 'good'],
  failed: ['Failed', 'bad'],
  canceled: ['Canceled', 'neutral'],
}

/** A code of the bank's as words; whatever is a sentence already stays one. */
const failureText = (failure: string): string =>
  /^[a-z_]+$/.test(failure) ? plain(failure).toLowerCase() : failure

export function Refunds({ account, purchase }: { readonly account: string; readonly purchase: string }) {
  const refunds = useQuery({
    queryKey: keys.account(account, 'refunds', purchase),
    queryFn: ({ signal }) => scrip.refunds.list(account, purchase, { signal }).all(),
  })
  const { data } = refunds
  if (refunds.error && !data)
    return (
      <Card>
        <Unloaded of={refunds} what="The refunds" />
      </Card>
    )
  if (!data || data.length === 0) return null
  return (
    <Card flush title="Refunds">
      <Table
        caption="Refunds"
        rows={data}
        rowKey={({ id }) => id}
        columns={[
          { key: 'when', label: 'When', lead: true, cell: ({ created_at }) => <Time at={created_at} /> },
          { key: 'state', label: 'State', cell: ({ status }) => <State of={states} is={status} /> },
          {
            key: 'reason',
            label: 'Reason',
            cell: ({ reason, failure }) => (
              <>
                {reason}
                {failure !== null && <p className="soft small">Failed: {failureText(failure)}</p>}
              </>
            ),
          },
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
