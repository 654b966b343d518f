import { type ChangeSubscriptionBody, isRefusal, type Plan, type Subscription } from '@scrip/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Demotions } from '../../subscription/demotions.tsx'
import { Preview } from '../../subscription/preview.tsx'
import { faultsOf, fitting, isSame, termsOf, typed, wishOf } from '../../subscription/terms.ts'
import { TermsFields } from '../../subscription/terms-fields.tsx'
import { moneyText } from '../../ui/amount-text.ts'
import { isZero } from '../../ui/decimal.ts'
import { tellOf } from '../../ui/failure.tsx'
import { Field } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { settleAll } from '../../ui/unanswered.ts'
import { useSettled } from '../../ui/use-settled.ts'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAccount } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog } from '../frame/action-dialog.tsx'
import { useSeated } from './seats.tsx'

interface ChangeSubscriptionProps {
  readonly account: string
  readonly subscription: Subscription
  readonly plan: Plan
  readonly onClose: () => void
}

/** More or larger seats at once, for their share of the price; anything else, another plan among it, at the renewal. */
export function ChangeSubscription({ account, subscription, plan, onClose }: ChangeSubscriptionProps) {
  const { id, pending } = subscription
  const show = useToast()
  const navigate = useNavigate()
  const { credit_type } = plan
  const sold = useQuery({
    queryKey: [...keys.plans, 'of', credit_type],
    queryFn: ({ signal }) => scrip.plans.list({ credit_type, limit: 200 }, { signal }).all(),
    staleTime: 60_000,
  })
  const plans = fitting(sold.data ?? [], plan)
  const isTeam = useAccount(account).data?.kind !== 'user'
  const seated = useSeated(account, id)
  const [fields, setFields] = useState(() => typed(subscription))
  const [demoted, setDemoted] = useState<readonly string[]>([])
  const [reason, setReason] = useState('')
  const terms = termsOf(fields)
  const wished = useSettled(terms)
  const wish = wished && wishOf(wished, subscription)
  const preview = useQuery({
    // What waits already stays beside what is asked for, so it is another preview where that is another.
    queryKey: keys.account(account, 'subscription', id, 'preview', wish, pending),
    queryFn: ({ signal }) => scrip.subscriptions.previewChange(account, id, wish ?? {}, { signal }),
    enabled: wished !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
  const isCurrent = terms !== null && wished !== null && isSame(terms, wished) && !preview.isPlaceholderData
  const change = preview.data ?? null
  const about = ['change subscription', account, id] as const
  const action = useAction(
    about,
    async (body: ChangeSubscriptionBody, options) => {
      try {
        return await scrip.subscriptions.change(account, id, body, options)
      } catch (error) {
        // It costs something else by now: ask what.
        if (isRefusal(error, 'amount_changed')) void preview.refetch()
        throw error
      }
    },
    [keys.account(account), keys.overview, keys.subscriptions, keys.purchases],
    ({ change: done, purchase }) => {
      settleAll(about)
      onClose()
      if (purchase && purchase.state !== 'paid')
        return void navigate({
          to: '/accounts/$account/purchases/$purchase',
          params: { account, purchase: purchase.id },
        })
      show({ text: done.immediate ? 'The subscription is changed.' : 'The change waits for the renewal.' })
    },
  )
  const tooFew = terms === null ? 0 : seated.length - terms.seats
  const demote = tooFew > 0 ? demoted : []
  const isReady = isCurrent && preview.isSuccess && change?.kind !== 'none' && demote.length >= tooFew
  const isCharged = change?.immediate && isCurrent && !isZero(change.amount_due)
  return (
    <ActionDialog
      wide
      title={`Change ${plan.name}`}
      submit={isCharged ? `Charge ${moneyText(change.amount_due, change.currency)} and change` : 'Change'}
      action={action}
      incomplete={!isReady}
      onClose={onClose}
      onSubmit={() =>
        action.run({
          ...(terms && wishOf(terms, subscription)),
          ...(demote.length > 0 && { demote: [...demote] }),
          expected_amount: change?.amount_due ?? '0',
          ...(reason.trim() !== '' && { reason: reason.trim() }),
        })
      }
      outcome={
        isCharged &&
        'Charged to the account’s default card. Where it has none, a page is made that the buyer pays on, and nothing changes before.'
      }
    >
      <TermsFields
        plans={plans}
        terms={fields}
        isTeam={isTeam}
        onChange={setFields}
        faults={faultsOf(fields)}
      />
      {tooFew > 0 && <Demotions {...{ seated, demoted, onChange: setDemoted, needed: tooFew }} />}
      {preview.isError ? (
        <p className="field-fault" role="alert">
          {tellOf(preview.error).detail}
        </p>
      ) : (
        <Preview {...{ change, plans }} isStale={!isCurrent} same="That is what they have." />
      )}
      <Field
        label="Reason"
        hint="Kept with what happened to the subscription, where the buyer can read it, too."
        maxLength={500}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </ActionDialog>
  )
}
