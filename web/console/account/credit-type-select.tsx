import { useEffect } from 'react'
import { Select } from '../../ui/field.tsx'
import { useBalances, useCreditTypes } from '../data/reads.ts'

interface CreditTypeSelectProps {
  readonly account: string
  readonly value: string
  readonly fault?: string | undefined
  readonly onChoose: (creditType: string) => void
}

/** The credit types, those first that the account has something of; one of them is chosen from the start. */
export function CreditTypeSelect({ account, value, fault, onChoose }: CreditTypeSelectProps) {
  const types = useCreditTypes().data
  const balances = useBalances(account).data
  const had = new Set(balances?.map(({ credit_type }) => credit_type))
  const sorted = [...(types ?? [])].sort((a, b) => Number(had.has(b.id)) - Number(had.has(a.id)))
  const first = types && balances ? (sorted[0]?.id ?? '') : ''
  useEffect(() => {
    if (value === '' && first !== '') onChoose(first)
  }, [value, first, onChoose])
  return (
    <Select label="Credit type" value={value} fault={fault} onChange={({ target }) => onChoose(target.value)}>
      {sorted.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  )
}
