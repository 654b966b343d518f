import type { Subscription, SubscriptionOverview } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Amount } from '../../ui/amount.tsx'
import { amountText } from '../../ui/amount-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { shareOf } from '../../ui/decimal.ts'
import { Meter } from '../../ui/meter.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'

type Row = SubscriptionOverview['members'][number]

const columns: readonly Column<Row>[] = [
  {
    key: 'member',
    label: 'Member',
    lead: true,
    cell: ({ id, email }) => (
      <>
        {id} <span className="faint small">{email}</span>
      </>
    ),
  },
  { key: 'role', label: 'Role', cell: ({ role }) => <span className="soft">{role}</span> },
  {
    key: 'seat',
    label: 'Seat',
    cell: ({ seat }) => (seat ? <Badge tone="good">Has one</Badge> : <Badge>None</Badge>),
  },
  {
    key: 'used',
    label: 'Used this month',
    cell: ({ seat }) =>
      seat && (
        <Meter
          share={shareOf(seat.used, seat.allotment)}
          label={`${amountText(seat.used)} of ${amountText(seat.allotment)} used`}
          minds
        />
      ),
  },
  {
    key: 'left',
    label: 'Left',
    end: true,
    cell: ({ seat }) =>
      seat && (
        <>
          <Amount value={seat.remaining} /> <span className="faint">of {amountText(seat.allotment)}</span>
        </>
      ),
  },
]

interface SeatsProps {
  readonly account: string
  readonly subscription: Subscription
}

const useOverview = (account: string, id: string) =>
  useQuery({
    queryKey: keys.account(account, 'subscription', id, 'overview'),
    queryFn: ({ signal }) => scrip.subscriptions.overview(account, id, { signal }),
  })

/** The members who have a seat. */
export const useSeated = (account: string, id: string): readonly Row[] =>
  useOverview(account, id).data?.members.filter(({ seat }) => seat !== null) ?? []

/** Who has a seat and what is left of it. Seats are given and moved in the portal. */
export function Seats({ account, subscription: { id, seats } }: SeatsProps) {
  const overview = useOverview(account, id)
  const { data } = overview
  if (!data)
    return (
      <Card title="Seats">
        <Unloaded of={overview} what="The seats">
          <Skeletons lines={3} />
        </Unloaded>
      </Card>
    )
  return (
    <Card
      flush
      title="Seats"
      hint={`${seats - data.free_seats.length} of ${seats} given. This month: ${amountText(data.used)} used, ${amountText(data.remaining)} left.`}
    >
      <Table caption="Seats" columns={columns} rows={data.members} rowKey={({ id }) => id} />
    </Card>
  )
}
