import type { CreatePlanBody } from '@scrip/sdk'
import { useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useCreditTypes } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'

interface Size {
  readonly credits: string
  readonly month_price: string
  readonly year_price: string
}

const NO_SIZE: Size = { credits: '', month_price: '', year_price: '' }
const labels = {
  credits: 'Credits a month',
  month_price: 'Price a month',
  year_price: 'Price a year',
} as const
const parts = ['credits', 'month_price', 'year_price'] as const

export function PlanDialog({ onClose }: { readonly onClose: () => void }) {
  const show = useToast()
  const types = useCreditTypes().data?.items ?? []
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState('')
  const [givesTo, setGivesTo] = useState<NonNullable<CreatePlanBody['gives_to']>>('seats')
  const [sizes, setSizes] = useState<readonly Size[]>([NO_SIZE])
  const type = types.find(({ id }) => id === chosen) ?? types[0]
  const action = useAction(
    (body: CreatePlanBody, options) => scrip.plans.create(body, options),
    [keys.plans],
    ({ name }) => {
      show({ text: `“${name}” can be subscribed to now.` })
      onClose()
    },
  )
  const { error } = action
  const submit = () => {
    if (!type) return
    const given = sizes.map(({ credits, month_price, year_price }) => ({
      credits: credits.trim(),
      ...(month_price.trim() !== '' && { month_price: month_price.trim() }),
      ...(year_price.trim() !== '' && { year_price: year_price.trim() }),
    }))
    const pricing = { by: 'size', sizes: given } as const
    action.run({
      name: name.trim(),
      credit_type: type.id,
      currency: type.currency,
      gives_to: givesTo,
      pricing,
    })
  }
  const setSize = (at: number, more: Partial<Size>) =>
    setSizes(sizes.map((size, i) => (i === at ? { ...size, ...more } : size)))
  return (
    <ActionDialog
      wide
      title="New plan"
      submit="Create"
      action={action}
      incomplete={name.trim() === '' || sizes.length === 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label="Name"
        value={name}
        fault={faultOf(error, 'name')}
        onChange={({ target }) => setName(target.value)}
      />
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
      <fieldset className="plain-set stack gap-2">
        <legend className="field-label">Sizes of a seat</legend>
        {sizes.map((size, i) => (
          <div className="fields" key={i}>
            {parts.map((part) => (
              <Field
                key={part}
                label={labels[part]}
                inputMode="decimal"
                value={size[part]}
                fault={faultOf(error, `pricing/sizes/${i}/${part}`)}
                onChange={({ target }) => setSize(i, { [part]: target.value })}
                after={
                  part === 'year_price' &&
                  sizes.length > 1 && (
                    <IconButton
                      icon="cross"
                      label={`Leave size ${i + 1} out`}
                      onClick={() => setSizes(sizes.filter((_, at) => at !== i))}
                    />
                  )
                }
              />
            ))}
          </div>
        ))}
        <div className="row">
          <Button small icon="plus" onClick={() => setSizes([...sizes, NO_SIZE])}>
            Another size
          </Button>
        </div>
      </fieldset>
    </ActionDialog>
  )
}
