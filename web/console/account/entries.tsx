import type { Entry, ListEntriesQuery } from '@scrip/sdk'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAccountId, useNameOf } from '../data/reads.ts'
import { useList } from '../data/use-list.ts'
import { CreditTypeFilter, FilterSelect } from '../frame/filter-select.tsx'
import { Listing } from '../frame/listing.tsx'
import { entryKinds } from '../words.ts'
import { Revocations } from './revocations.tsx'

/** From which book to which, seen from the wallet: what comes, what goes, and what only moves within the account. */
const sign = ({ from, to }: Entry): string => (to === 'wallet' ? '+' : from === 'wallet' ? '−' : '')

/** The ledger's lines of an account, newest first. */
export function Entries() {
  const account = useAccountId()
  const nameOf = useNameOf()
  const filter = useSearch({ from: '/inside/accounts/$account/entries' })
  const navigate = useNavigate({ from: '/accounts/$account/entries' })
  const narrow = (more: Partial<typeof filter>) =>
    void navigate({ search: { ...filter, ...more }, replace: true })
  const query = { limit: 25, ...given(filter) } as ListEntriesQuery
  const list = useList(keys.account(account, 'entries', filter), (signal) =>
    scrip.entries.list(account, query, { signal }),
  )
  const columns: readonly Column<Entry>[] = [
    { key: 'kind', label: 'What', lead: true, cell: ({ kind }) => entryKinds[kind] },
    { key: 'at', label: 'When', cell: ({ at }) => <Time at={at} style="clock" /> },
    {
      key: 'type',
      label: 'Credit type',
      cell: ({ credit_type, seq }) => (
        <>
          {nameOf(credit_type)} <span className="faint small">№ {seq}</span>
        </>
      ),
    },
    {
      key: 'books',
      label: 'Books',
      wideOnly: true,
      cell: ({ from, to }) => (
        <span className="soft">
          {from} → {to}
        </span>
      ),
    },
    {
      key: 'cause',
      label: 'Cause',
      wideOnly: true,
      cell: ({ cause }) =>
        cause.startsWith('deb_') ? (
          <Link to="/accounts/$account/usage" params={{ account }} search={{ debit: cause }}>
            <code>{short(cause)}</code>
          </Link>
        ) : (
          <code className="soft" title={cause}>
            {short(cause)}
          </code>
        ),
    },
    {
      key: 'amount',
      label: 'Amount',
      end: true,
      cell: (entry) => (
        <>
          {sign(entry)}
          <Amount value={entry.amount} />
        </>
      ),
    },
    {
      key: 'after',
      label: 'Available after',
      end: true,
      cell: ({ balance }) => <Amount value={balance.available} />,
    },
  ]
  return (
    <>
      <Listing
        title="Ledger"
        hint="Every line that moved credits of this account. None is ever changed or removed."
        caption="Ledger lines"
        columns={columns}
        list={list}
        rowKey={({ credit_type, seq }) => `${credit_type} ${seq}`}
        filters={
          <>
            <CreditTypeFilter
              value={filter.credit_type}
              onChoose={(credit_type) => narrow({ credit_type })}
            />
            <FilterSelect
              label="Kind"
              value={filter.kind}
              options={Object.entries(entryKinds)}
              onChoose={(kind) => narrow({ kind })}
            />
            {filter.grant !== undefined && (
              <Button icon="cross" onClick={() => narrow({ grant: undefined })}>
                Only of the grant {short(filter.grant)}
              </Button>
            )}
          </>
        }
        empty={
          <Empty icon="list" title="No lines">
            Nothing moved credits yet, or nothing that fits.
          </Empty>
        }
      />
      {filter.grant !== undefined && <Revocations account={account} grant={filter.grant} />}
    </>
  )
}

/** What tells one id from another, at its end. */
const short = (id: string): string => (id.length > 16 ? `${id.slice(0, 4)}…${id.slice(-6)}` : id)

function given(filter: object): object {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}
