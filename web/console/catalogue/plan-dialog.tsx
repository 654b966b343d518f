import type { CreatePlanBody } from '@scrip/sdk'
import { useState } from 'react'
import { sentAmount } from '../../ui/decimal.ts'
import { Field, Select } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useCreditTypes } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'
import { amounts, given, NO_SIZE, PlanSizes, type Size, sizesOf } from './plan-sizes.tsx'

const NO_PRICES = { month_unit_price: '', year_unit_price: '' }

export function PlanDialog({ onClose }: { readonly onClose: () => void }) {
  const show = useToast()
  const types = useCreditTypes().data ?? []
  const [named, setNamed] = useState({ id: '', bonus: '' })
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState('')
  const [givesTo, setGivesTo] = useState<NonNullable<CreatePlanBody['gives_to']>>('seats')
  const [by, setBy] = useState<CreatePlanBody['pricing']['by']>('size')
  const [sizes, setSizes] = useState<readonly Size[]>([NO_SIZE])
  const [prices, setPrices] = useState(NO_PRICES)
  const [days, setDays] = useState('30')
  const type = types.find(({ id }) => id === chosen) ?? types[0]
  const action = useAction(
    ['create plan'],
    (body: CreatePlanBody, options) => scrip.plans.create(body, options),
    [keys.plans],
    ({ name }) => {
      show({ text: `“${name}” can be subscribed to now.` })
      onClose()
    },
  )
  const { error } = action
  const perSeat = givesTo === 'seats'
  const hasPrice = by === 'size' ? sizes.length > 0 : Object.keys(given(prices)).length > 0
  const submit = () => {
    if (!type) return
    action.run({
      ...given({ ...named, bonus: sentAmount(named.bonus) }),
      name: name.trim(),
      credit_type: type.id,
      currency: type.currency,
      gives_to: givesTo,
      pricing: by === 'size' ? { by, sizes: sizesOf(sizes) } : { by, ...amounts(prices) },
      ...(/^\d+$/.test(days.trim()) && { days_until_due: Number(days) }),
    })
  }
  return (
    <ActionDialog
      wide
      title="New plan"
      submit="Create"
      action={action}
      incomplete={name.trim() === '' || !hasPrice}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="fields">
        <Field
          label="Name"
          value={name}
          fault={faultOf(error, 'name')}
          onChange={({ target }) => setName(target.value)}
        />
        <Field
          label="Id"
          placeholder="made for you"
          value={named.id}
          fault={faultOf(error, 'id')}
          onChange={({ target }) => setNamed({ ...named, id: target.value })}
        />
      </div>
      <div className="fields">
        <Select label="Credit type" value={type?.id ?? ''} onChange={({ target }) => setChosen(target.value)}>
          {types.map(({ id, name, currency }) => (
            <option key={id} value={id}>
              {name} ({currency})
            </option>
          ))}
        </Select>
        <Select
          label="Gives to"
          value={givesTo}
          onChange={({ target }) => setGivesTo(target.value as typeof givesTo)}
        >
          <option value="seats">Seats, each a member’s</option>
          <option value="quantity">The whole account</option>
        </Select>
      </div>
      <Segments
        label="How it is priced"
        options={[
          { key: 'size', label: 'By size' },
          { key: 'credit', label: 'By the credit' },
        ]}
        chosen={by}
        onChoose={setBy}
      />
      {by === 'size' ? (
        <PlanSizes legend={perSeat ? 'Sizes of a seat' : 'Sizes'} {...{ sizes, error, onChange: setSizes }} />
      ) : (
        <div className="fields">
          <Field
            label="A credit, by the month"
            inputMode="decimal"
            value={prices.month_unit_price}
            fault={faultOf(error, 'pricing/month_unit_price')}
            onChange={({ target }) => setPrices({ ...prices, month_unit_price: target.value })}
          />
          <Field
            label="A credit, by the year"
            hint="Of each of the twelve months. Left empty, it isn’t sold by the year."
            inputMode="decimal"
            value={prices.year_unit_price}
            fault={faultOf(error, 'pricing/year_unit_price')}
            onChange={({ target }) => setPrices({ ...prices, year_unit_price: target.value })}
          />
        </div>
      )}
      {faultOf(error, 'pricing') && (
        <p className="field-fault" role="alert">
          {faultOf(error, 'pricing')}
        </p>
      )}
      <div className="fields">
        <Field
          label="First-month bonus"
          hint={`Credits that ${perSeat ? 'each seat' : 'the account'} gets above that in the first month.`}
          inputMode="decimal"
          placeholder="none"
          value={named.bonus}
          fault={faultOf(error, 'bonus')}
          onChange={({ target }) => setNamed({ ...named, bonus: target.value })}
        />
        <Field
          label="Invoices are due after"
          after="days"
          inputMode="numeric"
          value={days}
          fault={faultOf(error, 'days_until_due')}
          onChange={({ target }) => setDays(target.value)}
        />
      </div>
    </ActionDialog>
  )
}
