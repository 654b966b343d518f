import type { CreatePriceBody } from '@scrip/sdk'
import { useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { sentAmount } from '../../ui/decimal.ts'
import { Field, Select } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useCreditTypes } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'

type Scheme = CreatePriceBody['scheme']
interface Tier {
  readonly up_to: string
  readonly unit_price: string
}

export function PriceDialog({ onClose }: { readonly onClose: () => void }) {
  const show = useToast()
  const types = useCreditTypes().data ?? []
  const [chosen, setChosen] = useState('')
  const [scheme, setScheme] = useState<Scheme>('bundle')
  const [unitPrice, setUnitPrice] = useState('')
  const [size, setSize] = useState('')
  const [price, setPrice] = useState('')
  const [tiers, setTiers] = useState<readonly Tier[]>([
    { up_to: '1000', unit_price: '' },
    { up_to: '', unit_price: '' },
  ])
  const type = types.find(({ id }) => id === chosen) ?? types[0]
  const action = useAction(
    ['create price'],
    (body: CreatePriceBody, options) => scrip.prices.create(body, options),
    [keys.prices],
    () => {
      show({ text: 'The price can be bought at now.' })
      onClose()
    },
  )
  const { error } = action
  const submit = () => {
    if (!type) return
    action.run({
      credit_type: type.id,
      currency: type.currency,
      scheme,
      ...(scheme === 'unit' && { unit_price: sentAmount(unitPrice) }),
      ...(scheme === 'bundle' && { pack_size: sentAmount(size), pack_price: sentAmount(price) }),
      ...(scheme === 'volume' && {
        tiers: tiers.map(({ up_to, unit_price }) => ({
          ...(up_to.trim() !== '' && { up_to: sentAmount(up_to) }),
          unit_price: sentAmount(unit_price),
        })),
      }),
    })
  }
  const setTier = (at: number, more: Partial<Tier>) =>
    setTiers(tiers.map((tier, i) => (i === at ? { ...tier, ...more } : tier)))
  return (
    <ActionDialog wide title="New price" submit="Create" action={action} onSubmit={submit} onClose={onClose}>
      <Select label="Credit type" value={type?.id ?? ''} onChange={({ target }) => setChosen(target.value)}>
        {types.map(({ id, name, currency }) => (
          <option key={id} value={id}>
            {name} ({currency})
          </option>
        ))}
      </Select>
      <Segments
        label="How it is sold"
        options={[
          { key: 'bundle', label: 'Packs' },
          { key: 'unit', label: 'By the credit' },
          { key: 'volume', label: 'By volume' },
        ]}
        chosen={scheme}
        onChoose={setScheme}
      />
      {scheme === 'unit' && (
        <Field
          label="Price of a credit"
          inputMode="decimal"
          value={unitPrice}
          fault={faultOf(error, 'unit_price')}
          onChange={({ target }) => setUnitPrice(target.value)}
        />
      )}
      {scheme === 'bundle' && (
        <div className="fields">
          <Field
            label="Credits in a pack"
            inputMode="decimal"
            value={size}
            fault={faultOf(error, 'pack_size')}
            onChange={({ target }) => setSize(target.value)}
          />
          <Field
            label="Price of a pack"
            inputMode="decimal"
            value={price}
            fault={faultOf(error, 'pack_price')}
            onChange={({ target }) => setPrice(target.value)}
          />
        </div>
      )}
      {scheme === 'volume' && (
        <div className="stack gap-2">
          {tiers.map((tier, i) => (
            <div className="fields" key={i}>
              <Field
                label={`Tier ${i + 1}, up to`}
                placeholder="no end"
                inputMode="decimal"
                value={tier.up_to}
                fault={faultOf(error, `tiers/${i}/up_to`)}
                onChange={({ target }) => setTier(i, { up_to: target.value })}
              />
              <Field
                label="A credit"
                inputMode="decimal"
                value={tier.unit_price}
                fault={faultOf(error, `tiers/${i}/unit_price`)}
                onChange={({ target }) => setTier(i, { unit_price: target.value })}
                after={
                  tiers.length > 1 && (
                    <IconButton
                      icon="cross"
                      label={`Leave tier ${i + 1} out`}
                      onClick={() => setTiers(tiers.filter((_, at) => at !== i))}
                    />
                  )
                }
              />
            </div>
          ))}
          <div className="row">
            <Button small icon="plus" onClick={() => setTiers([...tiers, { up_to: '', unit_price: '' }])}>
              Another tier
            </Button>
          </div>
        </div>
      )}
    </ActionDialog>
  )
}
