import type { CreditType, PaymentMethod } from '@scrip/sdk'
import { amountText, Money, moneyText, unitPriceText } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import type { Decimal } from '../../ui/decimal.ts'
import { tellOf } from '../../ui/failure.tsx'
import { usePortal } from '../data/portal.ts'
import { expiryText, type Offer } from './offers.ts'
import type { Quoted } from './use-quote.ts'

interface SummaryProps {
  readonly type: CreditType
  readonly offer: Offer
  readonly amount: Decimal | null
  readonly quoted: Quoted
  readonly card: PaymentMethod | null
  readonly isBusy: boolean
  readonly isOpen: boolean
}

export function Summary({ type, offer, amount, quoted, card, isBusy, isOpen }: SummaryProps) {
  const { paysWith } = usePortal()
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
            <dt>{paysWith === 'commitment' ? 'Taken from your commitment' : 'Total before taxes'}</dt>
            <dd aria-live="polite">
              {shown ? (
                <Money value={shown.subtotal} currency={shown.currency} />
              ) : (
                moneyText('0', offer.currency)
              )}
            </dd>
          </div>
        </dl>
        {error !== null && (
          <p className="field-fault" role="alert">
            {tellOf(error).detail}
          </p>
        )}
        <Button
          type="submit"
          look="primary"
          className="buy-button"
          busy={isBusy}
          disabled={!isBusy && (!isOpen || isAsking)}
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
