import { Button, IconButton } from '../../ui/button.tsx'
import { sentAmount } from '../../ui/decimal.ts'
import { Field } from '../../ui/field.tsx'
import { faultOf } from '../frame/action-dialog.tsx'

/** A size as it is typed. */
export interface Size {
  readonly credits: string
  readonly month_price: string
  readonly year_price: string
}

export const NO_SIZE: Size = { credits: '', month_price: '', year_price: '' }

const parts = ['credits', 'month_price', 'year_price'] as const
const labels: Readonly<Record<keyof Size, string>> = {
  credits: 'Credits a month',
  month_price: 'Price a month',
  year_price: 'Price a year',
}

/** What is typed where something is; a plan has what is left out not at all. */
export const given = <K extends string>(fields: Readonly<Record<K, string>>): Partial<Record<K, string>> =>
  Object.fromEntries(
    Object.entries<string>(fields)
      .map(([name, text]) => [name, text.trim()])
      .filter(([, text]) => text !== ''),
  ) as Partial<Record<K, string>>

/** The same of amounts, with what separates thousands left out. */
export const amounts = <K extends string>(fields: Readonly<Record<K, string>>): Partial<Record<K, string>> =>
  given(
    Object.fromEntries(Object.entries<string>(fields).map(([name, text]) => [name, sentAmount(text)])),
  ) as Partial<Record<K, string>>

export const sizesOf = (sizes: readonly Size[]) =>
  sizes.map(({ credits, ...prices }) => ({ credits: sentAmount(credits), ...amounts(prices) }))

interface PlanSizesProps {
  readonly legend: string
  readonly sizes: readonly Size[]
  readonly error: Error | null
  readonly onChange: (sizes: readonly Size[]) => void
}

export function PlanSizes({ legend, sizes, error, onChange }: PlanSizesProps) {
  const setSize = (at: number, more: Partial<Size>) =>
    onChange(sizes.map((size, i) => (i === at ? { ...size, ...more } : size)))
  return (
    <fieldset className="plain-set stack gap-2">
      <legend className="field-label">{legend}</legend>
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
                    onClick={() => onChange(sizes.filter((_, at) => at !== i))}
                  />
                )
              }
            />
          ))}
        </div>
      ))}
      <div className="row">
        <Button small icon="plus" onClick={() => onChange([...sizes, NO_SIZE])}>
          Another size
        </Button>
      </div>
    </fieldset>
  )
}
