import type { Plan } from '@scrip/sdk'
import { useState } from 'react'
import { amountText, moneyText, unitPriceText } from '../../ui/amount-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { isZero } from '../../ui/decimal.ts'
import { Empty } from '../../ui/empty.tsx'
import type { Column } from '../../ui/table.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { useList } from '../data/use-list.ts'
import { Listing } from '../frame/listing.tsx'
import { ACTIONS } from '../frame/unseen.tsx'
import { Archive } from './archive.tsx'
import { PlanDialog } from './plan-dialog.tsx'

/** What a seat costs, a line for each size, and what comes on top of it. */
function pricingLines({ pricing, currency, bonus }: Plan): readonly string[] {
  const { sizes, month_unit_price, year_unit_price } = pricing
  const both = (month: string | null | undefined, year: string | null | undefined) =>
    [month && `${month} a month`, year && `${year} a year`].filter(Boolean).join(' or ')
  const more = isZero(bonus) ? [] : [`${amountText(bonus)} more in the first month`]
  if (pricing.by === 'credit') {
    const month = month_unit_price && unitPriceText(month_unit_price, currency)
    const year = year_unit_price && `${unitPriceText(year_unit_price, currency)} by the year`
    return [`a credit for ${[month, year].filter(Boolean).join(' or ')}`, ...more]
  }
  const text = (price: string | null) => price && moneyText(price, currency)
  const lines = (sizes ?? []).map(
    ({ credits, month_price, year_price }) =>
      `${amountText(credits)} for ${both(text(month_price), text(year_price))}`,
  )
  return [...lines, ...more]
}

export function Plans() {
  const nameOf = useNameOf()
  const [creating, setCreating] = useState(false)
  const [archiving, setArchiving] = useState<Plan | null>(null)
  const list = useList(keys.plans, (signal) => scrip.plans.list({ limit: 25 }, { signal }))
  const columns: readonly Column<Plan>[] = [
    {
      key: 'name',
      label: 'Plan',
      lead: true,
      cell: ({ id, name }) => (
        <span className="nowrap">
          <span className="strong">{name}</span> <code className="soft">{id}</code>
        </span>
      ),
    },
    { key: 'type', label: 'Credit type', cell: ({ credit_type }) => nameOf(credit_type) },
    {
      key: 'to',
      label: 'Gives to',
      wideOnly: true,
      cell: ({ gives_to }) => (gives_to === 'seats' ? 'Seats' : 'The account'),
    },
    {
      key: 'pricing',
      label: 'Credits a month',
      cell: (plan) => (
        <ul className="soft">
          {pricingLines(plan).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ),
    },
    {
      key: 'state',
      label: ACTIONS,
      end: true,
      cell: (plan) =>
        plan.archived_at !== null ? (
          <Badge>Archived</Badge>
        ) : (
          <Button small look="quiet" onClick={() => setArchiving(plan)}>
            Archive
          </Button>
        ),
    },
  ]
  return (
    <>
      <Listing
        title="Plans"
        caption="Plans"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        actions={
          <Button small icon="plus" onClick={() => setCreating(true)}>
            New plan
          </Button>
        }
        empty={
          <Empty icon="repeat" title="No plans">
            A plan sells seats that are granted credits every month.
          </Empty>
        }
      />
      {creating && <PlanDialog onClose={() => setCreating(false)} />}
      {archiving && (
        <Archive
          what={archiving.name}
          archive={(options) => scrip.plans.archive(archiving.id, options)}
          changes={[keys.plans]}
          onClose={() => setArchiving(null)}
        />
      )}
    </>
  )
}
