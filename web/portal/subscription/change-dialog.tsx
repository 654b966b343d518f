import type { ChangeSubscriptionBody, Member, Plan, Subscription } from '@scrip/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { Demotions } from '../../subscription/demotions.tsx'
import { Preview } from '../../subscription/preview.tsx'
import { faultsOf, fitting, isSame, termsOf, typed, wishOf } from '../../subscription/terms.ts'
import { TermsFields } from '../../subscription/terms-fields.tsx'
import { moneyText } from '../../ui/amount-text.ts'
import { Button } from '../../ui/button.tsx'
import { isZero } from '../../ui/decimal.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { returnTo } from '../data/hosted-page.ts'
import { usePortal } from '../data/portal.ts'
import { plansQuery } from '../data/queries.ts'
import { NotDone, WasAsked } from './not-done.tsx'
import { useBilling } from './use-billing.ts'

interface ChangeDialogProps {
  readonly subscription: Subscription
  readonly plan: Plan
  /** Who has a seat now. */
  readonly seated: readonly Pick<Member, 'id' | 'email'>[]
  readonly onClose: () => void
}

export function ChangeDialog({ subscription, plan, seated, onClose }: ChangeDialogProps) {
  const portal = usePortal()
  const { scrip, account, kind } = portal
  const plans = fitting(useQuery(plansQuery(portal)).data ?? [], plan)
  const form = useId()
  const [fields, setFields] = useState(() => typed(subscription))
  const [demoted, setDemoted] = useState<readonly string[]>([])
  const { id, pending } = subscription
  const terms = termsOf(fields)
  const wished = useSettled(terms)
  const wish = wished && wishOf(wished, subscription)
  const preview = useQuery({
    // What waits already stays beside what is asked for, so it is another preview where that is another.
    queryKey: ['preview', id, wish, pending],
    queryFn: ({ signal }) => scrip.subscriptions.previewChange(account, id, wish ?? {}, { signal }),
    enabled: wished !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
  const isCurrent = terms !== null && wished !== null && isSame(terms, wished) && !preview.isPlaceholderData
  const change = preview.data ?? null
  const tooFew = terms === null ? 0 : seated.length - terms.seats

  const billing = useBilling({
    about: ['change subscription', account, id],
    ask: (body: ChangeSubscriptionBody, options) => scrip.subscriptions.change(account, id, body, options),
    waits: ({ purchase }) => purchase !== null && purchase.state !== 'paid',
    said: ({ change: done }) =>
      done.immediate ? 'The subscription is changed.' : 'The change waits for the renewal.',
    onOtherPrice: () => void preview.refetch(),
    onClose,
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (billing.isUnsure) billing.again()
    else if (isReady)
      billing.send({
        ...wishOf(terms, subscription),
        ...(tooFew > 0 && { demote: [...demoted] }),
        expected_amount: change?.amount_due ?? '0',
        ...returnTo('/subscription'),
      })
  }

  const hasDemoted = tooFew <= 0 || demoted.length === tooFew
  const isReady = isCurrent && preview.isSuccess && change?.kind !== 'none' && hasDemoted
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
            busy={billing.isBusy}
            disabled={!isReady && !billing.isUnsure && !billing.isBusy}
          >
            {billing.isUnsure
              ? 'Ask again'
              : change?.immediate && isCurrent && !isZero(change.amount_due)
                ? `Pay ${moneyText(change.amount_due, change.currency)} and change`
                : 'Change'}
          </Button>
        </>
      }
    >
      <form id={form} className="stack" onSubmit={submit} noValidate>
        {billing.wasAsked && <WasAsked again={billing.again} />}
        {billing.error && <NotDone error={billing.error} />}
        <fieldset className="dialog-fields" disabled={billing.isUnsure}>
          <TermsFields
            plans={plans}
            terms={fields}
            isTeam={kind === 'team'}
            onChange={setFields}
            faults={faultsOf(fields)}
          />
          {tooFew > 0 && <Demotions {...{ seated, demoted, onChange: setDemoted, needed: tooFew }} />}
        </fieldset>
        {preview.isError ? (
          <p className="field-fault" role="alert">
            {tellOf(preview.error).detail}
          </p>
        ) : (
          <Preview {...{ change, plans }} isStale={!isCurrent} />
        )}
      </form>
    </Dialog>
  )
}
