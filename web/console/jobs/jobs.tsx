import type { Job } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Ago } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { plain } from '../words.ts'
import { isLate, secondsText } from './late.ts'

const words: Readonly<Record<string, string>> = {
  advance_subscriptions: 'Renews subscriptions and gives their credits',
  catch_up: 'Works off what Stripe told',
  check_payments: 'Looks at payments whose outcome is not known',
  deliver: 'Sends webhooks',
  forget_deliveries: 'Drops what was delivered long ago',
  forget_events: 'Drops Stripe’s events of long ago',
  perform_checks: 'Runs the checks that were asked for',
  purge_answers: 'Drops answers kept for repeated calls',
  reconcile: 'Compares purchases with Stripe',
  settle_due: 'Starts, expires and releases what falls due',
  sum_days: 'Sums the ledger by day for the reports',
  verify: 'Proves the ledger',
}

const columns: readonly Column<Job>[] = [
  {
    key: 'job',
    label: 'Job',
    lead: true,
    cell: ({ job }) => (
      <>
        <span className="strong">{plain(job)}</span> <span className="faint small">{words[job]}</span>
      </>
    ),
  },
  {
    key: 'state',
    label: 'State',
    cell: (job) =>
      job.succeeded === false ? (
        <Badge tone="bad">Failed</Badge>
      ) : isLate(job) ? (
        <Badge tone="warn">Behind</Badge>
      ) : job.last_run_at === null ? (
        <Badge>Not run yet</Badge>
      ) : (
        <Badge tone="good">On time</Badge>
      ),
  },
  {
    key: 'every',
    label: 'Runs every',
    wideOnly: true,
    cell: ({ runs_every_seconds: every }) => (every === null ? 'when asked' : secondsText(every)),
  },
  {
    key: 'last',
    label: 'Last run',
    cell: ({ last_run_at: at }) => (at === null ? 'never' : <Ago at={at} />),
  },
  {
    key: 'took',
    label: 'Took',
    end: true,
    wideOnly: true,
    cell: ({ took_ms }) => took_ms !== null && secondsText(took_ms / 1000),
  },
  {
    key: 'lag',
    label: 'Behind by',
    end: true,
    cell: ({ lag_seconds: lag }) => (lag === null ? <span className="faint">–</span> : secondsText(lag)),
  },
  { key: 'error', label: 'Error', cell: ({ error }) => error && <code className="small">{error}</code> },
]

const EVERY_MS = 10_000

export const useJobs = () =>
  useQuery({
    queryKey: keys.jobs,
    queryFn: ({ signal }) => scrip.jobs.list({ signal }),
    refetchInterval: EVERY_MS,
  })

export function Jobs() {
  const jobs = useJobs()
  const { data } = jobs
  return (
    <Page title="Jobs" hint="What the server does by itself, and how far each is behind.">
      <Card flush>
        {jobs.error && !data ? (
          <Unloaded of={jobs} what="The jobs" />
        ) : data?.items.length === 0 ? (
          <Empty icon="repeat" title="No job has run yet">
            They begin within a minute of the server’s start.
          </Empty>
        ) : (
          <Table
            caption="Jobs"
            columns={columns}
            rows={data?.items ?? []}
            rowKey={({ job }) => job}
            loading={data ? 0 : 6}
          />
        )}
      </Card>
    </Page>
  )
}
