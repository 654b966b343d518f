import type { Grant, ListGrantsQuery } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { firstOf } from '../../ui/first-of.ts'
import { Segments } from '../../ui/segments.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { Bars } from './grant-bars.tsx'

/** More than these make no picture; the list below has them all. */
const MOST = 100
/** A picture that one sees at once; more of them are asked for. */
const FEW = 15
/** What still counts is shown whole, up to here. */
const MOST_OPEN = 500

interface Shown {
  readonly grants: readonly Grant[]
  /** Whether there may be more than are drawn. */
  readonly isCut: boolean
  /** Whether the account ever had one. */
  readonly isEver: boolean
}

/** What can be drawn or will come, however much was spent since; or the newest ones, whatever became of them. */
async function grantsOf(account: string, shown: 'open' | 'all', signal: AbortSignal): Promise<Shown> {
  const list = (query: ListGrantsQuery) => scrip.grants.list(account, { limit: 100, ...query }, { signal })
  if (shown === 'all') {
    const grants = await firstOf(list({}), MOST)
    return { grants, isCut: grants.length === MOST, isEver: grants.length > 0 }
  }
  const [open, scheduled] = await Promise.all([
    firstOf(list({ state: 'open' }), MOST_OPEN),
    firstOf(list({ state: 'scheduled' }), MOST_OPEN),
  ])
  const grants = [...open, ...scheduled]
  const isCut = open.length === MOST_OPEN || scheduled.length === MOST_OPEN
  const isEver = grants.length > 0 || (await list({ limit: 1 }).page()).items.length > 0
  return { grants, isCut, isEver }
}

/** The grants from their start to their expiry, filled by what is left of them. */
export function GrantTimeline({ account }: { readonly account: string }) {
  const [shown, setShown] = useState<'open' | 'all'>('open')
  const [whole, setWhole] = useState(false)
  const { data } = useQuery({
    queryKey: keys.account(account, 'grants', 'timeline', shown),
    queryFn: ({ signal }) => grantsOf(account, shown, signal),
  })
  const clock = useQuery({
    queryKey: keys.account(account, 'clock'),
    queryFn: ({ signal }) => scrip.clock.get(account, { signal }),
  })
  if (data?.isEver === false) return null
  const now = Date.parse(clock.data?.now ?? new Date().toISOString())
  const sorted = [...(data?.grants ?? [])].sort(shown === 'open' ? byEnd : byStart)
  const isWhole = whole || sorted.length <= FEW
  return (
    <Card
      title="Grants over time"
      hint="From their start to their expiry, filled by what is left."
      actions={
        <Segments
          label="Which grants"
          options={[
            { key: 'open', label: 'Open' },
            { key: 'all', label: 'All' },
          ]}
          chosen={shown}
          onChoose={setShown}
        />
      }
    >
      {!data || !clock.data ? (
        <Skeleton height="120px" />
      ) : sorted.length === 0 ? (
        <p className="soft">No grant has credits left.</p>
      ) : (
        <div className="stack">
          <Bars account={account} grants={isWhole ? sorted : sorted.slice(0, FEW)} now={now} />
          {!isWhole && (
            <div className="row">
              <Button small onClick={() => setWhole(true)}>
                Show all {sorted.length}
              </Button>
            </div>
          )}
          {isWhole && data.isCut && (
            <p className="faint small">The newest {sorted.length}; the list below has them all.</p>
          )}
        </div>
      )}
    </Card>
  )
}

/** What ends first is looked at first; what never does comes last. */
const byEnd = (a: Grant, b: Grant): number =>
  (a.expires_at ?? '~').localeCompare(b.expires_at ?? '~') || a.starts_at.localeCompare(b.starts_at)

/** Of all, the newest are looked at first. */
const byStart = (a: Grant, b: Grant): number => b.starts_at.localeCompare(a.starts_at)
