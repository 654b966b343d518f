import type { SubscriptionOverview } from '@scrip/sdk'
import { Amount } from '../../ui/amount.tsx'
import { amountText } from '../../ui/amount-text.ts'
import { Card } from '../../ui/card.tsx'
import { isZero, shareOf, sumOf } from '../../ui/decimal.ts'
import { Facts } from '../../ui/facts.tsx'
import { Meter } from '../../ui/meter.tsx'
import { Time } from '../../ui/time.tsx'

export function ThisMonth({ overview }: { readonly overview: SubscriptionOverview }) {
  const { used, remaining, bonus, topped_up, subscription } = overview
  const given = sumOf([used, remaining])
  const words = `${amountText(used)} of ${amountText(given)} used`
  return (
    <Card
      title="This month"
      hint={
        subscription.resets_at && (
          <>
            New credits come on <Time at={subscription.resets_at} />; what is left of these goes then.
          </>
        )
      }
    >
      <div className="stack gap-3">
        <div className="row row-apart">
          <span>{words}</span>
          <span className="strong">
            <Amount value={remaining} /> left
          </span>
        </div>
        <Meter share={shareOf(used, given)} label={words} minds />
        <Facts
          facts={[
            !isZero(bonus) && ['Bonus in it', <Amount key="bonus" value={bonus} />],
            !isZero(topped_up.issued) && [
              'Topped up besides',
              <>
                <Amount value={topped_up.available} /> left of <Amount value={topped_up.issued} />
              </>,
            ],
          ]}
        />
      </div>
    </Card>
  )
}
