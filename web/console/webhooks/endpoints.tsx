import type { WebhookEndpoint } from '@scrip/sdk'
import { useState } from 'react'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Menu } from '../../ui/menu.tsx'
import type { Column } from '../../ui/table.tsx'
import { Ago, Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useList } from '../data/use-list.ts'
import { Listing } from '../frame/listing.tsx'
import { ACTIONS } from '../frame/unseen.tsx'
import { EndpointAsked, type EndpointDoing, endpointDoings } from './endpoint-asked.tsx'
import { EndpointDialog } from './endpoint-dialog.tsx'

export function Endpoints() {
  const [editing, setEditing] = useState<WebhookEndpoint | 'new' | null>(null)
  const [asking, setAsking] = useState<{ endpoint: WebhookEndpoint; doing: EndpointDoing } | null>(null)
  const list = useList([...keys.webhooks, 'endpoints'], (signal) => scrip.webhookEndpoints.list({ signal }))
  const columns: readonly Column<WebhookEndpoint>[] = [
    { key: 'url', label: 'Endpoint', lead: true, cell: ({ url }) => <span className="strong">{url}</span> },
    {
      key: 'types',
      label: 'Is told',
      cell: ({ types }) => (types === null ? 'Everything' : `${types.length} kinds of events`),
    },
    {
      key: 'state',
      label: 'State',
      cell: ({ active, failing_since }) =>
        !active ? (
          <Badge>Switched off</Badge>
        ) : failing_since === null ? (
          <Badge tone="good">Active</Badge>
        ) : (
          <span className="row gap-2">
            <Badge tone="bad">Failing</Badge>
            <span className="faint small">
              <Ago at={failing_since} />
            </span>
          </span>
        ),
    },
    {
      key: 'since',
      label: 'Since',
      end: true,
      cell: ({ created_at }) => <Time at={created_at} style="date" />,
    },
    {
      key: 'more',
      label: ACTIONS,
      end: true,
      cell: (endpoint) => (
        <Menu
          label={`More to do with ${endpoint.url}`}
          items={[
            { label: 'Change…', icon: 'gauge', onSelect: () => setEditing(endpoint) },
            ...endpointDoings.map((doing) => ({
              label: `${doing.name}…`,
              icon: doing.icon,
              danger: doing.danger,
              onSelect: () => setAsking({ endpoint, doing }),
            })),
          ]}
        />
      ),
    },
  ]
  return (
    <>
      <Listing
        title="Endpoints"
        caption="Endpoints"
        columns={columns}
        list={list}
        loading={2}
        rowKey={({ id }) => id}
        actions={
          <Button small icon="plus" onClick={() => setEditing('new')}>
            Add
          </Button>
        }
        empty={
          <Empty icon="arrow_out" title="No endpoints">
            Add the address at which your product wants to be told.
          </Empty>
        }
      />
      {editing && (
        <EndpointDialog endpoint={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      {asking && <EndpointAsked {...asking} onClose={() => setAsking(null)} />}
    </>
  )
}
