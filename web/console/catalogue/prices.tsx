import type { Price } from '@scrip/sdk'
import { useState } from 'react'
import { amountText, moneyText, unitPriceText } from '../../ui/amount-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { useList } from '../data/use-list.ts'
import { CreditTypeFilter } from '../frame/filter-select.tsx'
import { Listing } from '../frame/listing.tsx'
import { ACTIONS } from '../frame/unseen.tsx'
import { Archive } from './archive.tsx'
import { PriceDialog } from './price-dialog.tsx'

/** What it says for so many credits, in a line. */
export function priceText({ scheme, currency, unit_price, pack_size, pack_price, tiers }: Price): string {
  if (scheme === 'bundle')
    return `${amountText(pack_size ?? '0')} for ${moneyText(pack_price ?? '0', currency)}`
  if (scheme === 'unit') return `${unitPriceText(unit_price ?? '0', currency)} a credit`
  return (tiers ?? [])
    .map(({ up_to, unit_price }) => {
      const reach = up_to === null ? 'above that' : `up to ${amountText(up_to)}`
      return `${reach} ${unitPriceText(unit_price, currency)}`
    })
    .join(', ')
}

const schemes = { unit: 'By the credit', bundle: 'Packs', volume: 'By volume' } as const

export function Prices() {
  const nameOf = useNameOf()
  const [type, setType] = useState<string | undefined>()
  const [creating, setCreating] = useState(false)
  const [archiving, setArchiving] = useState<Price | null>(null)
  const list = useList([...keys.prices, type], (signal) =>
    scrip.prices.list({ limit: 25, ...(type !== undefined && { credit_type: type }) }, { signal }),
  )
  const columns: readonly Column<Price>[] = [
    {
      key: 'price',
      label: 'Price',
      lead: true,
      cell: (price) => <span className="strong">{priceText(price)}</span>,
    },
    { key: 'type', label: 'Credit type', cell: ({ credit_type }) => nameOf(credit_type) },
    { key: 'scheme', label: 'Sold', cell: ({ scheme }) => schemes[scheme] },
    { key: 'id', label: 'Id', wideOnly: true, cell: ({ id }) => <code className="soft">{id}</code> },
    {
      key: 'made',
      label: 'Made',
      end: true,
      cell: ({ created_at }) => <Time at={created_at} style="date" />,
    },
    {
      key: 'state',
      label: ACTIONS,
      end: true,
      cell: (price) =>
        price.archived_at !== null ? (
          <Badge>Archived</Badge>
        ) : (
          <Button small look="quiet" onClick={() => setArchiving(price)}>
            Archive
          </Button>
        ),
    },
  ]
  return (
    <>
      <Listing
        title="Prices"
        hint="A price never changes: make another one and archive the old."
        caption="Prices"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        filters={<CreditTypeFilter value={type} onChoose={setType} />}
        actions={
          <Button small icon="plus" onClick={() => setCreating(true)}>
            New price
          </Button>
        }
        empty={
          <Empty icon="receipt" title="No prices">
            A credit type has a price of its own. Packs and prices by volume are made here.
          </Empty>
        }
      />
      {creating && <PriceDialog onClose={() => setCreating(false)} />}
      {archiving && (
        <Archive
          what={priceText(archiving)}
          archive={(options) => scrip.prices.archive(archiving.id, options)}
          changes={[keys.prices]}
          onClose={() => setArchiving(null)}
        />
      )}
    </>
  )
}
