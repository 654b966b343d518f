import type { CreditType } from '@scrip/sdk'
import { useState } from 'react'
import { unitPriceText } from '../../ui/amount-text.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import type { Column } from '../../ui/table.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useList } from '../data/use-list.ts'
import { Listing } from '../frame/listing.tsx'
import { ACTIONS } from '../frame/unseen.tsx'
import { CreditTypeDialog } from './credit-type-dialog.tsx'
import { expiryText } from './expiry.ts'

export function CreditTypes() {
  const [editing, setEditing] = useState<CreditType | 'new' | null>(null)
  const list = useList(keys.creditTypes, (signal) => scrip.creditTypes.list({ signal }))
  const columns: readonly Column<CreditType>[] = [
    { key: 'name', label: 'Name', lead: true, cell: ({ name }) => <span className="strong">{name}</span> },
    { key: 'id', label: 'Id', cell: ({ id }) => <code className="soft">{id}</code> },
    { key: 'expires', label: 'Expires', cell: ({ expiry }) => expiryText(expiry) },
    {
      key: 'price',
      label: 'A credit',
      end: true,
      cell: ({ unit_price, currency }) =>
        unit_price === null ? (
          <span className="faint">not sold by itself</span>
        ) : (
          unitPriceText(unit_price, currency)
        ),
    },
    {
      key: 'change',
      label: ACTIONS,
      end: true,
      cell: (type) => (
        <Button small look="quiet" aria-label={`Change ${type.name}`} onClick={() => setEditing(type)}>
          Change
        </Button>
      ),
    },
  ]
  return (
    <>
      <Listing
        title="Credit types"
        caption="Credit types"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        actions={
          <Button small icon="plus" onClick={() => setEditing('new')}>
            New credit type
          </Button>
        }
        empty={
          <Empty icon="coins" title="No credit types">
            The first one makes it possible to grant and to sell.
          </Empty>
        }
      />
      {editing && (
        <CreditTypeDialog creditType={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </>
  )
}
