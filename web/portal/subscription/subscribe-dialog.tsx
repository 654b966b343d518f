import { isRefusal, type Plan } from '@scrip/sdk'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useId, useState } from 'react'
import { Preview } from '../../subscription/preview.tsx'
import { faultsOf, firstTerms, isSame, termsOf } from '../../subscription/terms.ts'
import { TermsFields } from '../../subscription/terms-fields.tsx'
import { moneyText } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { Select } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { askOnce, isUnanswered, settleAll } from '../../ui/unanswered.ts'
import { useSettled } from '../../ui/use-settled.ts'
import { hostedPage, returnTo, useGoToPage } from '../data/hosted-page.ts'
import { usePortal } from '../data/portal.ts'
import { cardsQuery } from '../data/queries.ts'
import { useRefresh } from '../data/refresh.ts'
import { cardName } from '../data/words.ts'
import { NotDone, WasAsked } from './not-done.tsx'

export function SubscribeDialog({ plan, onClose }: { readonly plan: Plan; readonly onClose: () => void }) {
  const portal = usePortal()
  const { scrip, account, kind } = portal
  const navigate = useNavigate()
  const refreshAll = useRefresh()
  const toast = useToast()
  const goToPage = useGoToPage()
  const form = useId()
  const cards = useQuery(cardsQuery(portal)).data ?? []
  const [fields, setFields] = useState(() => firstTerms(plan))
  const [card, setCard] = useState<string>()
  const about = ['subscribe', account, plan.id]
  const [wasAsked] = useState(() => isUnanswered(about))
  const terms = termsOf(fields)
  const wished = useSettled(terms)
  const preview = useQuery({
    queryKey: ['preview', plan.id, wished],
    queryFn: ({ signal }) =>
      scrip.subscriptions.preview(
        account,
        { plan: plan.id, ...(wished ?? { seats: 1, credits_per_seat: '1' }) },
        { signal },
      ),
    enabled: wished !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
  const isCurrent = terms !== null && wished !== null && isSame(terms, wished) && !preview.isPlaceholderData
  const change = preview.data ?? null
  const isReady = isCurrent && preview.isSuccess

  const subscribe = useMutation({
    mutationFn: () => {
      const body = {
        plan: plan.id,
        ...(terms ?? { seats: 1, credits_per_seat: '1' }),
        ...(card !== undefined && { payment_method: card }),
        expected_amount: change?.amount_due ?? '0',
        ...returnTo('/subscription'),
      }
      return askOnce(about, body, (idempotencyKey) =>
        scrip.subscriptions.create(account, body, { idempotencyKey }),
      )
    },
    onSuccess: async ({ subscription, purchase }) => {
      settleAll(about)
      await refreshAll()
      onClose()
      const url = hostedPage(purchase)
      if (url && goToPage(url)) return
      if (purchase && subscription.status === 'incomplete')
        return navigate({ to: '/purchases/$purchase', params: { purchase: purchase.id } })
      toast({ text: `You have ${plan.name} now.` })
    },
    onError: (error) => {
      if (isRefusal(error, 'amount_changed')) void preview.refetch()
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (isReady && !subscribe.isPending) subscribe.mutate()
  }

  return (
    <Dialog
      title={`Subscribe to ${plan.name}`}
      open
      wide
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={subscribe.isPending} disabled={!isReady}>
            {change && isCurrent && cards.length > 0
              ? `Subscribe for ${moneyText(change.amount_due, change.currency)}`
              : 'Continue to payment'}
          </Button>
        </>
      }
    >
      <form id={form} className="stack" onSubmit={submit} noValidate>
        {wasAsked && subscribe.isIdle && <WasAsked />}
        {subscribe.isError && <NotDone error={subscribe.error} />}
        <TermsFields
          plan={plan}
          terms={fields}
          isTeam={kind === 'team'}
          onChange={setFields}
          faults={faultsOf(fields)}
        />
        {cards.length > 0 && (
          <Select
            label="Pay with"
            value={card ?? cards.find(({ is_default }) => is_default)?.id}
            onChange={(event) => setCard(event.target.value)}
          >
            {cards.map((one) => (
              <option key={one.id} value={one.id}>
                {cardName(one)}
              </option>
            ))}
          </Select>
        )}
        {preview.isError ? (
          <p className="field-fault" role="alert">
            {tellOf(preview.error).detail}
          </p>
        ) : (
          <Preview change={change} isStale={!isCurrent} />
        )}
      </form>
    </Dialog>
  )
}
