import { Amount, CountedAmount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { isZero } from '../../ui/decimal.ts'
import { Empty } from '../../ui/empty.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Ago } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { useAccountId, useBalances, useNameOf } from '../data/reads.ts'
import { GrantTimeline } from './grant-timeline.tsx'
import { Grants } from './grants.tsx'

/** What an account has: its wallets, and the grants that they are made of. */
export function Credits() {
  const account = useAccountId()
  const balances = useBalances(account)
  const nameOf = useNameOf()
  const items = balances.data
  return (
    <>
      {balances.error && !items ? (
        <Card>
          <Unloaded of={balances} what="The wallets" />
        </Card>
      ) : items?.length === 0 ? (
        <Card>
          <Empty icon="coins" title="No credits yet">
            Whatever is bought or granted first opens a wallet for its credit type.
          </Empty>
        </Card>
      ) : (
        <section className="wallets" aria-label="Wallets">
          {items?.map(({ credit_type, available, held, debt, expiring_next }) => (
            <Card key={credit_type} title={nameOf(credit_type)}>
              <p className="wallet-amount">
                <CountedAmount value={available} />
              </p>
              <p className="wallet-parts">
                <span>available</span>
                {!isZero(held) && (
                  <span>
                    <Amount value={held} /> held
                  </span>
                )}
                {!isZero(debt) && (
                  <Badge tone="bad">
                    <Amount value={debt} /> owed
                  </Badge>
                )}
                {expiring_next && (
                  <span>
                    <Amount value={expiring_next.amount} /> expire <Ago at={expiring_next.at} />
                  </span>
                )}
              </p>
            </Card>
          )) ?? [1, 2].map((card) => <WalletShape key={card} />)}
        </section>
      )}
      <GrantTimeline account={account} />
      <Grants account={account} />
    </>
  )
}

const WalletShape = () => (
  <Card title={<Skeleton width="110px" />}>
    <p className="wallet-amount">
      <Skeleton width="90px" />
    </p>
    <p className="wallet-parts">
      <Skeleton width="150px" />
    </p>
  </Card>
)
