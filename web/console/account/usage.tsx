import { useNavigate, useSearch } from '@tanstack/react-router'
import { useAccountId } from '../data/reads.ts'
import { BurnChart } from './burn-chart.tsx'
import { DebitDetail } from './debit-detail.tsx'
import { Debits } from './debits.tsx'
import { Holds } from './holds.tsx'

/** What an account burns: by day, one by one, and what is set aside for work under way. */
export function Usage() {
  const account = useAccountId()
  const { debit } = useSearch({ from: '/inside/accounts/$account/usage' })
  const navigate = useNavigate({ from: '/accounts/$account/usage' })
  return (
    <>
      <BurnChart account={account} />
      <Debits account={account} />
      <Holds account={account} />
      {debit !== undefined && (
        <DebitDetail
          account={account}
          debit={debit}
          onClose={() => void navigate({ search: (before) => ({ ...before, debit: undefined }) })}
        />
      )}
    </>
  )
}
