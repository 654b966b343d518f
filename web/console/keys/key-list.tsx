import type { Key } from '@scrip/sdk'
import { useState } from 'react'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Menu } from '../../ui/menu.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useList } from '../data/use-list.ts'
import { Listing } from '../frame/listing.tsx'
import { ACTIONS } from '../frame/unseen.tsx'
import { plain } from '../words.ts'
import { IssueKey } from './issue-key.tsx'
import { RevokeKey, RotateKey } from './rotate-key.tsx'

const isOver = ({ expires_at }: Key) => expires_at !== null && Date.parse(expires_at) <= Date.now()

interface KeyListProps {
  /** Null: those of all accounts, and the operator's. */
  readonly account: string | null
}

export function KeyList({ account }: KeyListProps) {
  const [issuing, setIssuing] = useState(false)
  const [rotating, setRotating] = useState<Key | null>(null)
  const [revoking, setRevoking] = useState<Key | null>(null)
  const list = useList([...keys.keys, account], (signal) =>
    scrip.keys.list({ limit: 25, ...(account !== null && { account }) }, { signal }),
  )
  const columns: readonly Column<Key>[] = [
    {
      key: 'name',
      label: 'Key',
      lead: true,
      cell: ({ name, id }) => <span className={name === null ? 'faint' : 'strong'}>{name ?? id}</span>,
    },
    {
      key: 'secret',
      label: 'Secret',
      cell: ({ prefix, last_four }) => (
        <code className="soft">
          {prefix}…{last_four}
        </code>
      ),
    },
    ...(account === null
      ? [
          {
            key: 'account',
            label: 'Account',
            cell: ({ account }: Key) => account ?? <span className="faint">yours</span>,
          },
        ]
      : []),
    {
      key: 'role',
      label: 'Role',
      cell: ({ role, dialect, member }) => (
        <span className="row gap-1">
          <Badge tone={role === 'operator' ? 'warn' : 'neutral'}>{plain(role)}</Badge>
          {dialect !== 'native' && <Badge>{plain(dialect)}</Badge>}
          {member !== null && <Badge>{member}</Badge>}
        </span>
      ),
    },
    {
      key: 'made',
      label: 'Made',
      wideOnly: true,
      cell: ({ created_at }) => <Time at={created_at} style="date" />,
    },
    {
      key: 'state',
      label: 'State',
      end: true,
      cell: (key) =>
        key.revoked_at !== null ? (
          <Badge>Revoked</Badge>
        ) : isOver(key) ? (
          <Badge>Expired</Badge>
        ) : (
          <Badge tone="good">Valid</Badge>
        ),
    },
    {
      key: 'more',
      label: ACTIONS,
      end: true,
      cell: (key) =>
        key.revoked_at === null && (
          <Menu
            label={`More to do with the key ${key.name ?? key.id}`}
            items={[
              { label: 'Give it another secret…', icon: 'repeat', onSelect: () => setRotating(key) },
              { label: 'Revoke…', icon: 'trash', danger: true, onSelect: () => setRevoking(key) },
            ]}
          />
        ),
    },
  ]
  return (
    <>
      <Listing
        title={account === null ? undefined : 'API keys'}
        caption="API keys"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        actions={
          <Button small icon="plus" onClick={() => setIssuing(true)}>
            Issue a key
          </Button>
        }
        empty={
          <Empty icon="key" title="No keys">
            Programs call the API with a key.
          </Empty>
        }
      />
      {issuing && <IssueKey account={account} onClose={() => setIssuing(false)} />}
      {rotating && <RotateKey apiKey={rotating} onClose={() => setRotating(null)} />}
      {revoking && <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}
