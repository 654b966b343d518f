import type { Overview } from '@scrip/sdk'
import { useState } from 'react'
import { Money } from '../../ui/amount.tsx'
import { moneyText } from '../../ui/amount-text.ts'
import { Card } from '../../ui/card.tsx'
import { Chart } from '../../ui/chart.tsx'
import type { Series } from '../../ui/chart-days.ts'
import { difference, sumOf } from '../../ui/decimal.ts'
import { Segments } from '../../ui/segments.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { useNameOf } from '../data/reads.ts'
import { majorOf } from './minor.ts'

type Row = Overview['revenue'][number]

const COLOURS = [1, 2, 3, 4, 5, 6] as const

/** What came in, by credit type; each currency by itself. */
export function Revenue({ overview: { revenue } }: { readonly overview: Overview }) {
  const nameOf = useNameOf()
  const currencies = [...new Set(revenue.map(({ currency }) => currency))]
  const [chosen, setChosen] = useState('')
  const currency = currencies.includes(chosen) ? chosen : (currencies[0] ?? 'usd')
  const rows = revenue.filter((row) => row.currency === currency)
  const major = (minor: number) => majorOf(minor, currency)
  const gross = sumOf(rows.map(({ gross_minor }) => major(gross_minor)))
  const refunded = sumOf(rows.map(({ refunded_minor }) => major(refunded_minor)))
  const series: readonly Series[] = rows.map(({ credit_type }, at) => ({
    key: credit_type,
    label: nameOf(credit_type),
    colour: COLOURS[at] ?? 'rest',
  }))
  const days = (rows[0]?.days ?? []).map(({ day }, at) => ({
    day,
    values: Object.fromEntries(
      rows.map(({ credit_type, days }) => [credit_type, major(days[at]?.gross_minor ?? 0)]),
    ),
  }))
  const columns: readonly Column<Row>[] = [
    { key: 'type', label: 'Credit type', lead: true, cell: ({ credit_type }) => nameOf(credit_type) },
    {
      key: 'gross',
      label: 'Gross',
      end: true,
      cell: ({ gross_minor }) => <Money value={major(gross_minor)} currency={currency} />,
    },
    {
      key: 'refunded',
      label: 'Refunded',
      end: true,
      cell: ({ refunded_minor }) => <Money value={major(refunded_minor)} currency={currency} />,
    },
    {
      key: 'net',
      label: 'Net',
      end: true,
      cell: ({ gross_minor, refunded_minor }) => (
        <Money value={difference(major(gross_minor), major(refunded_minor))} currency={currency} />
      ),
    },
  ]
  return (
    <Card
      title="Revenue"
      hint={`${moneyText(gross, currency)} gross, ${moneyText(refunded, currency)} refunded`}
      actions={
        currencies.length > 1 && (
          <Segments
            label="Currency"
            options={currencies.map((key) => ({ key, label: key.toUpperCase() }))}
            chosen={currency}
            onChoose={setChosen}
          />
        )
      }
    >
      <Chart
        label={`Revenue by day in ${currency.toUpperCase()}`}
        series={series}
        days={days}
        format={(value) => moneyText(value, currency)}
        height={220}
      />
      <div className="revenue-table">
        <Table
          caption="Revenue by credit type"
          columns={columns}
          rows={rows}
          rowKey={({ credit_type }) => credit_type}
        />
      </div>
    </Card>
  )
}
