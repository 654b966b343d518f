import type { PurchaseStory } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Amount, CountedAmount } from '../../ui/amount.tsx'
import { ButtonLink, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { endIntent, readIntent } from '../buy/intent.ts'
import { pageLink } from '../data/hosted-page.ts'
import { usePortal } from '../data/portal.ts'
import { balancesQuery } from '../data/queries.ts'
import { useNames } from '../data/use-names.ts'
import './outcome.css'

interface OutcomeProps {
  readonly purchase: PurchaseStory
  /** Whether it was settled just now, or while it was looked at. */
  readonly isNew: boolean
}

/** How it stands, and what its buyer can do about it. */
export function Outcome({ purchase, isNew }: OutcomeProps) {
  const { account } = usePortal()
  const { id, state } = purchase
  // What is settled needs no key any more.
  useEffect(() => {
    if (state !== 'awaiting_checkout' && readIntent(account)?.purchase === id) endIntent()
  }, [account, id, state])
  return (
    <div aria-live="polite">
      {state === 'awaiting_checkout' && <ToPay purchase={purchase} />}
      {(state === 'pending' || state === 'charging') && (
        <Notice tone="info" title="Your bank is being asked">
          This page shows by itself how it went. You can leave it, too: nothing is charged twice.
        </Notice>
      )}
      {state === 'paid' && isNew && <Paid purchase={purchase} />}
      {(state === 'failed' || state === 'expired') && <NotPaid purchase={purchase} />}
      {state === 'disputed' && (
        <Notice tone="warn" title="The payment is disputed">
          {purchase.frozen
            ? 'What is left of these credits is set aside until the bank has decided.'
            : 'The bank decides about it.'}
        </Notice>
      )}
      {state === 'lost' && (
        <Notice tone="bad" title="The payment was charged back">
          The credits were taken back with it.
        </Notice>
      )}
    </div>
  )
}

interface OfPurchase {
  readonly purchase: PurchaseStory
}

function ToPay({ purchase }: OfPurchase) {
  const url = purchase.checkout_url ?? purchase.invoice?.url
  const asksOwner = purchase.paying_by === 'card'
  const action = url && (
    <ButtonLink look="primary" href={url} icon="arrow_out" {...pageLink(purchase)}>
      {asksOwner ? 'Confirm with your bank' : 'Open the payment page'}
    </ButtonLink>
  )
  return (
    <Notice
      tone="warn"
      title={asksOwner ? 'Your bank wants you to confirm this payment' : 'Waiting for your payment'}
      actions={action}
    >
      Nothing is charged until then. As soon as it is paid, the credits are here and this page says so.
    </Notice>
  )
}

function Paid({ purchase: { amount, credit_type, subscription } }: OfPurchase) {
  const names = useNames()
  const balances = useQuery(balancesQuery(usePortal()))
  const balance = balances.data?.find((one) => one.credit_type === credit_type)
  return (
    <section className="outcome" aria-labelledby="outcome">
      <svg className="outcome-mark" viewBox="0 0 48 48" aria-hidden="true">
        <circle cx="24" cy="24" r="22" />
        <path d="m14.5 24.8 6.800 6.700 12.600-14" />
      </svg>
      <div className="outcome-text">
        <h2 id="outcome">Thank you, it is paid</h2>
        <p className="soft">
          {subscription === null ? (
            <>
              <Amount value={amount} /> {names.type(credit_type)} were added.
            </>
          ) : (
            'Your subscription is up to date.'
          )}
        </p>
      </div>
      {balance && (
        <p className="outcome-balance">
          <CountedAmount value={balance.available} />
          <span className="soft small">available now</span>
        </p>
      )}
    </section>
  )
}

function NotPaid({ purchase: { state, failure, credit_type, subscription } }: OfPurchase) {
  const again = subscription === null && (
    <Link to="/buy" search={{ type: credit_type }} className={buttonClass({ small: true })}>
      Buy again
    </Link>
  )
  return state === 'expired' ? (
    <Notice title="The payment page expired" actions={again}>
      It was not paid in time. Nothing was charged.
    </Notice>
  ) : (
    <Notice tone="bad" title="It was not paid" actions={again}>
      {failure?.message ?? 'The payment failed.'} Nothing was charged.
    </Notice>
  )
}
