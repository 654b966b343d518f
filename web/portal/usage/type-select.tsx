import { useQuery } from '@tanstack/react-query'
import { Select } from '../../ui/field.tsx'
import { usePortal } from '../data/portal.ts'
import { balancesQuery } from '../data/queries.ts'
import { useNames } from '../data/use-names.ts'

interface TypeSelectProps {
  readonly value: string | undefined
  readonly onChange: (type: string | undefined) => void
}

/** Of the credits that the account has or had; left out where there is one kind alone. */
export function TypeSelect({ value, onChange }: TypeSelectProps) {
  const balances = useQuery(balancesQuery(usePortal())).data ?? []
  const names = useNames()
  if (balances.length < 2 && value === undefined) return null
  return (
    <Select
      bare
      label="Credits"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <option value="">All credits</option>
      {balances.map(({ credit_type }) => (
        <option key={credit_type} value={credit_type}>
          {names.type(credit_type)}
        </option>
      ))}
    </Select>
  )
}
