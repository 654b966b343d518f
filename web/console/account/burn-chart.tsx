import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { amountText } from '../../ui/amount-text.ts'
import { burnedOf } from '../../ui/burned.ts'
import { Card } from '../../ui/card.tsx'
import { Chart } from '../../ui/chart.tsx'
import type { Series } from '../../ui/chart-days.ts'
import { dayBefore } from '../../ui/days.ts'
import { Select } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useBalances, useNameOf } from '../data/reads.ts'

const groups = {
  none: 'All together',
  member: 'By member',
  project: 'By project',
  feature: 'By feature',
} as const
type Group = keyof typeof groups

const NOTHING: readonly Series[] = [{ key: 'nothing', label: 'Burned', colour: 1 }]

/** What was burned by day, of one credit type. */
export function BurnChart({ account }: { readonly account: string }) {
  const nameOf = useNameOf()
  const balances = useBalances(account)
  const types = balances.data
  const [chosen, setChosen] = useState('')
  const [by, setBy] = useState<Group>('none')
  const [days, setDays] = useState<'7' | '30' | '90'>('30')
  const type = chosen || (types?.[0]?.credit_type ?? '')
  const clock = useQuery({
    queryKey: keys.account(account, 'clock'),
    queryFn: ({ signal }) => scrip.clock.get(account, { signal }),
  })
  const to = clock.data?.now.slice(0, 10) ?? ''
  const from = to === '' ? '' : dayBefore(Date.parse(to), Number(days) - 1)
  const usage = useQuery({
    queryKey: keys.account(account, 'usage', type, by, from, to),
    queryFn: ({ signal }) =>
      scrip.usage.get(account, { credit_type: type, from, to, ...(by !== 'none' && { by }) }, { signal }),
    enabled: type !== '' && to !== '',
  })
  if (types?.length === 0) return null
  const burned = usage.data && burnedOf(usage.data, (group) => nameOfGroup(group, by))
  return (
    <Card
      title="Burned by day"
      hint={burned && `${amountText(burned.total)} in ${days} days`}
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
      {burned ? (
        <Chart
          label={`Burned by day, ${nameOf(type)}`}
          series={burned.series.length === 0 ? NOTHING : burned.series}
          days={burned.days}
          format={amountText}
          height={220}
        />
      ) : (
        <Unloaded of={to === '' ? clock : type === '' ? balances : usage} what="The usage">
          <Skeleton height="220px" />
        </Unloaded>
      )}
    </Card>
  )
}

const nameOfGroup = (group: string | null, by: Group) => group ?? (by === 'none' ? 'Burned' : `No ${by}`)
