import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Card } from '../../ui/card.tsx'
import { dayBefore } from '../../ui/days.ts'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Ago } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { Attention } from './attention.tsx'
import { Credits } from './credits.tsx'
import './overview.css'
import { Revenue } from './revenue.tsx'

const ranges = [
  { key: '7', label: '7 days' },
  { key: '30', label: '30 days' },
  { key: '90', label: '90 days' },
  { key: '365', label: 'Year' },
] as const

/** How it goes: what needs somebody, what is owed to customers, and what came in. */
export function Overview() {
  const { days = 30 } = useSearch({ from: '/inside/' })
  const navigate = useNavigate({ from: '/' })
  const now = Date.now()
  const [from, to] = [dayBefore(now, days - 1), dayBefore(now, 0)]
  const report = useQuery({
    queryKey: [...keys.overview, from, to],
    queryFn: ({ signal }) => scrip.reports.overview({ from, to }, { signal }),
    placeholderData: (before) => before,
    refetchInterval: 60_000,
  })
  const { data } = report
  return (
    <Page
      title="Overview"
      hint={
        data?.as_of ? (
          <>
            Summed up <Ago at={data.as_of} />. Days are of UTC.
          </>
        ) : (
          'Days are of UTC.'
        )
      }
      actions={
        <Segments
          label="Over how long"
          options={ranges}
          chosen={String(days) as (typeof ranges)[number]['key']}
          onChoose={(key) =>
            void navigate({ search: { days: Number(key) as 7 | 30 | 90 | 365 }, replace: true })
          }
        />
      }
    >
      <Attention attention={data?.attention} />
      {data ? (
        <>
          {data.credit_types.length === 0 ? (
            <Card>
              <Empty icon="bars" title="Nothing has happened yet">
                What is granted, sold and burned shows here, a minute later at most.
              </Empty>
            </Card>
          ) : (
            <Credits overview={data} />
          )}
          {data.revenue.length > 0 && <Revenue overview={data} />}
        </>
      ) : (
        <Card>
          <Unloaded of={report} what="The report">
            <Skeleton height="320px" />
          </Unloaded>
        </Card>
      )}
    </Page>
  )
}
