import type { Plan } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { moneyText, unitPriceText } from '../../ui/amount-text.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { plansQuery, subscriptionsQuery } from '../data/queries.ts'
import { useNames } from '../data/use-names.ts'
import { Current } from './current.tsx'
import './subscription.css'
import { SubscribeDialog } from './subscribe-dialog.tsx'

export function SubscriptionPage() {
  const portal = usePortal()
  const subscriptions = useQuery(subscriptionsQuery(portal))
  const plans = useQuery(plansQuery(portal))
  const had = subscriptions.data
  // A type of credits is subscribed to once.
  const offered = plans.data?.filter(
    ({ archived_at, credit_type }) =>
      archived_at === null && !had?.some((one) => one.credit_type === credit_type),
  )
  return (
    <Page title="Subscription">
      {(!had || !offered) && (
        <Card>
          <Unloaded of={[subscriptions, plans]} what="The subscription">
            <Skeletons lines={6} />
          </Unloaded>
        </Card>
      )}
      {had?.map((one) => (
        <Current
          key={one.id}
          subscription={one}
          plan={plans.data?.find(({ id }) => id === one.plan) ?? null}
        />
      ))}
      {had && offered && <Offered plans={offered} hasOne={had.length > 0} />}
    </Page>
  )
}

function Offered({ plans, hasOne }: { readonly plans: readonly Plan[]; readonly hasOne: boolean }) {
  const names = useNames()
  const [chosen, setChosen] = useState<Plan | null>(null)
  if (plans.length === 0)
    return hasOne ? null : (
      <Card>
        <Empty icon="repeat" title="No subscription">
          There are no plans to subscribe to at present. Credits can be bought at any time.
        </Empty>
      </Card>
    )
  return (
    <Card
      title={hasOne ? 'Other plans' : 'Plans'}
      hint={hasOne ? null : 'Credits every month, for each seat.'}
    >
      <ul className="plans">
        {plans.map((plan) => (
          <li key={plan.id} className="plan">
            <span className="stack gap-1">
              <span className="strong">{plan.name}</span>
              <span className="soft small">
                {names.type(plan.credit_type)} · {fromText(plan)}
              </span>
            </span>
            <Button small onClick={() => setChosen(plan)}>
              Subscribe<span className="only-heard"> to {plan.name}</span>
            </Button>
          </li>
        ))}
      </ul>
      {chosen && <SubscribeDialog plan={chosen} onClose={() => setChosen(null)} />}
    </Card>
  )
}

function fromText({ pricing, currency, gives_to }: Plan): string {
  if (pricing.by === 'credit') {
    const each = pricing.month_unit_price ?? pricing.year_unit_price
    return each ? `${unitPriceText(each, currency)} a credit` : ''
  }
  const size = pricing.sizes?.[0]
  const per = gives_to === 'seats' ? ' a seat' : ''
  if (size?.month_price) return `from ${moneyText(size.month_price, currency)}${per} a month`
  return size?.year_price ? `from ${moneyText(size.year_price, currency)}${per} a year` : ''
}
