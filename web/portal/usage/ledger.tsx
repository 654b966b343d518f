import type { Entry } from '@scrip/sdk'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { type Decimal, microOf, textOf } from '../../ui/decimal.ts'
import { Empty } from '../../ui/empty.tsx'
import { Select } from '../../ui/field.tsx'
import { More } from '../../ui/more.tsx'
import { NothingSoFar } from '../../ui/nothing-so-far.tsx'
import { Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { listQuery } from '../data/queries.ts'
import { useNames } from '../data/use-names.ts'
import { entryKinds } from '../data/words.ts'
import { ledgerRoute } from '../router.tsx'
import './filters.css'
import { TypeSelect } from './type-select.tsx'

const kinds = Object.keys(entryKinds) as Entry['kind'][]

export function Ledger() {
  const { scrip, account } = usePortal()
  const search = ledgerRoute.useSearch()
  const navigate = useNavigate()
  const kind = kinds.find((one) => one === search.kind)
  const wish = { limit: 25, credit_type: search.type, kind }
  const entries = useInfiniteQuery(
    listQuery(['entries', wish], (cursor) => scrip.entries.list(account, wish).page(cursor)),
  )
  const set = (more: Partial<typeof search>) =>
    navigate({ to: '/ledger', search: { ...search, ...more }, replace: true })
  return (
    <Page title="Ledger" hint="Every line of the books of this account. None is ever changed.">
      <div className="filters">
        <TypeSelect value={search.type} onChange={(type) => set({ type })} />
        <Select
          bare
          label="Kind"
          value={kind ?? ''}
          onChange={(event) => set({ kind: event.target.value || undefined })}
        >
          <option value="">Every kind</option>
          {kinds.map((one) => (
            <option key={one} value={one}>
              {entryKinds[one]}
            </option>
          ))}
        </Select>
      </div>
      <Card flush>
        {!entries.data ? (
          <Unloaded of={entries} what="The ledger">
            <EntriesTable entries={[]} loading={8} />
          </Unloaded>
        ) : entries.data.length === 0 && entries.hasNextPage ? (
          <NothingSoFar />
        ) : entries.data.length === 0 ? (
          <Empty icon="list" title={kind ? 'No lines of that kind' : 'No lines yet'}>
            Whatever comes, goes, is set aside or expires is written down here.
          </Empty>
        ) : (
          <EntriesTable entries={entries.data} />
        )}
        <More of={entries} />
      </Card>
    </Page>
  )
}

/** What can be used grows by what enters the wallet, and shrinks by what leaves it. What moves elsewhere leaves it as it is. */
function changeOf({ from, to, amount }: Entry): Decimal | null {
  if (to === 'wallet') return amount
  return from === 'wallet' ? textOf(-microOf(amount)) : null
}

function EntriesTable({
  entries,
  loading,
}: {
  readonly entries: readonly Entry[]
  readonly loading?: number
}) {
  const names = useNames()
  return (
    <Table
      caption="Ledger, newest first"
      rows={entries}
      rowKey={({ credit_type, seq }) => `${credit_type} ${seq}`}
      loading={loading}
      columns={[
        {
          key: 'what',
          label: 'What',
          lead: true,
          cell: ({ kind, cause }) =>
            cause.startsWith('deb_') ? (
              <Link to="/usage/$debit" params={{ debit: cause }} className="table-link">
                {entryKinds[kind]}
              </Link>
            ) : (
              entryKinds[kind]
            ),
        },
        { key: 'at', label: 'When', cell: ({ at }) => <Time at={at} style="clock" /> },
        {
          key: 'type',
          label: 'Credits',
          cell: ({ credit_type }) => names.type(credit_type),
        },
        {
          key: 'amount',
          label: 'Amount',
          end: true,
          prime: true,
          cell: (entry) => <Change entry={entry} />,
        },
        {
          key: 'after',
          label: 'Available after',
          end: true,
          cell: ({ balance }) => <Amount value={balance.available} />,
        },
      ]}
    />
  )
}

function Change({ entry }: { readonly entry: Entry }) {
  const change = changeOf(entry)
  return change === null ? (
    <span className="soft">
      <Amount value={entry.amount} />
    </span>
  ) : (
    <Amount value={change} signed />
  )
}
