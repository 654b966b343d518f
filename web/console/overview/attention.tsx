import type { Overview } from '@scrip/sdk'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { agoText } from '../../ui/time.tsx'
import { useLatest } from '../checks/use-latest.ts'
import { useJobs } from '../jobs/jobs.tsx'
import { isLate } from '../jobs/late.ts'

type Tone = 'good' | 'bad' | 'warn' | 'unknown'

/** What somebody has to look at, and whether everything holds. */
export function Attention({ attention }: { readonly attention: Overview['attention'] | undefined }) {
  return (
    <section className="signs" aria-label="What needs attention">
      <Link className="sign" to="/purchases" search={{ state: 'disputed' }}>
        <Said
          name="Disputed purchases"
          tone={toneOf(attention?.disputed, 'bad')}
          value={attention?.disputed}
        />
      </Link>
      <Link className="sign" to="/subscriptions" search={{ status: 'past_due' }}>
        <Said
          name="Subscriptions past due"
          tone={toneOf(attention?.past_due, 'warn')}
          value={attention?.past_due}
        />
      </Link>
      <Link className="sign" to="/purchases" search={{ state: 'charging' }}>
        <Said
          name="Outcome not known"
          tone={toneOf(attention?.uncertain, 'warn')}
          value={attention?.uncertain}
        />
      </Link>
      <CheckSign kind="verify" name="Ledger verified" />
      <CheckSign kind="reconcile" name="Reconciled with Stripe" />
      <JobsSign />
    </section>
  )
}

const toneOf = (count: number | undefined, otherwise: Tone): Tone =>
  count === undefined ? 'unknown' : count === 0 ? 'good' : otherwise

interface SaidProps {
  readonly name: string
  readonly tone: Tone
  /** Undefined while it is not known. */
  readonly value: ReactNode
}

function Said({ name, tone, value }: SaidProps) {
  return (
    <>
      <span className="sign-name">
        <span className={classNames('sign-dot', `sign-${tone}`)} />
        {name}
      </span>
      <span className="sign-value">{value === undefined ? <Skeleton width="40px" /> : value}</span>
    </>
  )
}

const STALE_MS = 26 * 3_600_000

function CheckSign({ kind, name }: { readonly kind: 'verify' | 'reconcile'; readonly name: string }) {
  const { isKnown, running, ended } = useLatest(kind)
  const at = ended?.ended_at
  const isOld = !at || Date.now() - Date.parse(at) > STALE_MS
  const tone = !isKnown ? 'unknown' : ended && ended.holds !== true ? 'bad' : isOld ? 'warn' : 'good'
  const value = !isKnown
    ? undefined
    : running
      ? 'running'
      : !ended
        ? 'never yet'
        : ended.holds === false
          ? `${ended.finding_count} findings`
          : ended.state === 'failed'
            ? 'failed'
            : agoText(at ?? '')
  return (
    <Link className="sign" to="/checks">
      <Said name={name} tone={tone} value={value} />
    </Link>
  )
}

function JobsSign() {
  const { data } = useJobs()
  const failed = data?.items.filter(({ succeeded }) => succeeded === false).length ?? 0
  const late = data?.items.filter(isLate).length ?? 0
  const value = !data ? undefined : failed > 0 ? `${failed} failed` : late > 0 ? `${late} behind` : 'on time'
  return (
    <Link className="sign" to="/jobs">
      <Said
        name="Jobs"
        tone={!data ? 'unknown' : failed > 0 ? 'bad' : late > 0 ? 'warn' : 'good'}
        value={value}
      />
    </Link>
  )
}
