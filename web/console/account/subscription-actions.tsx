import type { CallOptions, Subscription } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AskedFor } from '../../ui/about.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Menu } from '../../ui/menu.tsx'
import { timeText } from '../../ui/time.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog } from '../frame/action-dialog.tsx'
import { ChangeSubscription } from './change-subscription.tsx'

interface Doing {
  readonly name: string
  readonly asked: AskedFor
  readonly outcome: (subscription: Subscription) => string
  readonly fits: (subscription: Subscription) => boolean
  readonly danger?: true
  /** Whether a reason is kept. */
  readonly asksWhy?: true
  readonly act: (about: About, options: CallOptions) => Promise<unknown>
}

interface About {
  readonly account: string
  readonly id: string
  readonly why: { readonly reason?: string }
}

const ends = ({ period_ends_at }: Subscription) =>
  period_ends_at === null ? 'the period ends' : timeText(period_ends_at, 'date')

const { subscriptions } = scrip

const doings = {
  pay: {
    name: 'Try to charge again',
    asked: 'pay subscription',
    outcome: () => 'Charges what is due to the saved card now, without waiting for the next attempt.',
    fits: ({ status }) => status === 'past_due',
    act: ({ account, id }, options) => subscriptions.pay(account, id, options),
  },
  resume: {
    name: 'Take the cancellation back',
    asked: 'resume subscription',
    outcome: () => 'It renews as before.',
    fits: ({ cancel_at_period_end, status }) => cancel_at_period_end && status !== 'canceled',
    act: ({ account, id }, options) => subscriptions.resume(account, id, options),
  },
  clear: {
    name: 'Take the pending change back',
    asked: 'clear change',
    outcome: () => 'It renews with the plan, seats and credits that it has now.',
    fits: ({ pending }) => pending !== null,
    act: ({ account, id }, options) => subscriptions.clearPending(account, id, options),
  },
  cancel: {
    name: 'Cancel at the end of the period',
    asked: 'cancel subscription',
    outcome: (subscription) => `It goes on until ${ends(subscription)}, and nothing is charged then.`,
    fits: ({ cancel_at_period_end, status }) => !cancel_at_period_end && status !== 'canceled',
    danger: true,
    asksWhy: true,
    act: ({ account, id, why }, options) =>
      subscriptions.cancel(account, id, { at: 'period_end', ...why }, options),
  },
  end: {
    name: 'Cancel now',
    asked: 'cancel subscription',
    outcome: () => 'It ends at once and the seats’ credits end with it. Nothing is given back by itself.',
    fits: ({ status }) => status !== 'canceled',
    danger: true,
    asksWhy: true,
    act: ({ account, id, why }, options) => subscriptions.cancel(account, id, { at: 'now', ...why }, options),
  },
} satisfies Record<string, Doing>

interface SubscriptionActionsProps {
  readonly account: string
  readonly subscription: Subscription
}

export function SubscriptionActions({ account, subscription }: SubscriptionActionsProps) {
  const [asking, setAsking] = useState<Doing | null>(null)
  const [changing, setChanging] = useState(false)
  const plan = useQuery({
    queryKey: [...keys.plans, subscription.plan],
    queryFn: ({ signal }) => scrip.plans.get(subscription.plan, { signal }),
    staleTime: 60_000,
  }).data
  const fitting = Object.values<Doing>(doings).filter(({ fits }) => fits(subscription))
  if (fitting.length === 0) return null
  return (
    <>
      {subscription.status === 'active' && (
        <Button small disabled={!plan} onClick={() => setChanging(true)}>
          Change
        </Button>
      )}
      <Menu
        label="More to do with this subscription"
        items={fitting.map((doing) => ({
          label: `${doing.name}…`,
          danger: doing.danger ?? false,
          onSelect: () => setAsking(doing),
        }))}
      />
      {changing && plan && (
        <ChangeSubscription {...{ account, subscription, plan }} onClose={() => setChanging(false)} />
      )}
      {asking && (
        <Asked account={account} subscription={subscription} doing={asking} onClose={() => setAsking(null)} />
      )}
    </>
  )
}

type AskedProps = SubscriptionActionsProps & { readonly doing: Doing; readonly onClose: () => void }

function Asked({ account, subscription, doing, onClose }: AskedProps) {
  const show = useToast()
  const [typed, setTyped] = useState('')
  const reason = typed.trim()
  const action = useAction(
    [doing.asked, account, subscription.id],
    (about: About, options) => doing.act(about, options),
    [keys.account(account), keys.overview, keys.subscriptions],
    () => {
      show({ text: `Done: ${doing.name.toLowerCase()}.` })
      onClose()
    },
  )
  return (
    <ActionDialog
      title={doing.name}
      submit={doing.name}
      danger={doing.danger ?? false}
      action={action}
      outcome={doing.outcome(subscription)}
      onSubmit={() => action.run({ account, id: subscription.id, why: reason === '' ? {} : { reason } })}
      onClose={onClose}
    >
      {doing.asksWhy && (
        <Field
          label="Reason"
          hint="Kept with what happened to the subscription, where the buyer can read it, too."
          maxLength={500}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      )}
    </ActionDialog>
  )
}
