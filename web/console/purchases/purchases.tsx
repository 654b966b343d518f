import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import { Field } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { useListAt } from '../data/use-list.ts'
import { CreditTypeFilter, FilterSelect } from '../frame/filter-select.tsx'
import { Listing } from '../frame/listing.tsx'
import { purchaseColumns } from './columns.tsx'
import { stateOptions, stateQuery } from './state-filter.ts'

/** The purchases of all accounts. */
export function Purchases() {
  const nameOf = useNameOf()
  const { after, ...filter } = useSearch({ from: '/inside/purchases' })
  const { state, credit_type, account } = filter
  const navigate = useNavigate({ from: '/purchases' })
  const [typed, setTyped] = useState(account ?? '')
  const query = {
    limit: 25,
    ...stateQuery(state),
    ...(credit_type !== undefined && { credit_type }),
    ...(account !== undefined && { account }),
  }
  const narrow = (more: typeof filter) =>
    void navigate({ search: { ...filter, ...more, after: undefined }, replace: true })
  const list = useListAt(
    [...keys.purchases, filter],
    (signal) => scrip.purchases.listAll(query, { signal }),
    after ?? [],
    (trail) => void navigate({ search: { ...filter, after: trail.length > 0 ? trail : undefined } }),
  )
  return (
    <Page title="Purchases" hint="Of all accounts, newest first.">
      <Listing
        caption="Purchases"
        columns={purchaseColumns(nameOf, true)}
        list={list}
        rowKey={({ id }) => id}
        loading={10}
        filters={
          <>
            <FilterSelect
              label="State"
              value={state}
              options={stateOptions}
              onChoose={(state) => narrow({ state })}
            />
            <CreditTypeFilter value={credit_type} onChoose={(credit_type) => narrow({ credit_type })} />
            <form
              onSubmit={(event) => {
                event.preventDefault()
                narrow({ account: typed.trim() === '' ? undefined : typed.trim() })
              }}
            >
              <Field
                label="Account’s id"
                placeholder="All"
                value={typed}
                onChange={({ target }) => {
                  setTyped(target.value)
                  if (target.value === '') narrow({ account: undefined })
                }}
              />
            </form>
          </>
        }
        empty={
          <Empty icon="receipt" title="No purchases">
            Nothing was bought yet, or nothing that fits.
          </Empty>
        }
      />
    </Page>
  )
}
