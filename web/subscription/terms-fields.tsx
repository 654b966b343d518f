import type { Plan } from '@scrip/sdk'
import { amountText, moneyText, unitPriceText } from '../ui/amount-text.ts'
import { Field, Select } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import { type Faults, intervalsOf, isSameAmount, movedTo, type TypedTerms } from './terms.ts'
import './terms.css'

const INTERVALS = { month: 'Monthly', year: 'Yearly' } as const

interface TermsFieldsProps {
  /** Those that can be chosen, one of which is that of the terms. */
  readonly plans: readonly [Plan, ...Plan[]]
  readonly terms: TypedTerms
  /** Whether there is anybody to give more seats to. */
  readonly isTeam: boolean
  readonly onChange: (terms: TypedTerms) => void
  readonly faults: Faults
}

export function TermsFields({ plans, terms, isTeam, onChange, faults }: TermsFieldsProps) {
  const plan = plans.find(({ id }) => id === terms.plan) ?? plans[0]
  const intervals = intervalsOf(plan)
  const perSeat = plan.gives_to === 'seats'
  return (
    <div className="stack">
      {plans.length > 1 && (
        <Select
          label="Plan"
          value={plan.id}
          onChange={({ target }) => {
            const chosen = plans.find(({ id }) => id === target.value)
            if (chosen) onChange(movedTo(chosen, terms))
          }}
        >
          {plans.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      {intervals.length > 1 && (
        <Segments
          label="Billed"
          options={intervals.map((key) => ({ key, label: INTERVALS[key] }))}
          chosen={terms.interval}
          onChoose={(interval) => onChange({ ...terms, interval })}
        />
      )}
      <div className="terms">
        {perSeat && isTeam && (
          <Field
            label="Seats"
            type="number"
            inputMode="numeric"
            min={1}
            max={100_000}
            value={terms.seats}
            fault={faults.seats}
            onChange={(event) => onChange({ ...terms, seats: event.target.value })}
          />
        )}
        <Size
          {...{ plan, terms, onChange }}
          fault={faults.credits}
          label={perSeat ? 'Credits of each seat' : 'Credits'}
        />
      </div>
    </div>
  )
}

interface SizeProps extends Pick<TermsFieldsProps, 'terms' | 'onChange'> {
  readonly plan: Plan
  readonly label: string
  readonly fault: string | null
}

function Size({ plan, terms, onChange, label, fault }: SizeProps) {
  const { pricing, currency } = plan
  const price = terms.interval === 'month' ? 'month_price' : 'year_price'
  if (pricing.by === 'size')
    return (
      <Select
        label={label}
        value={pricing.sizes?.find(({ credits }) => isSameAmount(credits, terms.credits))?.credits ?? ''}
        onChange={(event) => onChange({ ...terms, credits: event.target.value })}
      >
        {pricing.sizes?.map((size) => {
          const money = size[price]
          return (
            <option key={size.credits} value={size.credits} disabled={money === null}>
              {amountText(size.credits)} a month
              {money === null ? '' : ` · ${moneyText(money, currency)} a ${terms.interval}`}
            </option>
          )
        })}
      </Select>
    )
  const each = terms.interval === 'month' ? pricing.month_unit_price : pricing.year_unit_price
  return (
    <Field
      label={label}
      inputMode="decimal"
      value={terms.credits}
      after="a month"
      fault={fault}
      hint={each && `${unitPriceText(each, currency)} each`}
      onChange={(event) => onChange({ ...terms, credits: event.target.value })}
    />
  )
}
