import type { CallOptions, Grant } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { amountText } from '../../ui/amount-text.ts'
import { compare, typedAmount } from '../../ui/decimal.ts'
import { Field, Select } from '../../ui/field.tsx'
import { firstOf } from '../../ui/first-of.ts'
import { Segments } from '../../ui/segments.tsx'
import { timeText } from '../../ui/time.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'
import { grantSources } from '../words.ts'
import { CreditTypeSelect } from './credit-type-select.tsx'

interface Adjustment {
  readonly way: 'up' | 'down'
  readonly credit_type: string
  readonly amount: string
  readonly grant: string
  readonly reason: string
}

/** Up is a grant of its own; down takes credits back from one grant, so that they don't count as usage. */
async function adjust(account: string, wish: Adjustment, options: CallOptions): Promise<string> {
  const { way, credit_type, amount, grant, reason } = wish
  if (way === 'down')
    return (await scrip.grants.revoke(account, grant, { amount, reason }, options)).balance.available
  const body = { credit_type, amount, source: 'adjustment', metadata: { reason } } as const
  return (await scrip.grants.create(account, body, options)).balance.available
}

/** So many to choose from at most. */
const MOST = 500

const hintOf = (read: number, open: number): string | undefined =>
  open === 0
    ? 'There is no grant with credits left.'
    : read === MOST
      ? `The newest ${MOST}. Older ones are taken back from the list of grants.`
      : undefined

const hasSome = ({ remaining }: Grant) => compare(remaining, '0') > 0

interface AdjustDialogProps {
  readonly account: string
  readonly onClose: () => void
}

export function AdjustDialog({ account, onClose }: AdjustDialogProps) {
  const show = useToast()
  const nameOf = useNameOf()
  const [way, setWay] = useState<Adjustment['way']>('up')
  const [type, setType] = useState('')
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState('')
  const [reason, setReason] = useState('')
  const amount = typedAmount(typed)
  const grants = useQuery({
    queryKey: keys.account(account, 'grants', 'open', type),
    queryFn: ({ signal }) =>
      firstOf(scrip.grants.list(account, { state: 'open', credit_type: type, limit: 100 }, { signal }), MOST),
    enabled: type !== '',
  })
  const open = (grants.data ?? []).filter(hasSome)
  const grant = open.find(({ id }) => id === chosen) ?? open[0]
  const action = useAction(
    ['adjust', account],
    (wish: Adjustment, options) => adjust(account, wish, options),
    [keys.account(account), keys.overview],
    (available) => {
      show({ text: `Adjusted. Available now: ${amountText(available)}.` })
      onClose()
    },
  )
  const { error } = action
  // What is spent can't be taken from it; to write that off, or make it a debt, is asked at the grant.
  const isTooMuch =
    way === 'down' && amount !== null && grant !== undefined && compare(amount, grant.remaining) > 0
  const isIncomplete =
    amount === null || reason.trim() === '' || isTooMuch || (way === 'up' ? type === '' : !grant)
  return (
    <ActionDialog
      wide
      danger={way === 'down'}
      title="Adjust the balance"
      submit={amount === null ? 'Adjust' : `${way === 'up' ? 'Add' : 'Take'} ${amountText(amount)}`}
      action={action}
      incomplete={isIncomplete}
      onClose={onClose}
      onSubmit={() =>
        action.run({
          way,
          credit_type: type,
          amount: amount ?? typed,
          grant: grant?.id ?? '',
          reason: reason.trim(),
        })
      }
      outcome={
        amount !== null &&
        !isTooMuch &&
        (way === 'up' ? (
          <>
            Adds <Amount value={amount} /> {nameOf(type)} as a grant of the source “Adjustment”, with the
            reason.
          </>
        ) : (
          <>
            Takes <Amount value={amount} /> back from the grant{' '}
            {grant && (
              <>
                of {timeText(grant.created_at, 'date')}, of which <Amount value={grant.remaining} /> are left
              </>
            )}
            . It is booked as revoked, not as usage, with the reason.
          </>
        ))
      }
    >
      <Segments
        label="Which way"
        options={[
          { key: 'up', label: 'Add credits' },
          { key: 'down', label: 'Take credits' },
        ]}
        chosen={way}
        onChoose={setWay}
      />
      <div className="fields">
        <CreditTypeSelect
          account={account}
          value={type}
          onChoose={setType}
          fault={faultOf(error, 'credit_type')}
        />
        <Field
          label="Amount"
          inputMode="decimal"
          value={typed}
          fault={
            typed !== '' && amount === null
              ? 'A number, with at most six decimals.'
              : isTooMuch
                ? `At most ${amountText(grant.remaining)}: so much is left of the grant.`
                : faultOf(error, 'amount')
          }
          onChange={({ target }) => setTyped(target.value)}
        />
      </div>
      {way === 'down' && (
        <Select
          label="From the grant"
          value={grant?.id ?? ''}
          hint={grants.isSuccess ? hintOf(grants.data.length, open.length) : undefined}
          onChange={({ target }) => setChosen(target.value)}
        >
          {open.map(({ id, source, remaining, created_at }) => (
            <option key={id} value={id}>
              {grantSources[source]}, {timeText(created_at, 'date')}: {amountText(remaining)} left
            </option>
          ))}
        </Select>
      )}
      <Field
        label="Reason"
        hint="Kept with the grant, where its buyer can read it, too."
        maxLength={500}
        value={reason}
        fault={faultOf(error, 'reason')}
        onChange={({ target }) => setReason(target.value)}
      />
    </ActionDialog>
  )
}
