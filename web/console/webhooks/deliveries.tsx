import type { WebhookDelivery } from '@scrip/sdk'
import { useState } from 'react'
import type { Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { tellOf } from '../../ui/failure.tsx'
import type { Column } from '../../ui/table.tsx'
import { Ago, Time } from '../../ui/time.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { useList } from '../data/use-list.ts'
import { FilterSelect } from '../frame/filter-select.tsx'
import { Listing } from '../frame/listing.tsx'
import { State } from '../frame/state.tsx'
import { ACTIONS } from '../frame/unseen.tsx'

type DeliveryState = WebhookDelivery['state']

const states: Readonly<Record<DeliveryState, readonly [string, Tone]>> = {
  waiting: ['Waiting', 'info'],
  delivered: ['Delivered', 'good'],
  failed: ['Failed', 'bad'],
}

const options = Object.entries(states).map(([key, [name]]) => [key, name] as const)

/** What was told, or waits to be. */
export function Deliveries() {
  const [state, setState] = useState<string | undefined>()
  const list = useList([...keys.webhooks, 'deliveries', state], (signal) =>
    scrip.webhookDeliveries.list(
      { limit: 15, ...(state !== undefined && { state: state as DeliveryState }) },
      { signal },
    ),
  )
  const columns: readonly Column<WebhookDelivery>[] = [
    { key: 'type', label: 'Event', lead: true, cell: ({ type }) => <code>{type}</code> },
    { key: 'account', label: 'Account', cell: ({ account }) => account },
    { key: 'state', label: 'State', cell: ({ state }) => <State of={states} is={state} /> },
    {
      key: 'attempts',
      label: 'Attempts',
      cell: ({ attempts, last_status, last_error }) => (
        <>
          {attempts} <span className="faint small">{last_error ?? last_status}</span>
        </>
      ),
    },
    { key: 'next', label: 'Next', wideOnly: true, cell: ({ next_attempt_at: at }) => at && <Ago at={at} /> },
    {
      key: 'when',
      label: 'Happened',
      end: true,
      cell: ({ happened_at }) => <Time at={happened_at} style="clock" />,
    },
    { key: 'again', label: ACTIONS, end: true, cell: ({ id }) => <Resend delivery={id} /> },
  ]
  return (
    <Listing
      title="Deliveries"
      caption="Deliveries"
      columns={columns}
      list={list}
      rowKey={({ id }) => id}
      filters={<FilterSelect label="State" value={state} options={options} onChoose={setState} />}
      empty={
        <Empty icon="list" title="No deliveries">
          They are kept for thirty days.
        </Empty>
      }
    />
  )
}

function Resend({ delivery }: { readonly delivery: string }) {
  const show = useToast()
  const action = useAction(
    ['send delivery again', delivery],
    async (id: string, options) => {
      try {
        return await scrip.webhookDeliveries.resend(id, options)
      } catch (error) {
        show({ tone: 'bad', text: tellOf(error).detail })
        throw error
      }
    },
    [keys.webhooks],
    () => show({ text: 'It is sent again.' }),
  )
  return (
    <Button small look="quiet" busy={action.isRunning} onClick={() => action.run(delivery)}>
      Send again
    </Button>
  )
}
