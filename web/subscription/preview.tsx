import type { Change, Plan } from '@scrip/sdk'
import { Amount, Money } from '../ui/amount.tsx'
import { isZero } from '../ui/decimal.ts'
import { Skeletons } from '../ui/skeleton.tsx'
import { Time } from '../ui/time.tsx'
import './terms.css'

interface PreviewProps {
  readonly change: Change | null
  /** Those that it may be of, by whose names what waits for the renewal is told. */
  readonly plans: readonly Plan[]
  readonly isStale: boolean
  /** What is said where nothing would change. */
  readonly same?: string
}

/** What it would do, when, and for how much: before the button, not after it. */
export function Preview({ change, plans, isStale, same = 'That is what you have.' }: PreviewProps) {
  return (
    <div className={isStale ? 'preview preview-stale' : 'preview'} aria-live="polite">
      {change ? <Shown {...{ change, plans, same }} /> : <Skeletons lines={3} />}
    </div>
  )
}

interface ShownProps extends Pick<PreviewProps, 'plans'> {
  readonly change: Change
  readonly same: string
}

function Shown({ change, plans, same }: ShownProps) {
  const { kind, lines, currency, amount_due, immediate, effective_at, credits } = change
  const { at_renewal, renewal_amount, interval } = change
  if (kind === 'none') return <p className="soft">{same}</p>
  return (
    <>
      <dl className="preview-lines">
        {lines.map(({ text, amount }) => (
          <div key={text}>
            <dt>{text}</dt>
            <dd>
              <Money value={amount} currency={currency} />
            </dd>
          </div>
        ))}
        <div className="preview-due">
          <dt>Due now, before taxes</dt>
          <dd>
            <Money value={amount_due} currency={currency} />
          </dd>
        </div>
      </dl>
      <p className="soft small">
        {immediate ? (
          <>
            It takes effect as soon as it is paid
            {!isZero(credits) && (
              <>
                , and brings <Amount value={credits} /> credits
              </>
            )}
            .
          </>
        ) : (
          <>
            It takes effect at the renewal on <Time at={effective_at} style="date" />. Until then everything
            stays.
          </>
        )}{' '}
        {at_renewal && <AtRenewal {...{ at_renewal, plans }} />}
        From then on <Money value={renewal_amount} currency={currency} /> a {at_renewal?.interval ?? interval}
        .
      </p>
    </>
  )
}

interface AtRenewalProps extends Pick<PreviewProps, 'plans'> {
  readonly at_renewal: NonNullable<Change['at_renewal']>
}

/** What waits for the renewal already still comes with it, beside what comes at once. */
function AtRenewal({ at_renewal, plans }: AtRenewalProps) {
  const { seats, credits_per_seat, interval } = at_renewal
  const plan = plans.find(({ id }) => id === at_renewal.plan)
  return (
    <>
      With the renewal comes what waits for it: {plan?.name ?? at_renewal.plan},{' '}
      {plan?.gives_to !== 'quantity' && `${seats} ${seats === 1 ? 'seat' : 'seats'} of `}
      <Amount value={credits_per_seat} /> credits a month, billed{' '}
      {interval === 'month' ? 'monthly' : 'yearly'}.{' '}
    </>
  )
}
