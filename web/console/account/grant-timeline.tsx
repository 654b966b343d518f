import type { Grant, ListGrantsQuery } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { amountText } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { shareOf } from '../../ui/decimal.ts'
import { firstOf } from '../../ui/first-of.ts'
import { Segments } from '../../ui/segments.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { timeText } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { grantSources } from '../words.ts'
import './grant-timeline.css'
import { monthsOf, placeOf, type Span, spanOf } from './timeline-span.ts'

/** More than these make no picture; the list below has them all. */
const MOST = 100
/** What still counts is shown whole, up to here. */
const MOST_OPEN = 500

interface Shown {
  readonly grants: readonly Grant[]
  /** Whether the account ever had one. */
  readonly isEver: boolean
}

/** What can be drawn or will come, however much was spent since; or the newest ones, whatever became of them. */
async function grantsOf(account: string, shown: 'open' | 'all', signal: AbortSignal): Promise<Shown> {
  const list = (query: ListGrantsQuery) => scrip.grants.list(account, { limit: 100, ...query }, { signal })
  if (shown === 'all') {
    const grants = await firstOf(list({}), MOST)
    return { grants, isEver: grants.length > 0 }
  }
  const [open, scheduled] = await Promise.all([
    firstOf(list({ state: 'open' }), MOST_OPEN),
    firstOf(list({ state: 'scheduled' }), MOST_OPEN),
  ])
  const grants = [...open, ...scheduled]
  return { grants, isEver: grants.length > 0 || (await list({ limit: 1 }).page()).items.length > 0 }
}

/** The grants from their start to their expiry, filled by what is left of them. */
export function GrantTimeline({ account }: { readonly account: string }) {
  const [shown, setShown] = useState<'open' | 'all'>('open')
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
  const sorted = [...(data?.grants ?? [])].sort((a, b) => a.starts_at.localeCompare(b.starts_at))
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
        <Bars account={account} grants={sorted} now={now} />
      )}
    </Card>
  )
}

interface BarsProps {
  readonly account: string
  readonly grants: readonly Grant[]
  readonly now: number
}

function Bars({ account, grants, now }: BarsProps) {
  const span = spanOf(grants, now)
  return (
    <div className="timeline">
      <div className="timeline-back" aria-hidden="true">
        {monthsOf(span).map(({ at, label }) => (
          <span
            className="timeline-month"
            key={at}
            style={{ insetInlineStart: `${placeOf(span, at) * 100}%` }}
          >
            {label}
          </span>
        ))}
        <span className="timeline-now" style={{ insetInlineStart: `${placeOf(span, now) * 100}%` }} />
      </div>
      <ul className="timeline-rows">
        {grants.map((grant) => (
          <Row key={grant.id} account={account} grant={grant} span={span} />
        ))}
      </ul>
    </div>
  )
}

/** What is left of it, or what will come. */
const leftText = ({ state, amount, remaining }: Grant): string =>
  state === 'scheduled' ? amountText(amount) : `${amountText(remaining)} of ${amountText(amount)}`

interface RowProps {
  readonly account: string
  readonly grant: Grant
  readonly span: Span
}

function Row({ account, grant, span }: RowProps) {
  const { id, amount, remaining, state, source, credit_type, starts_at, expires_at, scope } = grant
  const nameOf = useNameOf()
  const from = placeOf(span, Date.parse(starts_at))
  const to = expires_at === null ? 1 : placeOf(span, Date.parse(expires_at))
  const narrowed = Object.values(scope).filter((one) => one !== null)
  const until = expires_at === null ? 'never expires' : `until ${timeText(expires_at, 'date')}`
  const start = `from ${timeText(starts_at, 'date')}`
  const about = [grantSources[source], ...narrowed.map((one) => `only ${one}`)].join(', ')
  const told = `${leftText(grant)} ${nameOf(credit_type)}, ${about}, ${start} ${until}`
  return (
    <li className="timeline-row">
      <span className="timeline-words" aria-hidden="true">
        <span className="timeline-left">
          {leftText(grant)} {nameOf(credit_type)}
        </span>
        <span className="faint">{about}</span>
      </span>
      <span className="timeline-track">
        <Link
          className={`timeline-bar timeline-${state}${expires_at === null ? ' timeline-endless' : ''}`}
          style={{ insetInlineStart: `${from * 100}%`, inlineSize: `${Math.max(0.8, (to - from) * 100)}%` }}
          to="/accounts/$account/entries"
          params={{ account }}
          search={{ grant: id }}
          aria-label={told}
          title={told}
        >
          <span className="timeline-fill" style={{ inlineSize: `${shareOf(remaining, amount) * 100}%` }} />
        </Link>
      </span>
    </li>
  )
}
