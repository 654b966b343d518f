import type { CreateSubscriptionBody, Plan } from '@scrip/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { Preview } from '../../subscription/preview.tsx'
import { faultsOf, firstTerms, isSame, termsOf } from '../../subscription/terms.ts'
import { TermsFields } from '../../subscription/terms-fields.tsx'
import { moneyText } from '../../ui/amount-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { Select } from '../../ui/field.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { returnTo } from '../data/hosted-page.ts'
import { usePortal } from '../data/portal.ts'
import { cardsQuery } from '../data/queries.ts'
import { cardName } from '../data/words.ts'
import { NotDone, WasAsked } from './not-done.tsx'
import { useBilling } from './use-billing.ts'

export function SubscribeDialog({ plan, onClose }: { readonly plan: Plan; readonly onClose: () => void }) {
  const portal = usePortal()
  const { scrip, account, kind } = portal
  const form = useId()
  const cards = useQuery(cardsQuery(portal)).data ?? []
  const [fields, setFields] = useState(() => firstTerms(plan))
  const [card, setCard] = useState<string>()
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

  const billing = useBilling({
    about: ['subscribe', account, plan.id],
    ask: (body: CreateSubscriptionBody, options) => scrip.subscriptions.create(account, body, options),
    waits: ({ subscription }) => subscription.status === 'incomplete',
    said: () => `You have ${plan.name} now.`,
    onOtherPrice: () => void preview.refetch(),
    onClose,
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (billing.isUnsure) billing.again()
    else if (isReady && terms)
      billing.send({
        ...terms,
        plan: plan.id,
        ...(card !== undefined && { payment_method: card }),
        expected_amount: change?.amount_due ?? '0',
        ...returnTo('/subscription'),
      })
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
          <Button
            look="primary"
            type="submit"
            form={form}
            busy={billing.isBusy}
            disabled={!isReady && !billing.isUnsure && !billing.isBusy}
          >
            {billing.isUnsure
              ? 'Ask again'
              : change && isCurrent && cards.length > 0
                ? `Subscribe for ${moneyText(change.amount_due, change.currency)}`
                : 'Continue to payment'}
          </Button>
        </>
      }
    >
      <form id={form} className="stack" onSubmit={submit} noValidate>
        {billing.wasAsked && <WasAsked again={billing.again} />}
        {billing.error && <NotDone error={billing.error} />}
        <fieldset className="dialog-fields" disabled={billing.isUnsure}>
          <TermsFields
            plans={[plan]}
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
        </fieldset>
        {preview.isError ? (
          <p className="field-fault" role="alert">
            {tellOf(preview.error).detail}
          </p>
        ) : (
          <Preview change={change} plans={[plan]} isStale={!isCurrent} />
        )}
      </form>
    </Dialog>
  )
}
