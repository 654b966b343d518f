import type { Account } from '@scrip/sdk'
import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useListAt } from '../data/use-list.ts'
import { Listing } from '../frame/listing.tsx'
import { CreateAccount } from './create-account.tsx'
import { SearchField } from './search-field.tsx'

const columns: readonly Column<Account>[] = [
  {
    key: 'name',
    label: 'Account',
    lead: true,
    cell: ({ id, name }) => (
      <Link className="table-link" to="/accounts/$account" params={{ account: id }}>
        {name}
      </Link>
    ),
  },
  { key: 'id', label: 'Id', cell: ({ id }) => <code className="soft">{id}</code> },
  { key: 'slug', label: 'Slug', wideOnly: true, cell: ({ slug }) => slug },
  { key: 'kind', label: 'Kind', cell: ({ kind }) => <Badge>{kind === 'team' ? 'Team' : 'User'}</Badge> },
  {
    key: 'created',
    label: 'Created',
    end: true,
    cell: ({ created_at }) => <Time at={created_at} style="date" />,
  },
]

export function Accounts() {
  const { search, after } = useSearch({ from: '/inside/accounts' })
  const navigate = useNavigate({ from: '/accounts' })
  const router = useRouter()
  const [creating, setCreating] = useState(false)
  const list = useListAt(
    [...keys.accounts, search ?? ''],
    (signal) => scrip.accounts.list({ limit: 25, ...(search !== undefined && { search }) }, { signal }),
    after ?? [],
    (trail) => void navigate({ search: { search, after: trail.length > 0 ? trail : undefined } }),
  )
  return (
    <Page
      title="Accounts"
      hint="Whoever owns credits: the users and teams of your product."
      actions={
        <Button look="primary" icon="plus" onClick={() => setCreating(true)}>
          New account
        </Button>
      }
    >
      <Listing
        caption="Accounts"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        loading={10}
        filters={
          <SearchField
            value={search ?? ''}
            onSearch={(text) => {
              // Who has gone on from here is not called back by what was typed before.
              const { location, resolvedLocation } = router.state
              if (location.pathname !== resolvedLocation?.pathname) return
              void navigate({
                search: { search: text === '' ? undefined : text, after: undefined },
                replace: true,
              })
            }}
          />
        }
        empty={
          search === undefined ? (
            <Empty icon="people" title="No accounts yet">
              Your product makes them through the API, or you do here.
            </Empty>
          ) : (
            <Empty icon="search" title={`Nothing is found by “${search}”`}>
              Accounts are found by their id, name or slug, and by the email of a member.
            </Empty>
          )
        }
      />
      {creating && <CreateAccount onClose={() => setCreating(false)} />}
    </Page>
  )
}
