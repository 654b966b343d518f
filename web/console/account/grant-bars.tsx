import type { Grant } from '@scrip/sdk'
import { Link } from '@tanstack/react-router'
import { amountText } from '../../ui/amount-text.ts'
import { shareOf } from '../../ui/decimal.ts'
import { timeText } from '../../ui/time.tsx'
import { useNameOf } from '../data/reads.ts'
import { grantSources } from '../words.ts'
import './grant-timeline.css'
import { monthsOf, placeOf, type Span, spanOf } from './timeline-span.ts'

interface BarsProps {
  readonly account: string
  readonly grants: readonly Grant[]
  readonly now: number
}

/** A bar for each grant under a scale of months, with a line where the present is. */
export function Bars({ account, grants, now }: BarsProps) {
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
