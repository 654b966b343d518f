import type { PurchaseStory } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Amount, Money } from '../../ui/amount.tsx'
import { amountText, unitPriceText } from '../../ui/amount-text.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { isZero } from '../../ui/decimal.ts'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { Time, timeText } from '../../ui/time.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAccount, useNameOf } from '../data/reads.ts'
import { Id } from '../frame/id.tsx'
import { State } from '../frame/state.tsx'
import { isRefundable, paidWith, plain, purchaseStates } from '../words.ts'
import './purchase.css'
import { RefundDialog } from './refund-dialog.tsx'
import { Refunds } from './refunds.tsx'
import { Transitions } from './transitions.tsx'

/** One purchase: what it was, everything that happened to it, and giving its money back. */
export function Purchase() {
  const { account, purchase: id } = useParams({ from: '/inside/accounts/$account/purchases/$purchase' })
  const nameOf = useNameOf()
  const owner = useAccount(account).data?.name ?? account
  const [refunding, setRefunding] = useState(false)
  const bought = useQuery({
    queryKey: keys.account(account, 'purchase', id),
    queryFn: ({ signal }) => scrip.purchases.get(account, id, { signal }),
  })
  const { data } = bought
  const back = (
    <Link to="/accounts/$account/purchases" params={{ account }}>
      {owner}
    </Link>
  )
  if (!data)
    return (
      <Page title="Purchase" back={back}>
        <Card>
          <Unloaded of={bought}>
            <Skeletons lines={6} />
          </Unloaded>
        </Card>
      </Page>
    )
  return (
    <Page
      title={`${amountText(data.amount)} ${nameOf(data.credit_type)}`}
      back={back}
      hint={
        <span className="row gap-2">
          <State of={purchaseStates} is={data.state} />
          <Id>{data.id}</Id>
        </span>
      }
      actions={
        isRefundable(data) && (
          <Button look="primary" icon="repeat" onClick={() => setRefunding(true)}>
            Refund
          </Button>
        )
      }
    >
      <Said purchase={data} />
      <div className="halves">
        <div className="stack">
          <What purchase={data} />
          <Refunds account={account} purchase={id} />
        </div>
        <Card title="What happened">
          <Transitions transitions={data.transitions} />
        </Card>
      </div>
      {refunding && <RefundDialog purchase={data} onClose={() => setRefunding(false)} />}
    </Page>
  )
}

/** What somebody has to know before anything else. */
function Said({ purchase: { failure, dispute, currency, frozen } }: { readonly purchase: PurchaseStory }) {
  return (
    <>
      {failure && (
        <Notice tone="bad" title={failure.message}>
          <code>{failure.code}</code>
        </Notice>
      )}
      {dispute && (
        <Notice
          tone={dispute.status === 'won' ? 'good' : 'bad'}
          title={`Disputed as ${plain(dispute.reason).toLowerCase()}: ${dispute.status}`}
        >
          <Money value={dispute.amount} currency={dispute.currency ?? currency} /> since{' '}
          {timeText(dispute.created_at)}.{' '}
          {frozen && 'What is left of its credits is frozen until it is over.'}
        </Notice>
      )}
    </>
  )
}

function What({ purchase }: { readonly purchase: PurchaseStory }) {
  const { currency, subtotal, tax, total, unit_price, refunded, revoked, invoice, lines } = purchase
  const { account, grant, member, subscription, dialect, source } = purchase
  const money = (value: string) => <Money value={value} currency={currency} />
  return (
    <Card title="Purchase">
      <Facts
        facts={[
          ['Total', <strong key="total">{money(total ?? subtotal)}</strong>],
          tax !== null && !isZero(tax) && ['Of which taxes', money(tax)],
          unit_price !== null && ['A credit', unitPriceText(unit_price, currency)],
          !isZero(refunded) && ['Refunded', money(refunded)],
          !isZero(revoked) && ['Credits taken back', <Amount key="revoked" value={revoked} />],
          ['Paid with', paidWith(purchase)],
          purchase.state === 'awaiting_checkout' &&
            purchase.checkout_url !== null && [
              'To be paid on',
              <a key="page" href={purchase.checkout_url} target="_blank" rel="noreferrer">
                The hosted page
              </a>,
            ],
          purchase.paid_at !== null && ['Paid', <Time key="paid" at={purchase.paid_at} style="clock" />],
          grant !== null && [
            'Grant',
            <Link key="grant" to="/accounts/$account/entries" params={{ account }} search={{ grant }}>
              <code>{grant}</code>
            </Link>,
          ],
          subscription !== null && [
            'Bills',
            <Link key="subscription" to="/accounts/$account/subscription" params={{ account }}>
              <code>{subscription}</code>
            </Link>,
          ],
          member !== null && ['Bought by', member],
          ['Came by', source === null ? dialect : `${dialect}, ${source}`],
          invoice !== null && [
            'Invoice',
            <span className="row gap-3" key="invoice">
              {invoice.url ? (
                <a href={invoice.url} target="_blank" rel="noreferrer">
                  {invoice.number ?? invoice.id}
                </a>
              ) : (
                (invoice.number ?? invoice.id)
              )}
              {invoice.pdf && (
                <a href={invoice.pdf} target="_blank" rel="noreferrer">
                  PDF
                </a>
              )}
            </span>,
          ],
        ]}
      />
      {lines && (
        <ul className="bill-lines">
          {lines.map(({ text, amount }) => (
            <li className="row row-apart" key={text}>
              <span>{text}</span>
              {money(amount)}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
