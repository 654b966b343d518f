import type { Check } from '@scrip/sdk'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Segments } from '../../ui/segments.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useList } from '../data/use-list.ts'
import { Listing } from '../frame/listing.tsx'
import { ACTIONS } from '../frame/unseen.tsx'
import { secondsText } from '../jobs/late.ts'
import { plain } from '../words.ts'
import { Findings } from './findings.tsx'
import { Outcome } from './outcome.tsx'

type Shown = 'all' | Check['kind']

const columns = (see: (check: Check) => void): readonly Column<Check>[] => [
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
  {
    key: 'see',
    label: ACTIONS,
    end: true,
    cell: (check) =>
      (check.finding_count > 0 || check.error !== null) && (
        <Button small look="quiet" onClick={() => see(check)}>
          What was found
        </Button>
      ),
  },
]

export function CheckHistory() {
  const [shown, setShown] = useState<Shown>('all')
  const [seen, see] = useState<Check | null>(null)
  const list = useList([...keys.checks, 'history', shown], (signal) =>
    scrip.checks.list({ limit: 10, ...(shown !== 'all' && { kind: shown }) }, { signal }),
  )
  return (
    <>
      <Listing
        title="Before"
        caption="Checks before"
        columns={columns(see)}
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
      {seen && (
        <Dialog open title={`${plain(seen.kind)}: what was found`} onClose={() => see(null)}>
          <div className="stack">
            {seen.error !== null && <code className="small">{seen.error}</code>}
            <Findings check={seen} />
          </div>
        </Dialog>
      )}
    </>
  )
}
