import type { PurchaseStory } from '@scrip/sdk'
import { Link } from '@tanstack/react-router'
import { Amount, Money } from '../../ui/amount.tsx'
import { unitPriceText } from '../../ui/amount-text.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { isZero } from '../../ui/decimal.ts'
import { Facts } from '../../ui/facts.tsx'
import { Time } from '../../ui/time.tsx'
import { useNames } from '../data/use-names.ts'
import { cardName } from '../data/words.ts'
import { StateBadge } from './purchases-table.tsx'

const PAYING = {
  checkout: 'On the payment page',
  card: 'With a saved card',
  commitment: 'From the commitment',
  invoice: 'By invoice',
} as const

export function PurchaseFacts({ purchase }: { readonly purchase: PurchaseStory }) {
  const names = useNames()
  const { currency, invoice, lines, refunded, revoked, subscription } = purchase
  return (
    <Card
      title="Details"
      actions={
        <>
          {invoice?.pdf && (
            <ButtonLink small href={invoice.pdf} icon="download" target="_blank" rel="noopener noreferrer">
              Invoice
            </ButtonLink>
          )}
          {invoice?.url && (
            <ButtonLink
              small
              look="quiet"
              href={invoice.url}
              icon="arrow_out"
              target="_blank"
              rel="noopener noreferrer"
            >
              View
            </ButtonLink>
          )}
        </>
      }
    >
      <Facts
        facts={[
          ['State', <StateBadge key="state" state={purchase.state} />],
          subscription === null && [
            'Credits',
            <>
              <Amount value={purchase.amount} /> {names.type(purchase.credit_type)}
            </>,
          ],
          subscription !== null && [
            'For',
            <Link key="for" to="/subscription">
              The subscription
            </Link>,
          ],
          ...(lines ?? []).map(
            ({ text, amount }) => [text, <Money key={text} value={amount} currency={currency} />] as const,
          ),
          purchase.unit_price !== null && ['Each', unitPriceText(purchase.unit_price, currency)],
          ['Subtotal', <Money key="subtotal" value={purchase.subtotal} currency={currency} />],
          purchase.tax !== null &&
            !isZero(purchase.tax) && ['Taxes', <Money key="tax" value={purchase.tax} currency={currency} />],
          purchase.total !== null && [
            'Total',
            <strong key="total">
              <Money value={purchase.total} currency={currency} />
            </strong>,
          ],
          !isZero(refunded) && ['Refunded', <Money key="refunded" value={refunded} currency={currency} />],
          !isZero(revoked) && ['Credits taken back', <Amount key="revoked" value={revoked} />],
          ['Payment', purchase.card ? cardName(purchase.card) : PAYING[purchase.paying_by]],
          purchase.member !== null && ['Bought by', names.member(purchase.member)],
          ['Made', <Time key="made" at={purchase.created_at} />],
          purchase.paid_at !== null && ['Paid', <Time key="paid" at={purchase.paid_at} />],
          invoice?.number && ['Invoice', invoice.number],
          ['Number', <code key="id">{purchase.id}</code>],
        ]}
      />
    </Card>
  )
}
