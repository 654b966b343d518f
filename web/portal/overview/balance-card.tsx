import type { Balance } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Amount, CountedAmount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { dayBefore } from '../../ui/days.ts'
import { isZero, microOf } from '../../ui/decimal.ts'
import { Time } from '../../ui/time.tsx'
import { usePortal } from '../data/portal.ts'
import { useNames } from '../data/use-names.ts'
import { usageQuery } from './usage-query.ts'

const WEEK = 7

export function BalanceCard({ balance }: { readonly balance: Balance }) {
  const { mayBuy } = usePortal()
  const names = useNames()
  const days = useDaysLeft(balance, mayBuy)
  const { credit_type, available, held, debt, expiring_next } = balance
  const isOwed = !isZero(debt)
  return (
    <Card
      title={names.type(credit_type)}
      actions={
        <>
          {isOwed ? (
            <Badge tone="bad">Owed</Badge>
          ) : (
            days !== null && days < WEEK && <Badge tone="warn">Low</Badge>
          )}
          {mayBuy && (
            <Link to="/buy" search={{ type: credit_type }} className={buttonClass({ small: true })}>
              Buy<span className="only-heard"> {names.type(credit_type)}</span>
            </Link>
          )}
        </>
      }
    >
      <div className="balance">
        <p className="balance-available">
          <CountedAmount value={available} />{' '}
          <span className="amount-unit">{mayBuy ? 'available' : 'available to you'}</span>
        </p>
        <div className="balance-notes">
          {mayBuy && !isZero(held) && (
            <p>
              <strong>
                <Amount value={held} />
              </strong>{' '}
              set aside for work under way
            </p>
          )}
          {isOwed && (
            <p>
              <strong>
                <Amount value={debt} />
              </strong>{' '}
              owed; the next credits pay it first
            </p>
          )}
          {expiring_next && (
            <p>
              <strong>
                <Amount value={expiring_next.amount} />
              </strong>{' '}
              expire on <Time at={expiring_next.at} style="date" />
            </p>
          )}
          {days !== null && <p>Lasts about {daysText(days)} at the pace of the last week</p>}
        </div>
      </div>
    </Card>
  )
}

const daysText = (days: number): string =>
  days < 1 ? 'less than a day' : days === 1 ? 'a day' : days > 730 ? 'two years or more' : `${days} days`

/**
 * How long it lasts, were it burned as in the last seven days; null where nothing was. Nobody can tell who sees what
 * one member burns of what is everybody's.
 */
function useDaysLeft({ credit_type, available, as_of }: Balance, seesAll: boolean): number | null {
  const now = Date.parse(as_of)
  const range = { from: dayBefore(now, WEEK - 1), to: dayBefore(now, 0) }
  const usage = useQuery({
    ...usageQuery(usePortal(), { credit_type, ...range }),
    enabled: seesAll,
  })
  const burned = usage.data?.totals.reduce(
    (sum, one) => sum + microOf(one.burned) - microOf(one.reversed),
    0n,
  )
  if (!seesAll || burned === undefined || burned <= 0n) return null
  return Number((microOf(available) * BigInt(WEEK)) / burned)
}
