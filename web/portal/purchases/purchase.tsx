import type { PurchaseStory } from '@scrip/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { amountText } from '../../ui/amount-text.ts'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeletons } from '../../ui/skeleton.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { usePortal } from '../data/portal.ts'
import { purchaseQuery } from '../data/queries.ts'
import { refresh } from '../data/refresh.ts'
import { useNames } from '../data/use-names.ts'
import { purchaseRoute } from '../router.tsx'
import { Outcome } from './outcome.tsx'
import { PurchaseFacts } from './purchase-facts.tsx'
import { Refunds } from './refunds.tsx'
import { Transitions } from './transitions.tsx'

const UNSETTLED: readonly PurchaseStory['state'][] = ['pending', 'charging', 'awaiting_checkout']
const isUnsettled = ({ state }: Pick<PurchaseStory, 'state'>): boolean => UNSETTLED.includes(state)

const OFTEN_MS = 1_500

export function PurchasePage() {
  const { purchase: id } = purchaseRoute.useParams()
  const portal = usePortal()
  const names = useNames()
  const purchase = useQuery({
    ...purchaseQuery(portal, id),
    // Until it is settled it is watched, whoever tells of it: a bank, or a page in another tab.
    refetchInterval: ({ state: { data } }) => (data && isUnsettled(data) ? OFTEN_MS : false),
  })
  const wasOpen = useSettling(purchase.data)
  const back = (
    <Link to="/purchases">
      <Icon name="arrow_left" size={14} /> Purchases
    </Link>
  )
  if (!purchase.data)
    return (
      <Page title="Purchase" back={back}>
        <Card>
          <Unloaded of={purchase}>
            <Skeletons lines={6} />
          </Unloaded>
        </Card>
      </Page>
    )
  const { amount, credit_type, subscription } = purchase.data
  const title =
    subscription === null ? `${amountText(amount)} ${names.type(credit_type)}` : 'Subscription bill'
  return (
    <Page title={title} back={back}>
      <Outcome purchase={purchase.data} isNew={wasOpen} />
      <PurchaseFacts purchase={purchase.data} />
      <Refunds purchase={purchase.data} />
      <Transitions purchase={purchase.data} />
    </Page>
  )
}

/** Whether it was settled just now; everything else that is shown is read anew then. */
function useSettling(purchase: PurchaseStory | undefined): boolean {
  const queries = useQueryClient()
  const before = useRef(purchase)
  const settledHere = useRef(false)
  const isSettled = purchase !== undefined && !isUnsettled(purchase)
  const wasOpen = before.current !== undefined && isUnsettled(before.current)
  if (wasOpen && isSettled) settledHere.current = true
  useEffect(() => {
    if (wasOpen && isSettled) void refresh(queries)
    before.current = purchase
  })
  const age_ms = purchase ? Date.now() - Date.parse(purchase.updated_at) : Infinity
  return settledHere.current || age_ms < 60_000
}
