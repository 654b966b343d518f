import type { Subscription } from '@scrip/sdk'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Amount, Money } from '../../ui/amount.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useListAt } from '../data/use-list.ts'
import { FilterSelect } from '../frame/filter-select.tsx'
import { Listing } from '../frame/listing.tsx'
import { State } from '../frame/state.tsx'
import { subscriptionStates } from '../words.ts'

const options = Object.entries(subscriptionStates).map(([key, [name]]) => [key, name] as const)

const columns: readonly Column<Subscription>[] = [
  {
    key: 'account',
    label: 'Account',
    lead: true,
    cell: ({ account }) => (
      <Link className="table-link" to="/accounts/$account/subscription" params={{ account }}>
        {account}
      </Link>
    ),
  },
  { key: 'plan', label: 'Plan', cell: ({ plan }) => plan },
  { key: 'state', label: 'State', cell: ({ status }) => <State of={subscriptionStates} is={status} /> },
  {
    key: 'seats',
    label: 'Seats',
    cell: ({ seats, credits_per_seat }) => (
      <>
        {seats} <span className="faint">× </span>
        <Amount value={credits_per_seat} />
      </>
    ),
  },
  { key: 'renews', label: 'Renews', cell: ({ renews_at: at }) => at && <Time at={at} style="date" /> },
  {
    key: 'next',
    label: 'Next charge',
    end: true,
    cell: ({ next_charge, currency }) => <Money value={next_charge} currency={currency} />,
  },
]

/** The subscriptions of all accounts. */
export function Subscriptions() {
  const { status, after } = useSearch({ from: '/inside/subscriptions' })
  const navigate = useNavigate({ from: '/subscriptions' })
  const narrowed = Object.hasOwn(subscriptionStates, status ?? '')
    ? { status: status as Subscription['status'] }
    : {}
  const list = useListAt(
    [...keys.subscriptions, status],
    (signal) => scrip.subscriptions.listAll({ limit: 25, ...narrowed }, { signal }),
    after ?? [],
    (trail) => void navigate({ search: { status, after: trail.length > 0 ? trail : undefined } }),
  )
  return (
    <Page title="Subscriptions" hint="Of all accounts.">
      <Listing
        caption="Subscriptions"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        loading={10}
        filters={
          <FilterSelect
            label="State"
            value={status}
            options={options}
            onChoose={(status) => void navigate({ search: { status, after: undefined }, replace: true })}
          />
        }
        empty={
          <Empty icon="repeat" title="No subscriptions">
            Nobody subscribed yet, or nobody who fits.
          </Empty>
        }
      />
    </Page>
  )
}
