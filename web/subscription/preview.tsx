import type { Change } from '@scrip/sdk'
import { Amount, Money } from '../ui/amount.tsx'
import { isZero } from '../ui/decimal.ts'
import { Skeletons } from '../ui/skeleton.tsx'
import { Time } from '../ui/time.tsx'
import './terms.css'

interface PreviewProps {
  readonly change: Change | null
  readonly isStale: boolean
  /** What is said where nothing would change. */
  readonly same?: string
}

/** What it would do, when, and for how much: before the button, not after it. */
export function Preview({ change, isStale, same = 'That is what you have.' }: PreviewProps) {
  return (
    <div className={isStale ? 'preview preview-stale' : 'preview'} aria-live="polite">
      {change ? <Shown change={change} same={same} /> : <Skeletons lines={3} />}
    </div>
  )
}

function Shown({ change, same }: { readonly change: Change; readonly same: string }) {
  const { kind, lines, currency, amount_due, immediate, effective_at, renewal_amount, interval, credits } =
    change
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
        From then on <Money value={renewal_amount} currency={currency} /> a {interval}.
      </p>
    </>
  )
}
