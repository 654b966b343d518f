import type { SubscriptionEvent } from '@scrip/sdk'
import { Empty } from '../../ui/empty.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useList } from '../data/use-list.ts'
import { Listing } from '../frame/listing.tsx'
import { plain, subscriptionEvents } from '../words.ts'

const columns: readonly Column<SubscriptionEvent>[] = [
  { key: 'what', label: 'What', lead: true, cell: ({ kind }) => subscriptionEvents[kind] ?? plain(kind) },
  {
    key: 'detail',
    label: 'Detail',
    cell: ({ detail }) => (
      <span className="soft small">
        {Object.entries(detail)
          .filter(([, value]) => value !== null && typeof value !== 'object')
          .map(([name, value]) =>
            name === 'reason' ? `“${String(value)}”` : `${plain(name).toLowerCase()} ${String(value)}`,
          )
          .join(', ')}
      </span>
    ),
  },
  { key: 'when', label: 'When', end: true, cell: ({ at }) => <Time at={at} style="clock" /> },
]

interface SubscriptionEventsProps {
  readonly account: string
  readonly subscription: string
}

export function SubscriptionEvents({ account, subscription }: SubscriptionEventsProps) {
  const list = useList(keys.account(account, 'subscription', subscription, 'events'), (signal) =>
    scrip.subscriptions.events(account, subscription, { limit: 10 }, { signal }),
  )
  return (
    <Listing
      title="What happened"
      caption="What happened to the subscription"
      columns={columns}
      list={list}
      rowKey={({ version }) => String(version)}
      empty={<Empty icon="list" title="Nothing yet" />}
    />
  )
}
