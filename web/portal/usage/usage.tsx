import type { Debit } from '@scrip/sdk'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { isZero } from '../../ui/decimal.ts'
import { Empty } from '../../ui/empty.tsx'
import { More } from '../../ui/more.tsx'
import { NothingSoFar } from '../../ui/nothing-so-far.tsx'
import { Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { listQuery } from '../data/queries.ts'
import { useNames } from '../data/use-names.ts'
import { type UsageSearch, usageRoute } from '../router.tsx'
import { UsageFilters } from './usage-filters.tsx'

export function Usage() {
  const { scrip, account, mayBuy } = usePortal()
  const search = usageRoute.useSearch()
  const { type, member, project, feature } = search
  const wish = { limit: 25, credit_type: type, member, project, feature }
  const debits = useInfiniteQuery(
    listQuery(['usage', 'debits', wish], (cursor) => scrip.debits.list(account, wish).page(cursor)),
  )
  const isFiltered = Object.values(search).some((value) => value !== undefined)
  return (
    <Page
      title="Usage"
      hint={`${mayBuy ? 'Every debit' : 'Every debit of yours'}, newest first. Each one explains itself.`}
    >
      <UsageFilters key={JSON.stringify(search)} search={search} />
      <Card flush>
        {!debits.data ? (
          <Unloaded of={debits} what="The usage">
            <DebitsTable debits={[]} search={search} loading={8} />
          </Unloaded>
        ) : debits.data.length === 0 && debits.hasNextPage ? (
          <NothingSoFar />
        ) : debits.data.length === 0 ? (
          <Empty icon="bars" title={isFiltered ? 'Nothing was used like that' : 'Nothing was used yet'}>
            {isFiltered
              ? 'Take a filter away to see more.'
              : 'What burns credits is listed here as it happens.'}
          </Empty>
        ) : (
          <DebitsTable debits={debits.data} search={search} />
        )}
        <More of={debits} />
      </Card>
    </Page>
  )
}

interface DebitsTableProps {
  readonly debits: readonly Debit[]
  readonly search: UsageSearch
  readonly loading?: number
}

function DebitsTable({ debits, search, loading }: DebitsTableProps) {
  const names = useNames()
  return (
    <Table
      caption="Debits, newest first"
      rows={debits}
      rowKey={({ id }) => id}
      loading={loading}
      columns={[
        {
          key: 'at',
          label: 'When',
          lead: true,
          cell: ({ id, created_at }) => (
            <Link to="/usage/$debit" params={{ debit: id }} className="table-link">
              <Time at={created_at} style="clock" />
            </Link>
          ),
        },
        {
          key: 'for',
          label: 'For',
          cell: ({ feature, project, hold }) =>
            [feature, project].filter(Boolean).join(' · ') || (hold !== null ? 'Held work' : null),
        },
        {
          key: 'member',
          label: 'Member',
          cell: ({ member }) => member !== null && names.member(member),
        },
        ...(search.type === undefined
          ? [
              {
                key: 'type',
                label: 'Credits',
                cell: ({ credit_type }: Debit) => names.type(credit_type),
              },
            ]
          : []),
        { key: 'amount', label: 'Amount', end: true, prime: true, cell: Taken },
        {
          key: 'after',
          label: 'Left after',
          end: true,
          wideOnly: true,
          cell: ({ balance_after }) => <Amount value={balance_after} />,
        },
      ]}
    />
  )
}

/** What it took. Why it took nothing, its own page says. */
function Taken({ status, amount, reversed }: Debit) {
  if (status === 'refused') return <Badge tone="bad">Refused</Badge>
  return (
    <span className="nowrap">
      {!isZero(reversed) && <Badge>{reversed === amount ? 'Taken back' : 'Partly taken back'}</Badge>}{' '}
      <Amount value={amount} />
    </span>
  )
}
