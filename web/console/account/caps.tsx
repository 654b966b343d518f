import type { CapUsage } from '@scrip/sdk'
import { useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { amountText } from '../../ui/amount-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { shareOf } from '../../ui/decimal.ts'
import { Empty } from '../../ui/empty.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Meter } from '../../ui/meter.tsx'
import type { Column } from '../../ui/table.tsx'
import { Ago } from '../../ui/time.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { useList } from '../data/use-list.ts'
import { ActionDialog } from '../frame/action-dialog.tsx'
import { Listing } from '../frame/listing.tsx'
import { ACTIONS } from '../frame/unseen.tsx'
import { plain } from '../words.ts'
import { CapDialog } from './cap-dialog.tsx'

const periods = { day: 'a day', month: 'a month', total: 'in all' } as const

export function Caps({ account }: { readonly account: string }) {
  const [editing, setEditing] = useState<CapUsage | 'new' | null>(null)
  const [removing, setRemoving] = useState<CapUsage | null>(null)
  const list = useList(keys.account(account, 'caps'), (signal) =>
    scrip.caps.list(account, { limit: 25 }, { signal }),
  )
  const columns: readonly Column<CapUsage>[] = [
    {
      key: 'who',
      label: 'Cap',
      lead: true,
      cell: ({ subject, id }) => (
        <>
          <Badge>{plain(subject)}</Badge> {id}
        </>
      ),
    },
    {
      key: 'limit',
      label: 'Limit',
      cell: ({ limit, unit, period }) => (
        <>
          <Amount value={limit} unit={unit} /> {periods[period]}
        </>
      ),
    },
    {
      key: 'used',
      label: 'Used',
      cell: ({ used, limit }) =>
        used !== null && (
          <Meter share={shareOf(used, limit)} label={`${amountText(used)} of ${amountText(limit)}`} minds />
        ),
    },
    {
      key: 'left',
      label: 'Left',
      end: true,
      cell: ({ remaining }) => remaining !== null && <Amount value={remaining} />,
    },
    {
      key: 'resets',
      label: 'Resets',
      end: true,
      cell: ({ resets_at }) => resets_at && <Ago at={resets_at} />,
    },
    {
      key: 'more',
      label: ACTIONS,
      end: true,
      cell: (cap) => (
        <Menu
          label={`More to do with the cap of ${cap.subject} ${cap.id}`}
          items={[
            { label: 'Change…', icon: 'gauge', onSelect: () => setEditing(cap) },
            { label: 'Remove…', icon: 'trash', danger: true, onSelect: () => setRemoving(cap) },
          ]}
        />
      ),
    },
  ]
  return (
    <>
      <Listing
        title="Caps"
        hint="How much may be burned in a period. A debit that would pass one is refused."
        caption="Caps"
        columns={columns}
        list={list}
        loading={2}
        rowKey={({ subject, id }) => `${subject} ${id}`}
        actions={
          <Button small icon="plus" onClick={() => setEditing('new')}>
            Add
          </Button>
        }
        empty={
          <Empty icon="gauge" title="No caps">
            Everything that is there may be burned.
          </Empty>
        }
      />
      {editing && (
        <CapDialog
          account={account}
          cap={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {removing && <RemoveCap account={account} cap={removing} onClose={() => setRemoving(null)} />}
    </>
  )
}

interface RemoveCapProps {
  readonly account: string
  readonly cap: CapUsage
  readonly onClose: () => void
}

function RemoveCap({ account, cap, onClose }: RemoveCapProps) {
  const show = useToast()
  const action = useAction(
    ['remove cap', account, cap.subject, cap.id],
    ({ subject, id }: Pick<CapUsage, 'subject' | 'id'>, options) =>
      scrip.caps.delete(account, subject, id, options),
    [keys.account(account)],
    () => {
      show({ text: 'The cap is gone.' })
      onClose()
    },
  )
  return (
    <ActionDialog
      danger
      title="Remove the cap"
      submit="Remove"
      action={action}
      onSubmit={() => action.run({ subject: cap.subject, id: cap.id })}
      onClose={onClose}
      outcome={`From then on the ${cap.subject} ${cap.id} may burn whatever is there.`}
    />
  )
}
