import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { More } from '../../ui/more.tsx'
import { Page } from '../../ui/page.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { purchasesQuery } from '../data/queries.ts'
import { PurchasesTable } from './purchases-table.tsx'

export function Purchases() {
  const portal = usePortal()
  const purchases = useInfiniteQuery(purchasesQuery(portal))
  const buy = (
    <Link to="/buy" className={buttonClass({ look: 'primary' })}>
      Buy credits
    </Link>
  )
  return (
    <Page title="Purchases" hint="What was bought and billed, and what became of it." actions={buy}>
      <Card flush>
        {!purchases.data ? (
          <Unloaded of={purchases} what="The purchases">
            <PurchasesTable purchases={[]} loading={6} />
          </Unloaded>
        ) : purchases.data.length === 0 ? (
          <Empty icon="receipt" title="Nothing bought yet" actions={buy}>
            Each purchase is listed here with its state, its invoice and its refunds.
          </Empty>
        ) : (
          <PurchasesTable purchases={purchases.data} />
        )}
        <More of={purchases} />
      </Card>
    </Page>
  )
}
