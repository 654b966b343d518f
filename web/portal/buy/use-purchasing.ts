import { type CreatePurchaseBody, isRefusal, type Purchase, ScripRefusal } from '@scrip/sdk'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { goToPage } from '../data/hosted-page.ts'
import { type Portal, usePortal } from '../data/portal.ts'
import { useRefresh } from '../data/refresh.ts'
import { dropDraft } from './draft.ts'
import { endIntent, type Intent, newIntent, readIntent, writeIntent } from './intent.ts'

type Phase =
  | { readonly is: 'open' }
  | { readonly is: 'sending'; readonly intent: Intent }
  /** Nobody knows whether it was bought; only the same intent may be sent now. */
  | { readonly is: 'unknown'; readonly intent: Intent }
  | { readonly is: 'refused'; readonly refusal: ScripRefusal }

/** Whether the refusal leaves open what became of the purchase. */
const saysNothing = (refusal: ScripRefusal): boolean =>
  refusal.status >= 500 || isRefusal(refusal, 'rate_limited', 'payment_pending', 'unauthenticated')

const send = ({ scrip, account }: Portal, { key, body }: Intent): Promise<Purchase> =>
  scrip.purchases.create(account, body, { idempotencyKey: key })

export function usePurchasing() {
  const portal = usePortal()
  const navigate = useNavigate()
  const refreshAll = useRefresh()
  const [phase, setPhase] = useState<Phase>(() => {
    const left = readIntent(portal.account)
    return left && left.purchase === null ? { is: 'unknown', intent: left } : { is: 'open' }
  })
  const isSending = useRef(false)

  async function go(intent: Intent): Promise<void> {
    // A second click comes before the button is drawn as busy.
    if (isSending.current) return
    isSending.current = true
    setPhase({ is: 'sending', intent })
    try {
      await arrive(intent, await send(portal, intent))
    } catch (error) {
      if (error instanceof ScripRefusal && !saysNothing(error)) {
        endIntent()
        void refreshAll()
        setPhase({ is: 'refused', refusal: error })
      } else setPhase({ is: 'unknown', intent })
    } finally {
      isSending.current = false
    }
  }

  async function arrive(intent: Intent, purchase: Purchase): Promise<void> {
    const isOpen = purchase.state === 'awaiting_checkout'
    if (isOpen) writeIntent({ ...intent, purchase: purchase.id })
    else {
      endIntent()
      dropDraft()
    }
    void refreshAll()
    const leaves = isOpen && purchase.paying_by === 'checkout' && purchase.checkout_url !== null
    if (leaves && goToPage(purchase.checkout_url)) return
    await navigate({ to: '/purchases/$purchase', params: { purchase: purchase.id } })
  }

  // Left by a reload before there was an answer: the same intent finds what became of it.
  const leftover = useRef(phase.is === 'unknown' ? phase.intent : null)
  useEffect(() => {
    const intent = leftover.current
    leftover.current = null
    if (intent) void go(intent)
  })

  return {
    phase,
    buy: (body: CreatePurchaseBody) => go(newIntent(portal.account, body)),
    again: () => (phase.is === 'unknown' ? go(phase.intent) : undefined),
    dismiss: () => phase.is === 'refused' && setPhase({ is: 'open' }),
  }
}
