import type { Debit } from '@scrip/sdk'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { isZero } from '../../ui/decimal.ts'
import { Empty } from '../../ui/empty.tsx'
import { Field } from '../../ui/field.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { useList } from '../data/use-list.ts'
import { CreditTypeFilter } from '../frame/filter-select.tsx'
import { Listing } from '../frame/listing.tsx'

const parts = ['member', 'project', 'feature'] as const

export function Debits({ account }: { readonly account: string }) {
  const nameOf = useNameOf()
  const { debit: _open, ...kept } = useSearch({ from: '/inside/accounts/$account/usage' })
  const navigate = useNavigate({ from: '/accounts/$account/usage' })
  const [typed, setTyped] = useState(kept)
  const filter = useDeferredValue(kept)
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
  const list = useList(keys.account(account, 'debits', filter), (signal) =>
    scrip.debits.list(account, { limit: 15, ...given }, { signal }),
  )
  const narrow = (more: typeof kept) =>
    void navigate({ search: (before) => ({ ...before, ...more }), replace: true })
  const columns: readonly Column<Debit>[] = [
    {
      key: 'when',
      label: 'When',
      lead: true,
      cell: ({ id, created_at }) => (
        <Link
          className="table-link"
          from="/accounts/$account/usage"
          to="."
          search={(before) => ({ ...before, debit: id })}
          resetScroll={false}
        >
          <Time at={created_at} style="clock" />
        </Link>
      ),
    },
    { key: 'type', label: 'Credit type', cell: ({ credit_type }) => nameOf(credit_type) },
    { key: 'member', label: 'Member', cell: ({ member }) => member },
    { key: 'project', label: 'Project', wideOnly: true, cell: ({ project }) => project },
    { key: 'feature', label: 'Feature', wideOnly: true, cell: ({ feature }) => feature },
    {
      key: 'state',
      label: 'Outcome',
      cell: ({ status, code, reversed, amount }) =>
        status === 'refused' ? (
          <Badge tone="bad">{code ?? 'Refused'}</Badge>
        ) : isZero(reversed) ? (
          <Badge tone="good">Burned</Badge>
        ) : (
          <Badge tone="warn">{reversed === amount ? 'Reversed' : 'Partly reversed'}</Badge>
        ),
    },
    { key: 'amount', label: 'Amount', end: true, cell: ({ amount }) => <Amount value={amount} /> },
    {
      key: 'after',
      label: 'Left after',
      end: true,
      wideOnly: true,
      cell: ({ balance_after }) => <Amount value={balance_after} />,
    },
  ]
  return (
    <Listing
      title="Debits"
      caption="Debits"
      columns={columns}
      list={list}
      rowKey={({ id }) => id}
      filters={
        <>
          <CreditTypeFilter value={kept.credit_type} onChoose={(credit_type) => narrow({ credit_type })} />
          {parts.map((part) => (
            <Field
              key={part}
              label={part.charAt(0).toUpperCase() + part.slice(1)}
              placeholder="All"
              value={typed[part] ?? ''}
              onChange={({ target }) => {
                const value = target.value.trim() === '' ? undefined : target.value.trim()
                setTyped({ ...typed, [part]: value })
                narrow({ [part]: value })
              }}
            />
          ))}
        </>
      }
      empty={
        <Empty icon="bars" title="No debits">
          Nothing was burned yet, or nothing that fits.
        </Empty>
      }
    />
  )
}
