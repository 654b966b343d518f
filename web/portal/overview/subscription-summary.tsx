import type { Subscription } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Amount, Money } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Time } from '../../ui/time.tsx'
import { usePortal } from '../data/portal.ts'
import { plansQuery, subscriptionsQuery } from '../data/queries.ts'
import { subscriptionStates } from '../data/words.ts'

/** Said before all else, because no credits come until then. */
export function Due() {
  const subscriptions = useQuery(subscriptionsQuery(usePortal()))
  if (!subscriptions.data?.some(({ status }) => status === 'past_due')) return null
  return (
    <Notice
      tone="bad"
      title="A renewal is not paid"
      actions={
        <Link to="/subscription" className={buttonClass({ small: true })}>
          Pay what is due
        </Link>
      }
    >
      No new credits come from the subscription until it is.
    </Notice>
  )
}

/** Left out where there is none: the overview speaks of what there is. */
export function SubscriptionSummary() {
  const subscriptions = useQuery(subscriptionsQuery(usePortal()))
  return subscriptions.data?.map((one) => <Summary key={one.id} subscription={one} />)
}

function Summary({ subscription }: { readonly subscription: Subscription }) {
  const {
    status,
    plan,
    seats,
    credits_per_seat,
    interval,
    gives_to,
    renews_at,
    next_charge,
    currency,
    ends_at,
  } = subscription
  const plans = useQuery(plansQuery(usePortal()))
  const { text, tone } = subscriptionStates[status]
  return (
    <Card
      title={plans.data?.find(({ id }) => id === plan)?.name ?? plan}
      hint={interval === 'month' ? 'Subscription, monthly' : 'Subscription, yearly'}
      actions={<Badge tone={tone}>{text}</Badge>}
      footer={<Link to="/subscription">Manage the subscription</Link>}
    >
      <Facts
        facts={[
          gives_to === 'seats' && ['Seats', seats],
          [
            gives_to === 'seats' ? 'Each seat' : 'Credits',
            <>
              <Amount value={credits_per_seat} /> a month
            </>,
          ],
          renews_at && [
            status === 'past_due' ? 'Due' : 'Renews',
            <>
              <Time at={renews_at} style="date" /> for <Money value={next_charge} currency={currency} />
            </>,
          ],
          ends_at && ['Ends', <Time key="ends" at={ends_at} style="date" />],
        ]}
      />
    </Card>
  )
}
