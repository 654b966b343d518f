import type { Member } from '@scrip/sdk'
import { useState } from 'react'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Menu } from '../../ui/menu.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAccountId } from '../data/reads.ts'
import { useList } from '../data/use-list.ts'
import { Listing } from '../frame/listing.tsx'
import { State } from '../frame/state.tsx'
import { ACTIONS } from '../frame/unseen.tsx'
import { plain } from '../words.ts'
import { Caps } from './caps.tsx'
import { MemberDialog } from './member-dialog.tsx'
import { useOpenPortal } from './open-portal.ts'
import { RemoveMember } from './remove-member.tsx'

const states: Readonly<Record<Member['status'], readonly [string, Tone]>> = {
  active: ['Active', 'good'],
  invited: ['Invited', 'info'],
  removed: ['Removed', 'neutral'],
}

export function Members() {
  const account = useAccountId()
  const portal = useOpenPortal(account)
  const [editing, setEditing] = useState<Member | 'new' | null>(null)
  const [removing, setRemoving] = useState<Member | null>(null)
  const list = useList(keys.account(account, 'members'), (signal) =>
    scrip.members.list(account, { limit: 25 }, { signal }),
  )
  const columns: readonly Column<Member>[] = [
    { key: 'id', label: 'Member', lead: true, cell: ({ id }) => <span className="strong">{id}</span> },
    { key: 'email', label: 'Email', cell: ({ email }) => email },
    { key: 'role', label: 'Role', cell: ({ role }) => <Badge>{plain(role)}</Badge> },
    { key: 'state', label: 'State', cell: ({ status }) => <State of={states} is={status} /> },
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
      cell: (member) =>
        member.status !== 'removed' && (
          <Menu
            label={`More to do with ${member.id}`}
            items={[
              {
                label: 'Open the portal as this member',
                icon: 'arrow_out',
                onSelect: () => portal.open(member.id),
              },
              { label: 'Change…', icon: 'people', onSelect: () => setEditing(member) },
              { label: 'Remove…', icon: 'trash', danger: true, onSelect: () => setRemoving(member) },
            ]}
          />
        ),
    },
  ]
  return (
    <>
      <Listing
        title="Members"
        caption="Members"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        actions={
          <Button small icon="plus" onClick={() => setEditing('new')}>
            Add
          </Button>
        }
        empty={
          <Empty icon="people" title="No members">
            An account needs none. Where it has some, usage, caps and seats can be theirs.
          </Empty>
        }
      />
      <Caps account={account} />
      {editing && (
        <MemberDialog
          account={account}
          member={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {removing && <RemoveMember account={account} member={removing.id} onClose={() => setRemoving(null)} />}
    </>
  )
}
