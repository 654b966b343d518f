import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { balancesQuery } from '../data/queries.ts'
import { BalanceCard } from './balance-card.tsx'
import { BurnCard } from './burn-card.tsx'
import { ExpiryCard } from './expiry-card.tsx'
import { LastPurchases } from './last-purchases.tsx'
import './overview.css'
import { Due, SubscriptionSummary } from './subscription-summary.tsx'

export function Overview() {
  const portal = usePortal()
  const balances = useQuery(balancesQuery(portal))
  const buy = portal.mayBuy && (
    <Link to="/buy" className={buttonClass({ look: 'primary' })}>
      Buy credits
    </Link>
  )
  return (
    <Page title="Overview" actions={buy}>
      {portal.mayBuy && <Due />}
      {!balances.data && (
        <div className="balances">
          <Unloaded of={balances} what="The balance">
            <Skeleton height="150px" />
          </Unloaded>
        </div>
      )}
      {balances.data?.length === 0 && (
        <Card>
          <Empty icon="coins" title="No credits yet" actions={buy}>
            Credits that are bought or given to {portal.accountName} are shown here, with what burns them.
          </Empty>
        </Card>
      )}
      {balances.data && balances.data.length > 0 && (
        <>
          <div className="balances">
            {balances.data.map((balance) => (
              <BalanceCard key={balance.credit_type} balance={balance} />
            ))}
          </div>
          <BurnCard balances={balances.data} />
        </>
      )}
      {portal.mayBuy && (
        <>
          <div className="overview-pair">
            <SubscriptionSummary />
            <ExpiryCard />
          </div>
          <LastPurchases />
        </>
      )}
    </Page>
  )
}
