import type { Subscription as Sub } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Amount, Money } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAccountId } from '../data/reads.ts'
import { FilterSelect } from '../frame/filter-select.tsx'
import { Id } from '../frame/id.tsx'
import { State } from '../frame/state.tsx'
import { subscriptionStates } from '../words.ts'
import { Seats } from './seats.tsx'
import { SubscriptionActions } from './subscription-actions.tsx'
import { SubscriptionEvents } from './subscription-events.tsx'

/** What an account subscribed to: the one in force, or the last there was. */
export function Subscription() {
  const account = useAccountId()
  const [chosen, setChosen] = useState<string | undefined>()
  const list = useQuery({
    queryKey: keys.account(account, 'subscriptions'),
    queryFn: ({ signal }) => scrip.subscriptions.list(account, { limit: 100 }, { signal }).all(),
  })
  const all = list.data
  if (!all)
    return (
      <Card>
        <Unloaded of={list}>
          <Skeletons lines={5} />
        </Unloaded>
      </Card>
    )
  const shown =
    all.find(({ id }) => id === chosen) ?? all.find(({ status }) => status !== 'canceled') ?? all[0]
  if (!shown)
    return (
      <Card>
        <Empty icon="repeat" title="No subscription">
          A buyer subscribes in the portal, or your product does through the API.
        </Empty>
      </Card>
    )
  return (
    <>
      {all.length > 1 && (
        <FilterSelect
          label="Subscription"
          value={shown.id}
          options={all.map(({ id, status, plan }) => [
            id,
            `${plan}, ${subscriptionStates[status][0].toLowerCase()}`,
          ])}
          onChoose={setChosen}
        />
      )}
      <Said subscription={shown} />
      <What account={account} subscription={shown} />
      <Seats account={account} subscription={shown} />
      <SubscriptionEvents account={account} subscription={shown.id} />
    </>
  )
}

function Said({ subscription }: { readonly subscription: Sub }) {
  const { status, attempts, next_attempt_at, pending, cancel_at_period_end, ends_at } = subscription
  return (
    <>
      {status === 'past_due' && (
        <Notice
          tone="bad"
          title={`The renewal could not be paid, tried ${attempts === 1 ? 'once' : `${attempts} times`}.`}
        >
          {next_attempt_at === null ? (
            'It is not tried again.'
          ) : (
            <>
              It is tried again <Time at={next_attempt_at} />.
            </>
          )}
        </Notice>
      )}
      {cancel_at_period_end && (
        <Notice tone="warn" title="Canceled">
          It goes on until {ends_at === null ? 'the period ends' : <Time at={ends_at} />}.
        </Notice>
      )}
      {pending && (
        <Notice tone="info" title="A change waits for the renewal">
          {pending.plan !== subscription.plan && `Plan ${pending.plan}: `}
          {pending.seats} seats with <Amount value={pending.credits_per_seat} /> credits each, from{' '}
          <Time at={pending.effective_at} /> on
          {pending.demote.length > 0 && <>. {pending.demote.join(', ')} give their seats up then</>}.
        </Notice>
      )}
    </>
  )
}

function What({ account, subscription }: { readonly account: string; readonly subscription: Sub }) {
  const { plan, status, seats, credits_per_seat, interval, currency, bill, gives_to } = subscription
  return (
    <Card
      title={`Plan ${plan}`}
      hint={<State of={subscriptionStates} is={status} />}
      actions={<SubscriptionActions account={account} subscription={subscription} />}
    >
      <Facts
        facts={[
          [
            gives_to === 'seats' ? 'Seats' : 'Quantity',
            <span key="seats">
              {seats} with <Amount value={credits_per_seat} /> credits a month each
            </span>,
          ],
          ['Paid', interval === 'month' ? 'Monthly' : 'Yearly'],
          [
            'Next charge',
            <span key="next">
              <Money value={subscription.next_charge} currency={currency} />
              {subscription.renews_at !== null && (
                <>
                  {' '}
                  on <Time at={subscription.renews_at} style="date" />
                </>
              )}
            </span>,
          ],
          subscription.resets_at !== null && [
            'Credits reset',
            <Time key="resets" at={subscription.resets_at} style="date" />,
          ],
          subscription.started_at !== null && [
            'Since',
            <Time key="since" at={subscription.started_at} style="date" />,
          ],
          bill !== null && [
            'Being paid',
            <Link
              key="bill"
              to="/accounts/$account/purchases/$purchase"
              params={{ account, purchase: bill.purchase }}
            >
              {bill.kind}
            </Link>,
          ],
          ['Id', <Id key="id">{subscription.id}</Id>],
        ]}
      />
    </Card>
  )
}
