import type { Subscription } from '@scrip/sdk'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Amount, Money } from '../../ui/amount.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Time } from '../../ui/time.tsx'
import { useToast } from '../../ui/toast.tsx'
import { usePortal } from '../data/portal.ts'
import { plansQuery } from '../data/queries.ts'
import { useRefresh } from '../data/refresh.ts'

/** What has to be done about it, or was begun and waits. */
export function Standing({ subscription }: { readonly subscription: Subscription }) {
  const { status, bill, pending, cancel_at_period_end, ends_at } = subscription
  return (
    <>
      {status === 'past_due' && <PastDue subscription={subscription} />}
      {status !== 'past_due' && bill && (
        <Notice
          tone="warn"
          title={bill.kind === 'start' ? 'It begins as soon as it is paid' : 'A bill waits to be paid'}
          actions={
            <Link
              to="/purchases/$purchase"
              params={{ purchase: bill.purchase }}
              className={buttonClass({ small: true })}
            >
              See the bill
            </Link>
          }
        >
          {bill.kind === 'change' && 'Until it is paid, everything is as before.'}
        </Notice>
      )}
      {pending && <Pending subscription={subscription} />}
      {cancel_at_period_end && ends_at && <Ending subscription={subscription} at={ends_at} />}
    </>
  )
}

/** A change of the subscription by one button, and what becomes of it. */
function useAct(act: () => Promise<Subscription>, done: string) {
  const refreshAll = useRefresh()
  const toast = useToast()
  return useMutation({
    mutationFn: act,
    onSuccess: () => toast({ text: done }),
    onError: (error) => toast({ text: tellOf(error).detail, tone: 'bad' }),
    onSettled: refreshAll,
  })
}

function PastDue({ subscription: { id, next_charge, currency, next_attempt_at, bill } }: Props) {
  const { scrip, account } = usePortal()
  const navigate = useNavigate()
  const refreshAll = useRefresh()
  const toast = useToast()
  const pay = useMutation({
    mutationFn: () => scrip.subscriptions.pay(account, id),
    onSuccess: async (paid) => {
      if (paid.bill) await navigate({ to: '/purchases/$purchase', params: { purchase: paid.bill.purchase } })
      else toast({ text: 'It is paid. Thank you.' })
    },
    onSettled: refreshAll,
  })
  return (
    <Notice
      tone="bad"
      title="The renewal is not paid"
      actions={
        <>
          <Link to="/payment-methods" className={buttonClass({ small: true })}>
            Change the card
          </Link>
          {bill ? (
            <Link
              to="/purchases/$purchase"
              params={{ purchase: bill.purchase }}
              className={buttonClass({ small: true, look: 'primary' })}
            >
              See the bill
            </Link>
          ) : (
            <Button small look="primary" busy={pay.isPending} onClick={() => pay.mutate()}>
              Pay now
            </Button>
          )}
        </>
      }
    >
      <Money value={next_charge} currency={currency} /> is due. No new credits come until then.{' '}
      {next_attempt_at && (
        <>
          The default card is tried again on <Time at={next_attempt_at} />.
        </>
      )}
      {pay.isError && <p className="field-fault">{tellOf(pay.error).detail.replace(/ \(\w+\)/, '')}</p>}
    </Notice>
  )
}

interface Props {
  readonly subscription: Subscription
}

function Pending({ subscription: { id, plan, pending, gives_to } }: Props) {
  const portal = usePortal()
  const { scrip, account } = portal
  const plans = useQuery(plansQuery(portal)).data
  const clear = useAct(() => scrip.subscriptions.clearPending(account, id), 'The change is taken back.')
  if (!pending) return null
  const moved = pending.plan !== plan && (plans?.find((one) => one.id === pending.plan)?.name ?? pending.plan)
  return (
    <Notice
      tone="info"
      title="A change waits for the renewal"
      actions={
        <Button small busy={clear.isPending} onClick={() => clear.mutate()}>
          Take it back
        </Button>
      }
    >
      From <Time at={pending.effective_at} style="date" />: {moved && `${moved}, `}
      {gives_to === 'seats' && `${pending.seats} ${pending.seats === 1 ? 'seat' : 'seats'} of `}
      <Amount value={pending.credits_per_seat} /> credits a month, billed{' '}
      {pending.interval === 'month' ? 'monthly' : 'yearly'}.
      {pending.demote.length > 0 && ` ${pending.demote.join(', ')} then have no seat.`}
    </Notice>
  )
}

function Ending({ subscription: { id }, at }: Props & { readonly at: string }) {
  const { scrip, account } = usePortal()
  const resume = useAct(() => scrip.subscriptions.resume(account, id), 'It goes on.')
  return (
    <Notice
      tone="warn"
      title="It is canceled"
      actions={
        <Button small busy={resume.isPending} onClick={() => resume.mutate()}>
          Take it back
        </Button>
      }
    >
      Everything goes on until <Time at={at} style="date" />, and ends then.
    </Notice>
  )
}
