import type { Grant } from '@scrip/sdk'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Menu } from '../../ui/menu.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { useList } from '../data/use-list.ts'
import { Listing } from '../frame/listing.tsx'
import { State } from '../frame/state.tsx'
import { ACTIONS } from '../frame/unseen.tsx'
import { grantSources, grantStates } from '../words.ts'
import { RevokeGrant } from './revoke-grant.tsx'

export function Grants({ account }: { readonly account: string }) {
  const nameOf = useNameOf()
  const [revoking, setRevoking] = useState<Grant | null>(null)
  const list = useList(keys.account(account, 'grants'), (signal) =>
    scrip.grants.list(account, { limit: 10 }, { signal }),
  )
  const columns: readonly Column<Grant>[] = [
    {
      key: 'source',
      label: 'Grant',
      lead: true,
      cell: ({ id, source, metadata }) => (
        <>
          <Link to="/accounts/$account/entries" params={{ account }} search={{ grant: id }}>
            {grantSources[source]}
          </Link>
          {typeof metadata?.reason === 'string' && <span className="faint small"> {metadata.reason}</span>}
        </>
      ),
    },
    { key: 'type', label: 'Credit type', cell: ({ credit_type }) => nameOf(credit_type) },
    {
      key: 'scope',
      label: 'Only for',
      wideOnly: true,
      cell: ({ scope }) =>
        Object.values(scope)
          .filter((one) => one !== null)
          .map((one) => <Badge key={one}>{one}</Badge>),
    },
    { key: 'state', label: 'State', cell: ({ state }) => <State of={grantStates} is={state} /> },
    {
      key: 'left',
      label: 'Left of',
      end: true,
      cell: ({ remaining, amount }) => (
        <>
          <Amount value={remaining} /> <span className="faint">/ </span>
          <Amount value={amount} />
        </>
      ),
    },
    {
      key: 'expires',
      label: 'Expires',
      end: true,
      cell: ({ expires_at }) => (expires_at === null ? 'Never' : <Time at={expires_at} style="date" />),
    },
    {
      key: 'more',
      label: ACTIONS,
      end: true,
      cell: (grant) => (
        <Menu
          label={`More to do with the grant ${grant.id}`}
          items={[{ label: 'Take back…', icon: 'minus', danger: true, onSelect: () => setRevoking(grant) }]}
        />
      ),
    },
  ]
  return (
    <>
      <Listing
        title="Grants"
        caption="Grants"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        empty={<Empty icon="coins" title="No grants yet" />}
      />
      {revoking && <RevokeGrant account={account} grant={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}
