import type { CreditType, PaymentMethod } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Money } from '../../ui/amount.tsx'
import { amountText, moneyText, unitPriceText } from '../../ui/amount-text.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import type { Decimal } from '../../ui/decimal.ts'
import { tellOf } from '../../ui/failure.tsx'
import { usePortal } from '../data/portal.ts'
import { balancesQuery } from '../data/queries.ts'
import { expiryText, type Offer } from './offers.ts'
import type { Quoted } from './use-quote.ts'

/** What a commitment is kept in: each is worth one unit of money. */
const COMMITTED = 'miu'

interface SummaryProps {
  readonly type: CreditType
  readonly offer: Offer
  readonly amount: Decimal | null
  readonly quoted: Quoted
  readonly card: PaymentMethod | null
  readonly isBusy: boolean
  /** Whether something can be bought now, and nothing else is under way. */
  readonly canBuy: boolean
}

export function Summary({ type, offer, amount, quoted, card, isBusy, canBuy }: SummaryProps) {
  const portal = usePortal()
  const { paysWith } = portal
  const committed = useQuery({ ...balancesQuery(portal), enabled: paysWith === 'commitment' }).data?.find(
    ({ credit_type }) => credit_type === COMMITTED,
  )
  const { quote, last, error } = quoted
  const shown = quote ?? last
  const isStale = quote === null && last !== null
  // Nobody pays a price that is not said yet.
  const isAsking = amount !== null && quote === null && quoted.fault === null && error === null
  const goesOn = paysWith === 'card' && card === null
  return (
    <Card title="Summary" className="buy-summary">
      <div className="stack">
        <dl className={isStale ? 'buy-lines buy-stale' : 'buy-lines'}>
          <div>
            <dt>{amount ? `${amountText(amount)} ${type.name}` : type.name}</dt>
            <dd>{shown && <Money value={shown.subtotal} currency={shown.currency} />}</dd>
          </div>
          {shown?.unit_price && (
            <div className="soft small">
              <dt>Each</dt>
              <dd className="amount">{unitPriceText(shown.unit_price, shown.currency)}</dd>
            </div>
          )}
          <div className="buy-total">
            <dt>
              {paysWith === 'commitment'
                ? 'Taken from your commitment'
                : shown?.taxed
                  ? 'Total before taxes'
                  : 'Total'}
            </dt>
            <dd aria-live="polite">
              {shown ? (
                <Money value={shown.subtotal} currency={shown.currency} />
              ) : (
                moneyText('0', offer.currency)
              )}
            </dd>
          </div>
        </dl>
        {paysWith === 'commitment' && (
          <p className="soft small">
            Your commitment has <Money value={committed?.available ?? '0'} currency={offer.currency} /> left.
          </p>
        )}
        {error !== null && (
          <p className="field-fault" role="alert">
            {tellOf(error).detail}
          </p>
        )}
        <Button
          type="submit"
          look="primary"
          className={canBuy && isAsking ? 'buy-button buy-waits' : 'buy-button'}
          busy={isBusy}
          disabled={!isBusy && (!canBuy || isAsking)}
        >
          {goesOn
            ? 'Continue to payment'
            : quote
              ? `Pay ${moneyText(quote.subtotal, quote.currency)}${quote.taxed ? ' + tax' : ''}`
              : 'Pay'}
        </Button>
        <p className="faint small">{expiryText(type)}</p>
      </div>
    </Card>
  )
}
