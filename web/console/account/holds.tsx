import type { Hold } from '@scrip/sdk'
import { useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { isZero } from '../../ui/decimal.ts'
import { Empty } from '../../ui/empty.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Segments } from '../../ui/segments.tsx'
import type { Column } from '../../ui/table.tsx'
import { Ago, Time } from '../../ui/time.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { useList } from '../data/use-list.ts'
import { ActionDialog } from '../frame/action-dialog.tsx'
import { Listing } from '../frame/listing.tsx'
import { State } from '../frame/state.tsx'
import { ACTIONS } from '../frame/unseen.tsx'
import { holdStates } from '../words.ts'

export function Holds({ account }: { readonly account: string }) {
  const nameOf = useNameOf()
  const [shown, setShown] = useState<'open' | 'all'>('open')
  const [releasing, setReleasing] = useState<Hold | null>(null)
  const list = useList(keys.account(account, 'holds', shown), (signal) =>
    scrip.holds.list(account, { limit: 10, ...(shown === 'open' && { status: 'open' }) }, { signal }),
  )
  const columns: readonly Column<Hold>[] = [
    {
      key: 'made',
      label: 'Made',
      lead: true,
      cell: ({ created_at }) => <Time at={created_at} style="clock" />,
    },
    { key: 'type', label: 'Credit type', cell: ({ credit_type }) => nameOf(credit_type) },
    { key: 'member', label: 'Member', wideOnly: true, cell: ({ member }) => member },
    { key: 'feature', label: 'Feature', wideOnly: true, cell: ({ feature }) => feature },
    { key: 'state', label: 'State', cell: ({ status }) => <State of={holdStates} is={status} /> },
    {
      key: 'ends',
      label: 'Ends',
      cell: ({ status, ends_at, ended_at }) =>
        status === 'open' && ends_at !== null ? (
          <Ago at={ends_at} />
        ) : (
          ended_at && <Time at={ended_at} style="clock" />
        ),
    },
    {
      key: 'amount',
      label: 'Held',
      end: true,
      cell: ({ amount, captured }) => (
        <>
          <Amount value={amount} />
          {!isZero(captured) && (
            <span className="faint">
              , <Amount value={captured} /> captured
            </span>
          )}
        </>
      ),
    },
    {
      key: 'more',
      label: ACTIONS,
      end: true,
      cell: (hold) =>
        hold.status === 'open' && (
          <Menu
            label={`More to do with the hold ${hold.id}`}
            items={[{ label: 'Release…', icon: 'repeat', onSelect: () => setReleasing(hold) }]}
          />
        ),
    },
  ]
  return (
    <>
      <Listing
        title="Holds"
        caption="Holds"
        columns={columns}
        list={list}
        loading={2}
        rowKey={({ id }) => id}
        actions={
          <Segments
            label="Which holds"
            options={[
              { key: 'open', label: 'Open' },
              { key: 'all', label: 'All' },
            ]}
            chosen={shown}
            onChoose={setShown}
          />
        }
        empty={
          <Empty icon="clock" title={shown === 'open' ? 'Nothing is held' : 'No holds yet'}>
            A hold sets credits aside for work whose cost is not known yet.
          </Empty>
        }
      />
      {releasing && <ReleaseHold account={account} hold={releasing} onClose={() => setReleasing(null)} />}
    </>
  )
}

interface ReleaseHoldProps {
  readonly account: string
  readonly hold: Hold
  readonly onClose: () => void
}

function ReleaseHold({ account, hold, onClose }: ReleaseHoldProps) {
  const show = useToast()
  const action = useAction(
    ['release hold', account, hold.id],
    (id: string, options) => scrip.holds.release(account, id, options),
    [keys.account(account)],
    () => {
      show({ text: 'The hold is released.' })
      onClose()
    },
  )
  return (
    <ActionDialog
      title="Release the hold"
      submit="Release"
      action={action}
      onSubmit={() => action.run(hold.id)}
      onClose={onClose}
      outcome={
        <>
          Gives <Amount value={hold.amount} /> back to the wallet. Work that still goes on under this hold
          can’t be captured then.
        </>
      }
    />
  )
}
