import type { Subscription, SubscriptionEvent } from '@scrip/sdk'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Card } from '../../ui/card.tsx'
import { More } from '../../ui/more.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { listQuery } from '../data/queries.ts'
import { useNames } from '../data/use-names.ts'

const kinds: Readonly<Record<SubscriptionEvent['kind'], string>> = {
  created: 'Ordered',
  started: 'Began',
  month_granted: "The month's credits came",
  renewal_billed: 'The renewal was billed',
  renewed: 'Renewed',
  payment_failed: 'A payment failed',
  change_billed: 'A change was billed',
  changed: 'Changed',
  change_failed: 'A change was not paid',
  change_late: 'A change was paid too late',
  invoice_settled: 'An invoice was settled',
  change_pending: 'A change was ordered for the renewal',
  pending_cleared: 'The change was taken back',
  payment_asked_for: 'A payment was asked for',
  cancel_requested: 'Canceled for the end of the period',
  cancel_taken_back: 'The cancellation was taken back',
  canceled: 'Ended',
  seat_given: 'A seat was given',
  seat_taken: 'A seat was taken',
  seat_moved: 'A seat was moved',
}

export function Events({ subscription: { id } }: { readonly subscription: Subscription }) {
  const { scrip, account } = usePortal()
  const names = useNames()
  const events = useInfiniteQuery(
    listQuery(['events', id], (cursor) =>
      scrip.subscriptions.events(account, id, { limit: 10 }).page(cursor),
    ),
  )
  return (
    <Card title="What happened" flush>
      {!events.data && events.error ? (
        <Unloaded of={events} what="What happened" />
      ) : (
        <Table<SubscriptionEvent>
          caption="What happened, newest first"
          rows={events.data ?? []}
          rowKey={({ version }) => String(version)}
          loading={events.data ? 0 : 3}
          columns={[
            { key: 'what', label: 'What', lead: true, cell: ({ kind }) => kinds[kind] },
            { key: 'who', label: 'Who', cell: ({ detail }) => whoOf(detail, names.member) },
            { key: 'bill', label: 'Bill', cell: ({ detail }) => <Bill detail={detail} /> },
            { key: 'at', label: 'When', end: true, cell: ({ at }) => <Time at={at} /> },
          ]}
        />
      )}
      <More of={events} />
    </Card>
  )
}

type Detail = SubscriptionEvent['detail']

function whoOf({ member, from, to }: Detail, nameOf: (id: string) => string): string | null {
  if (typeof from === 'string' && typeof to === 'string') return `${nameOf(from)} → ${nameOf(to)}`
  return typeof member === 'string' ? nameOf(member) : null
}

function Bill({ detail: { purchase } }: { readonly detail: Detail }) {
  if (typeof purchase !== 'string') return null
  return (
    <Link to="/purchases/$purchase" params={{ purchase }}>
      See the bill
    </Link>
  )
}
