import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Card } from '../../ui/card.tsx'
import { usePortal } from '../data/portal.ts'
import { purchasesQuery } from '../data/queries.ts'
import { PurchasesTable } from '../purchases/purchases-table.tsx'

const SHOWN = 5

export function LastPurchases() {
  const purchases = useInfiniteQuery(purchasesQuery(usePortal()))
  if (purchases.data ? purchases.data.length === 0 : purchases.isError) return null
  return (
    <Card title="Last purchases" flush footer={<Link to="/purchases">All purchases</Link>}>
      <PurchasesTable
        purchases={purchases.data?.slice(0, SHOWN) ?? []}
        loading={purchases.isPending ? 3 : 0}
      />
    </Card>
  )
}
