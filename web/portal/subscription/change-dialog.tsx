import { isRefusal, type Member, type Plan, type Subscription } from '@scrip/sdk'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useId, useState } from 'react'
import { Demotions } from '../../subscription/demotions.tsx'
import { Preview } from '../../subscription/preview.tsx'
import { faultsOf, isSame, termsOf, typed } from '../../subscription/terms.ts'
import { TermsFields } from '../../subscription/terms-fields.tsx'
import { moneyText } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { isZero } from '../../ui/decimal.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { useToast } from '../../ui/toast.tsx'
import { askOnce, isUnanswered, settleAll } from '../../ui/unanswered.ts'
import { useSettled } from '../../ui/use-settled.ts'
import { hostedPage, returnTo, useGoToPage } from '../data/hosted-page.ts'
import { usePortal } from '../data/portal.ts'
import { useRefresh } from '../data/refresh.ts'
import { NotDone, WasAsked } from './not-done.tsx'

interface ChangeDialogProps {
  readonly subscription: Subscription
  readonly plan: Plan
  /** Who has a seat now. */
  readonly seated: readonly Pick<Member, 'id' | 'email'>[]
  readonly onClose: () => void
}

export function ChangeDialog({ subscription, plan, seated, onClose }: ChangeDialogProps) {
  const { scrip, account, kind } = usePortal()
  const navigate = useNavigate()
  const refreshAll = useRefresh()
  const toast = useToast()
  const goToPage = useGoToPage()
  const form = useId()
  const [fields, setFields] = useState(() => typed(subscription))
  const [demoted, setDemoted] = useState<readonly string[]>([])
  const { id } = subscription
  const about = ['change', account, id]
  const [wasAsked] = useState(() => isUnanswered(about))
  const terms = termsOf(fields)
  const wished = useSettled(terms)
  const preview = useQuery({
    queryKey: ['preview', id, wished],
    queryFn: ({ signal }) => scrip.subscriptions.previewChange(account, id, wished ?? {}, { signal }),
    enabled: wished !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
  const isCurrent = terms !== null && wished !== null && isSame(terms, wished) && !preview.isPlaceholderData
  const change = preview.data ?? null
  const tooFew = terms === null ? 0 : seated.length - terms.seats

  const apply = useMutation({
    mutationFn: () => {
      const body = {
        ...terms,
        ...(tooFew > 0 && { demote: demoted }),
        expected_amount: change?.amount_due ?? '0',
        ...returnTo('/subscription'),
      }
      return askOnce(about, body, (idempotencyKey) =>
        scrip.subscriptions.change(account, id, body, { idempotencyKey }),
      )
    },
    onSuccess: async ({ purchase, change: done }) => {
      settleAll(about)
      await refreshAll()
      onClose()
      const url = hostedPage(purchase)
      if (url && goToPage(url)) return
      if (purchase && purchase.state !== 'paid')
        return navigate({ to: '/purchases/$purchase', params: { purchase: purchase.id } })
      toast({ text: done.immediate ? 'The subscription is changed.' : 'The change waits for the renewal.' })
    },
    onError: (error) => {
      // It costs something else by now: ask what.
      if (isRefusal(error, 'amount_changed')) void preview.refetch()
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (isReady) apply.mutate()
  }

  const hasDemoted = tooFew <= 0 || demoted.length === tooFew
  const isReady = isCurrent && preview.isSuccess && change?.kind !== 'none' && hasDemoted && !apply.isPending
  return (
    <Dialog
      title={`Change ${plan.name}`}
      open
      wide
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            form={form}
            busy={apply.isPending}
            disabled={!isReady && !apply.isPending}
          >
            {change?.immediate && isCurrent && !isZero(change.amount_due)
              ? `Pay ${moneyText(change.amount_due, change.currency)} and change`
              : 'Change'}
          </Button>
        </>
      }
    >
      <form id={form} className="stack" onSubmit={submit} noValidate>
        {wasAsked && apply.isIdle && <WasAsked />}
        {apply.isError && <NotDone error={apply.error} />}
        <TermsFields
          plan={plan}
          terms={fields}
          isTeam={kind === 'team'}
          onChange={setFields}
          faults={faultsOf(fields)}
        />
        {tooFew > 0 && <Demotions {...{ seated, demoted, onChange: setDemoted, needed: tooFew }} />}
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
