import type { Overview } from '@scrip/sdk'
import { useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { amountText } from '../../ui/amount-text.ts'
import { Card } from '../../ui/card.tsx'
import { Chart } from '../../ui/chart.tsx'
import type { Series } from '../../ui/chart-days.ts'
import { isZero, sumOf } from '../../ui/decimal.ts'
import { Select } from '../../ui/field.tsx'
import { countText } from '../../ui/locale.ts'
import { useNameOf } from '../data/reads.ts'

type Type = Overview['credit_types'][number]
type Moved = 'sold' | 'granted' | 'burned' | 'expired' | 'revoked'

const came: readonly (Series & { readonly key: Moved })[] = [
  { key: 'sold', label: 'Sold', colour: 1 },
  { key: 'granted', label: 'Granted otherwise', colour: 5 },
]

const went: readonly (Series & { readonly key: Moved })[] = [
  { key: 'burned', label: 'Burned', colour: 2 },
  { key: 'expired', label: 'Expired', colour: 3 },
  { key: 'revoked', label: 'Taken back', colour: 4 },
]

const liability: readonly Series[] = [{ key: 'outstanding', label: 'Outstanding', colour: 1 }]

/** Credits of one type over time: types are never added up, since they are not the same thing. */
export function Credits({ overview }: { readonly overview: Overview }) {
  const nameOf = useNameOf()
  const [chosen, setChosen] = useState('')
  const sorted = [...overview.credit_types].sort((a, b) => Number(isIdle(a)) - Number(isIdle(b)))
  const type = sorted.find(({ credit_type }) => credit_type === chosen) ?? sorted[0]
  if (!type) return null
  const name = nameOf(type.credit_type)
  return (
    <>
      <Card
        title="Credits"
        hint="What customers can still use is what you owe them."
        actions={
          <Select
            bare
            label="Credit type"
            value={type.credit_type}
            onChange={({ target }) => setChosen(target.value)}
          >
            {sorted.map(({ credit_type }) => (
              <option key={credit_type} value={credit_type}>
                {nameOf(credit_type)}
              </option>
            ))}
          </Select>
        }
      >
        <Figures type={type} />
        <Chart
          label={`Outstanding, ${name}`}
          kind="areas"
          series={liability}
          days={type.days.map(({ day, outstanding }) => ({ day, values: { outstanding } }))}
          format={amountText}
          height={220}
        />
      </Card>
      <div className="overview-halves">
        <Card title="Credits in" hint={`${amountText(sumOf([type.sold, type.granted]))} ${name}`}>
          <Flow label={`Credits in, ${name}`} type={type} series={came} />
        </Card>
        <Card
          title="Credits out"
          hint={`${amountText(sumOf([type.burned, type.expired, type.revoked]))} ${name}`}
        >
          <Flow label={`Credits out, ${name}`} type={type} series={went} />
        </Card>
      </div>
    </>
  )
}

const isIdle = ({ outstanding, sold, granted, burned }: Type) =>
  [outstanding, sold, granted, burned].every(isZero)

function Figures({ type }: { readonly type: Type }) {
  const { outstanding, held, debt, accounts, sold, burned, expired } = type
  const figures = [
    ['Outstanding now', outstanding, `in ${countText(accounts)} ${accounts === 1 ? 'account' : 'accounts'}`],
    ['Sold', sold, null],
    ['Burned', burned, null],
    ['Expired', expired, null],
  ] as const
  return (
    <dl className="figures">
      {figures.map(([label, value, beside]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <Amount value={value} />
          </dd>
          {beside !== null && (
            <dd className="figure-beside">
              {beside}
              {!isZero(held) && <>, {amountText(held)} held</>}
              {!isZero(debt) && <>, {amountText(debt)} owed by them</>}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

interface FlowProps {
  readonly label: string
  readonly type: Type
  readonly series: readonly (Series & { readonly key: Moved })[]
}

function Flow({ label, type, series }: FlowProps) {
  const shown = series.filter(({ key }, at) => at === 0 || !isZero(type[key]))
  const days = type.days.map((day) => ({
    day: day.day,
    values: Object.fromEntries(shown.map(({ key }) => [key, day[key]])),
  }))
  return <Chart label={label} series={shown} days={days} format={amountText} height={190} />
}
