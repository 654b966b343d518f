import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { amountText } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Chart, type ChartDay, type Series } from '../../ui/chart.tsx'
import { compare, sumOf } from '../../ui/decimal.ts'
import { Failure } from '../../ui/failure.tsx'
import { Select } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useBalances, useNameOf } from '../data/reads.ts'
import { daysBefore, daysOf } from '../overview/days.ts'

const groups = {
  none: 'All together',
  member: 'By member',
  project: 'By project',
  feature: 'By feature',
} as const
type Group = keyof typeof groups

const MOST_SERIES = 5
const REST = '…'

/** What was burned by day, of one credit type. */
export function BurnChart({ account }: { readonly account: string }) {
  const nameOf = useNameOf()
  const types = useBalances(account).data
  const [chosen, setChosen] = useState('')
  const [by, setBy] = useState<Group>('none')
  const [days, setDays] = useState<'7' | '30' | '90'>('30')
  const type = chosen || (types?.[0]?.credit_type ?? '')
  const clock = useQuery({
    queryKey: keys.account(account, 'clock'),
    queryFn: ({ signal }) => scrip.clock.get(account, { signal }),
  })
  const to = clock.data?.now.slice(0, 10) ?? ''
  const from = to === '' ? '' : daysBefore(to, Number(days) - 1)
  const usage = useQuery({
    queryKey: keys.account(account, 'usage', type, by, from, to),
    queryFn: ({ signal }) =>
      scrip.usage.get(account, { credit_type: type, from, to, ...(by !== 'none' && { by }) }, { signal }),
    enabled: type !== '' && to !== '',
  })
  if (types?.length === 0) return null
  const { series, rows } = drawingOf(usage.data?.items ?? [], daysOf(from, to), by)
  return (
    <Card
      title="Burned by day"
      hint={
        usage.data && `${amountText(sumOf(usage.data.totals.map(({ burned }) => burned)))} in ${days} days`
      }
      actions={
        <>
          <Select bare label="Credit type" value={type} onChange={({ target }) => setChosen(target.value)}>
            {types?.map(({ credit_type }) => (
              <option key={credit_type} value={credit_type}>
                {nameOf(credit_type)}
              </option>
            ))}
          </Select>
          <Select bare label="Grouped" value={by} onChange={({ target }) => setBy(target.value as Group)}>
            {Object.entries(groups).map(([key, name]) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </Select>
          <Segments
            label="How many days"
            options={(['7', '30', '90'] as const).map((key) => ({ key, label: `${key} d` }))}
            chosen={days}
            onChoose={setDays}
          />
        </>
      }
    >
      {usage.error && !usage.data ? (
        <Failure error={usage.error} retry={() => void usage.refetch()} what="The usage" />
      ) : usage.data ? (
        <Chart
          label={`Burned by day, ${nameOf(type)}`}
          series={series}
          days={rows}
          format={amountText}
          height={220}
        />
      ) : (
        <Skeleton height="220px" />
      )}
    </Card>
  )
}

interface Burned {
  readonly day: string
  readonly group: string | null
  readonly burned: string
}

/** The groups that burned most have a colour of their own, and the others one together. */
function drawingOf(items: readonly Burned[], days: readonly string[], by: Group) {
  const sums = new Map<string, string>()
  for (const { group, burned } of items) {
    const name = nameOfGroup(group, by)
    sums.set(name, sumOf([sums.get(name) ?? '0', burned]))
  }
  const sorted = [...sums].sort((a, b) => compare(b[1], a[1])).map(([name]) => name)
  const own = sorted.slice(0, sorted.length > MOST_SERIES ? MOST_SERIES - 1 : MOST_SERIES)
  const series: Series[] = own.map((key, at) => ({ key, label: key, colour: (at + 1) as 1 | 2 | 3 | 4 | 5 }))
  if (own.length < sorted.length) series.push({ key: REST, label: 'Others', colour: 'rest' })
  if (series.length === 0) series.push({ key: 'Burned', label: 'Burned', colour: 1 })
  const rows: ChartDay[] = days.map((day) => {
    const values: Record<string, string> = {}
    for (const item of items) {
      if (item.day !== day) continue
      const name = nameOfGroup(item.group, by)
      const key = own.includes(name) ? name : REST
      values[key] = sumOf([values[key] ?? '0', item.burned])
    }
    return { day, values }
  })
  return { series, rows }
}

const nameOfGroup = (group: string | null, by: Group) => group ?? (by === 'none' ? 'Burned' : `No ${by}`)
