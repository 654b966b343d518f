import type { Check } from '@scrip/sdk'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { countText } from '../../ui/locale.ts'
import { Meter } from '../../ui/meter.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { Ago } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { Refused } from '../frame/action-dialog.tsx'
import './checks.css'
import { plain } from '../words.ts'
import { Findings } from './findings.tsx'
import { Outcome } from './outcome.tsx'
import { useLatest } from './use-latest.ts'

interface CheckCardProps {
  readonly kind: Check['kind']
  readonly title: string
  readonly hint: string
}

export function CheckCard({ kind, title, hint }: CheckCardProps) {
  const { isKnown, running, ended, loading } = useLatest(kind)
  const action = useAction(
    ['run check'],
    (kind: Check['kind'], options) => scrip.checks.create({ kind }, options),
    [keys.checks],
  )
  return (
    <Card
      title={title}
      actions={
        <Button
          small
          icon="shield"
          busy={action.isRunning || running !== undefined}
          onClick={() => action.run(kind)}
        >
          Run now
        </Button>
      }
    >
      <div className="stack">
        <p className="soft">{hint}</p>
        <Refused error={action.error} />
        <div aria-live="polite">{running && <Progress check={running} />}</div>
        {ended ? (
          <>
            <div className="row gap-2">
              <Outcome check={ended} />
              {ended.ended_at !== null && (
                <span className="soft">
                  <Ago at={ended.ended_at} />
                </span>
              )}
            </div>
            {ended.error !== null && <code className="small">{ended.error}</code>}
            <Counts counts={ended.counts} />
            <Findings check={ended} />
          </>
        ) : isKnown ? (
          !running && <p className="soft">It has not run yet.</p>
        ) : (
          <Unloaded of={loading}>
            <Skeletons lines={3} />
          </Unloaded>
        )}
      </div>
    </Card>
  )
}

function Progress({ check: { state, progress } }: { readonly check: Check }) {
  if (state === 'queued' || progress === null) return <p className="soft">It begins in a moment.</p>
  const { done, of } = progress
  const label = `${countText(done)} of ${countText(of)}`
  return (
    <div className="stack gap-1">
      <Meter share={of > 0 ? done / of : 0} label={label} />
      <p className="soft small">Running: {label}</p>
    </div>
  )
}

function Counts({ counts }: Pick<Check, 'counts'>) {
  const all = Object.entries(counts)
  if (all.length === 0) return null
  return (
    <dl className="counts">
      {all.map(([name, count]) => (
        <div key={name}>
          <dt>{plain(name)}</dt>
          <dd>{countText(count)}</dd>
        </div>
      ))}
    </dl>
  )
}
