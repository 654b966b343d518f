import { Select } from '../../ui/field.tsx'
import { useCreditTypes } from '../data/reads.ts'

interface FilterSelectProps {
  readonly label: string
  readonly value: string | undefined
  /** What can be chosen, and what it is called. */
  readonly options: readonly (readonly [value: string, name: string])[]
  readonly onChoose: (value: string | undefined) => void
}

export function FilterSelect({ label, value, options, onChoose }: FilterSelectProps) {
  return (
    <Select
      label={label}
      value={value ?? ''}
      onChange={({ target }) => onChoose(target.value === '' ? undefined : target.value)}
    >
      <option value="">All</option>
      {options.map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </Select>
  )
}

export function CreditTypeFilter({ value, onChoose }: Pick<FilterSelectProps, 'value' | 'onChoose'>) {
  const types = useCreditTypes().data ?? []
  const options = types.map(({ id, name }) => [id, name] as const)
  return <FilterSelect label="Credit type" value={value} options={options} onChoose={onChoose} />
}
