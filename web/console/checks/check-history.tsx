import type { Check } from '@scrip/sdk'
import { useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import { Segments } from '../../ui/segments.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useList } from '../data/use-list.ts'
import { Listing } from '../frame/listing.tsx'
import { secondsText } from '../jobs/late.ts'
import { plain } from '../words.ts'
import { Outcome } from './outcome.tsx'

type Shown = 'all' | Check['kind']

const columns: readonly Column<Check>[] = [
  { key: 'kind', label: 'Check', lead: true, cell: ({ kind }) => plain(kind) },
  { key: 'outcome', label: 'Outcome', cell: (check) => <Outcome check={check} /> },
  { key: 'began', label: 'Began', cell: ({ started_at: at }) => at && <Time at={at} style="clock" /> },
  {
    key: 'took',
    label: 'Took',
    end: true,
    cell: ({ started_at, ended_at }) =>
      started_at && ended_at && secondsText((Date.parse(ended_at) - Date.parse(started_at)) / 1000),
  },
]

export function CheckHistory() {
  const [shown, setShown] = useState<Shown>('all')
  const list = useList([...keys.checks, 'history', shown], (signal) =>
    scrip.checks.list({ limit: 10, ...(shown !== 'all' && { kind: shown }) }, { signal }),
  )
  return (
    <Listing
      title="Before"
      caption="Checks before"
      columns={columns}
      list={list}
      rowKey={({ id }) => id}
      actions={
        <Segments
          label="Which checks"
          options={[
            { key: 'all', label: 'All' },
            { key: 'verify', label: 'Verify' },
            { key: 'reconcile', label: 'Reconcile' },
          ]}
          chosen={shown}
          onChoose={setShown}
        />
      }
      empty={
        <Empty icon="shield" title="None yet">
          Reconciling runs every hour and verifying every night.
        </Empty>
      }
    />
  )
}
