import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { type ChartProps, colourOf } from './chart.tsx'
import { amountOf, type Point, pointOf, type Series } from './chart-days.ts'
import { sumOf } from './decimal.ts'
import { LOCALE } from './locale.ts'
import { timeText } from './time.tsx'

const short = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 })

export default function ChartDrawing({ kind = 'bars', series, days, format, height = 240 }: ChartProps) {
  const data = days.map(pointOf(series))
  const Kind = { bars: BarChart, areas: AreaChart, lines: LineChart }[kind]
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 600, height }}>
      <Kind data={data} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="day"
          tickFormatter={(day: string) => timeText(day, 'day')}
          tick={{ fill: 'var(--text-faint)', fontSize: 12 }}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          minTickGap={28}
        />
        <YAxis
          width={44}
          tickFormatter={(value: number) => short.format(value)}
          tick={{ fill: 'var(--text-faint)', fontSize: 12 }}
          tickLine={false}
          axisLine={false}
          tickCount={5}
        />
        <Tooltip
          cursor={kind === 'bars' ? { fill: 'var(--hover)' } : { stroke: 'var(--line-strong)' }}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const point = payload?.[0]?.payload as Point | undefined
            return active && point ? <Told {...{ point, series, format }} /> : null
          }}
        />
        {series.map((one, at) => shapeOf(kind, one, at === series.length - 1))}
      </Kind>
    </ResponsiveContainer>
  )
}

function shapeOf(kind: NonNullable<ChartProps['kind']>, one: Series, isTop: boolean) {
  const dataKey = ({ drawn }: Point) => drawn[one.key]
  const common = { dataKey, name: one.label, isAnimationActive: false }
  const colour = colourOf(one)
  if (kind === 'bars')
    return (
      <Bar
        {...common}
        key={one.key}
        stackId="all"
        fill={colour}
        radius={isTop ? [2, 2, 0, 0] : 0}
        maxBarSize={28}
      />
    )
  if (kind === 'areas')
    return (
      <Area
        {...common}
        key={one.key}
        stackId="all"
        type="monotone"
        stroke={colour}
        fill={colour}
        fillOpacity={0.18}
      />
    )
  return <Line {...common} key={one.key} type="monotone" stroke={colour} strokeWidth={2} dot={false} />
}

interface ToldProps extends Pick<ChartProps, 'series' | 'format'> {
  readonly point: Point
}

function Told({ point: { day, exact }, series, format }: ToldProps) {
  const had = series.filter(({ key }) => amountOf(exact, key) !== undefined)
  return (
    <div className="chart-tip">
      <p className="strong">{timeText(day, 'whole_day')}</p>
      {had.length === 0 && <p className="soft">Nothing</p>}
      {[...had].reverse().map((one) => (
        <p key={one.key} className="chart-tip-line">
          <span className="chart-dot" style={{ background: colourOf(one) }} />
          <span>{one.label}</span>
          <span className="amount">{format(amountOf(exact, one.key) ?? '0')}</span>
        </p>
      ))}
      {had.length > 1 && (
        <p className="chart-tip-line chart-tip-sum">
          <span>Together</span>
          <span className="amount">{format(sumOf(had.map(({ key }) => amountOf(exact, key) ?? '0')))}</span>
        </p>
      )}
    </div>
  )
}
