import type { Balance } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { amountText } from '../../ui/amount-text.ts'
import { burnedOf } from '../../ui/burned.ts'
import { Card } from '../../ui/card.tsx'
import { Chart } from '../../ui/chart.tsx'
import { dayBefore } from '../../ui/days.ts'
import { Empty } from '../../ui/empty.tsx'
import { Select } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { useNames } from '../data/use-names.ts'
import { usageQuery } from './usage-query.ts'

const RANGES = [
  { key: '7', label: '7 days' },
  { key: '30', label: '30 days' },
  { key: '90', label: '90 days' },
] as const

const GROUPS = {
  none: 'All together',
  member: 'By member',
  project: 'By project',
  feature: 'By feature',
} as const
type Group = keyof typeof GROUPS

const NOBODY: Readonly<Record<Group, string>> = {
  none: 'Burned',
  member: 'No member',
  project: 'No project',
  feature: 'No feature',
}

const HEIGHT = 260

export function BurnCard({ balances }: { readonly balances: readonly Balance[] }) {
  const portal = usePortal()
  const names = useNames()
  const [type, setType] = useState(balances[0]?.credit_type ?? '')
  const [range, setRange] = useState<'7' | '30' | '90'>('30')
  const isTeams = portal.kind === 'team' && portal.mayBuy
  const [group, setGroup] = useState<Group>(isTeams ? 'member' : 'feature')
  const now = Date.parse(balances[0]?.as_of ?? new Date().toISOString())
  const usage = useQuery(
    usageQuery(portal, {
      credit_type: type,
      from: dayBefore(now, Number(range) - 1),
      to: dayBefore(now, 0),
      ...(group !== 'none' && { by: group }),
    }),
  )
  const burn = useMemo(() => {
    if (!usage.data) return null
    const { by } = usage.data
    return burnedOf(usage.data, (id) =>
      id === null ? NOBODY[by ?? 'none'] : by === 'member' ? names.member(id) : id,
    )
  }, [usage.data, names.member])
  return (
    <Card
      title={portal.mayBuy ? 'Burned' : 'Burned by you'}
      actions={
        <div className="burn-controls">
          {balances.length > 1 && (
            <Select bare label="Credits" value={type} onChange={(event) => setType(event.target.value)}>
              {balances.map(({ credit_type }) => (
                <option key={credit_type} value={credit_type}>
                  {names.type(credit_type)}
                </option>
              ))}
            </Select>
          )}
          <Select
            bare
            label="Told apart"
            value={group}
            onChange={(event) => setGroup(event.target.value as Group)}
          >
            {Object.entries(GROUPS)
              .filter(([key]) => key !== 'member' || portal.mayBuy)
              .map(([key, label]) => (
                <option key={key} value={key}>
                  {label}
                </option>
              ))}
          </Select>
          <Segments label="How far back" options={RANGES} chosen={range} onChoose={setRange} />
        </div>
      }
    >
      <Unloaded of={usage} what="The usage">
        <Skeleton height={`${HEIGHT + 60}px`} />
      </Unloaded>
      {burn && burn.series.length === 0 && (
        <Empty icon="bars" title={`Nothing burned in ${range} days`}>
          What is used of {names.type(type)} is drawn here day by day.
        </Empty>
      )}
      {burn && burn.series.length > 0 && (
        <div className="stack gap-2">
          <p>
            <span className="burn-total">
              <Amount value={burn.total} />
            </span>{' '}
            <span className="soft">in {range} days</span>
          </p>
          <Chart
            label={`${names.type(type)} burned, by day`}
            series={burn.series}
            days={burn.days}
            format={amountText}
            height={HEIGHT}
            aside={
              <Link to="/usage" search={{ type }}>
                Every debit
              </Link>
            }
          />
        </div>
      )}
    </Card>
  )
}
