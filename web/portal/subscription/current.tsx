import type { Plan, Subscription } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Amount, Money } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Time } from '../../ui/time.tsx'
import { usePortal } from '../data/portal.ts'
import { useNames } from '../data/use-names.ts'
import { subscriptionStates } from '../data/words.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { Events } from './events.tsx'
import { overviewQuery } from './overview-query.ts'
import { Seats } from './seats.tsx'
import { Standing } from './standing.tsx'
import { ThisMonth } from './this-month.tsx'

interface CurrentProps {
  readonly subscription: Subscription
  readonly plan: Plan | null
}

export function Current({ subscription, plan }: CurrentProps) {
  const portal = usePortal()
  const names = useNames()
  const overview = useQuery(overviewQuery(portal, subscription))
  const [open, setOpen] = useState<'change' | 'cancel' | null>(null)
  const { status, interval, gives_to, currency, renews_at, ends_at } = subscription
  const isRunning = status === 'active'
  const seated = overview.data?.members.filter(({ seat }) => seat !== null) ?? []
  const { tone, text } = subscriptionStates[status]
  const mayCancel = !subscription.cancel_at_period_end
  return (
    <>
      <Standing subscription={subscription} />
      <Card
        title={plan?.name ?? subscription.plan}
        hint={names.type(subscription.credit_type)}
        actions={
          <>
            <Badge tone={tone}>{text}</Badge>
            {mayCancel && (
              <Button small look="quiet" onClick={() => setOpen('cancel')}>
                Cancel
              </Button>
            )}
            {isRunning && plan && mayCancel && (
              <Button small onClick={() => setOpen('change')}>
                Change
              </Button>
            )}
          </>
        }
      >
        <Facts
          facts={[
            gives_to === 'seats' && ['Seats', subscription.seats],
            [
              gives_to === 'seats' ? 'Each seat' : 'Credits',
              <>
                <Amount value={subscription.credits_per_seat} /> a month
              </>,
            ],
            ['Billed', interval === 'month' ? 'Monthly' : 'Yearly'],
            renews_at !== null && [
              status === 'past_due' ? 'Due' : 'Next bill',
              <>
                <Money value={subscription.next_charge} currency={currency} /> on{' '}
                <Time at={renews_at} style="date" />
              </>,
            ],
            ends_at !== null && ['Ends', <Time key="ends" at={ends_at} style="date" />],
            subscription.started_at !== null && [
              'Since',
              <Time key="since" at={subscription.started_at} style="date" />,
            ],
          ]}
        />
      </Card>
      {overview.data?.in_force && <ThisMonth overview={overview.data} />}
      {gives_to === 'seats' && portal.kind === 'team' && isRunning && (
        <Seats subscription={subscription} overview={overview} />
      )}
      <Events subscription={subscription} />
      {open === 'change' && plan && (
        <ChangeDialog {...{ subscription, plan, seated }} onClose={() => setOpen(null)} />
      )}
      {open === 'cancel' && <CancelDialog subscription={subscription} onClose={() => setOpen(null)} />}
    </>
  )
}
