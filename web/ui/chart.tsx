import { lazy, type ReactNode, Suspense, useState } from 'react'
import './chart.css'
import { amountOf, type ChartDay, type Series } from './chart-days.ts'
import { classNames } from './class-names.ts'
import type { Decimal } from './decimal.ts'
import { Skeleton } from './skeleton.tsx'
import { Table } from './table.tsx'
import { timeText } from './time.tsx'

export interface ChartProps {
  /** What it shows, for who hears it. */
  readonly label: string
  readonly kind?: 'bars' | 'areas' | 'lines'
  readonly series: readonly Series[]
  readonly days: readonly ChartDay[]
  readonly format: (value: Decimal) => string
  readonly height?: number
  /** Beside the legend, at the far end. */
  readonly aside?: ReactNode
}

/** The library is large, so it comes when the first chart does. */
const Drawing = lazy(() => import('./chart-drawing.tsx'))

export const colourOf = ({ colour }: Pick<Series, 'colour'>): string => `var(--series-${colour})`

/** A picture of days. The same numbers can be read as a table, by whoever would rather or can't see it. */
export function Chart(props: ChartProps) {
  const { label, series, days, format, height = 240, aside } = props
  const [asTable, setAsTable] = useState(false)
  return (
    <figure className="chart" aria-label={label}>
      {asTable ? (
        <div className="chart-table" style={{ maxBlockSize: height }}>
          <NumbersTable {...{ label, series, days, format }} />
        </div>
      ) : (
        <div className="chart-drawing" style={{ blockSize: height }} aria-hidden="true">
          <Suspense fallback={<Skeleton height={`${height}px`} />}>
            <Drawing {...props} height={height} />
          </Suspense>
        </div>
      )}
      <div className="chart-foot">
        <ul className="chart-legend" aria-label="Legend">
          {series.length > 1 &&
            series.map((one) => (
              <li key={one.key}>
                <span className={classNames('chart-dot')} style={{ background: colourOf(one) }} />
                {one.label}
              </li>
            ))}
        </ul>
        {aside}
        <button
          type="button"
          className="chart-toggle"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? 'Show as chart' : 'Show as table'}
        </button>
      </div>
    </figure>
  )
}

function NumbersTable({
  label,
  series,
  days,
  format,
}: Pick<ChartProps, 'label' | 'series' | 'days' | 'format'>) {
  return (
    <Table
      caption={label}
      rows={days}
      rowKey={({ day }) => day}
      columns={[
        { key: 'day', label: 'Day', cell: ({ day }) => timeText(day, 'whole_day'), lead: true },
        ...series.map((one) => ({
          key: `of ${one.key}`,
          label: one.label,
          cell: ({ values }: ChartDay) => format(amountOf(values, one.key) ?? '0'),
          end: true,
        })),
      ]}
    />
  )
}
