import { useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAccountId, useNameOf } from '../data/reads.ts'
import { useList } from '../data/use-list.ts'
import { FilterSelect } from '../frame/filter-select.tsx'
import { Listing } from '../frame/listing.tsx'
import { purchaseColumns } from '../purchases/columns.tsx'
import { stateOptions, stateQuery } from '../purchases/state-filter.ts'
import { Disputes } from './disputes.tsx'

export function AccountPurchases() {
  const account = useAccountId()
  const nameOf = useNameOf()
  const [state, setState] = useState<string | undefined>()
  const list = useList(keys.account(account, 'purchases', state), (signal) =>
    scrip.purchases.list(account, { limit: 15, ...stateQuery(state) }, { signal }),
  )
  return (
    <>
      <Disputes account={account} />
      <Listing
        title="Purchases"
        caption="Purchases"
        columns={purchaseColumns(nameOf, false)}
        list={list}
        rowKey={({ id }) => id}
        filters={<FilterSelect label="State" value={state} options={stateOptions} onChoose={setState} />}
        empty={
          <Empty icon="receipt" title={state === undefined ? 'Nothing was bought yet' : 'None in this state'}>
            Purchases are made in the portal or through the API.
          </Empty>
        }
      />
    </>
  )
}
