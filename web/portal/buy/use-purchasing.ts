import { type CreatePurchaseBody, isRefusal, type Purchase, ScripRefusal } from '@scrip/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { hostedPage, useGoToPage } from '../data/hosted-page.ts'
import { type Portal, usePortal } from '../data/portal.ts'
import { useRefresh } from '../data/refresh.ts'
import { dropDraft } from './draft.ts'
import { endIntent, type Intent, isFresh, newIntent, readIntent, writeIntent } from './intent.ts'

type Phase =
  | { readonly is: 'open' }
  /** Left by a reload or another page before there was an answer. Nothing is sent until its buyer says so. */
  | { readonly is: 'left'; readonly intent: Intent }
  | { readonly is: 'sending'; readonly intent: Intent }
  /** Nobody knows whether it was bought; only the same intent may be sent now. */
  | { readonly is: 'unknown'; readonly intent: Intent }
  | { readonly is: 'refused'; readonly refusal: ScripRefusal }

const send = ({ scrip, account }: Portal, { key, body }: Intent, isNewKey: boolean): Promise<Purchase> =>
  scrip.purchases.create(account, body, { idempotencyKey: key, isNewKey })

export function usePurchasing() {
  const portal = usePortal()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const refreshAll = useRefresh()
  const goToPage = useGoToPage()
  const [phase, setPhase] = useState<Phase>(() => {
    const left = readIntent(portal.account)
    return left && left.purchase === null ? { is: 'left', intent: left } : { is: 'open' }
  })
  const isSending = useRef(false)

  async function go(intent: Intent, isNewKey = false): Promise<void> {
    // A second click comes before the button is drawn as busy.
    if (isSending.current) return
    isSending.current = true
    setPhase({ is: 'sending', intent })
    try {
      await arrive(intent, await send(portal, intent, isNewKey))
    } catch (error) {
      if (error instanceof ScripRefusal && !error.mayBeDone) {
        endIntent()
        void refreshAll()
        if (isRefusal(error, 'amount_changed'))
          for (const stale of ['quote', 'credit_types', 'prices'])
            void queries.invalidateQueries({ queryKey: [stale] })
        setPhase({ is: 'refused', refusal: error })
      } else setPhase({ is: 'unknown', intent })
    } finally {
      isSending.current = false
    }
  }

  async function arrive(intent: Intent, purchase: Purchase): Promise<void> {
    if (purchase.state === 'awaiting_checkout') writeIntent({ ...intent, purchase: purchase.id })
    else {
      endIntent()
      dropDraft()
    }
    void refreshAll()
    const url = hostedPage(purchase)
    if (url && goToPage(url)) return
    await navigate({ to: '/purchases/$purchase', params: { purchase: purchase.id } })
  }

  /** The same intent once more. The server knows its key no longer than so: then the purchases tell. */
  async function again(intent: Intent): Promise<void> {
    if (isFresh(intent)) return go(intent)
    drop()
    await navigate({ to: '/purchases' })
  }

  function drop(): void {
    endIntent()
    void refreshAll()
    setPhase({ is: 'open' })
  }

  return {
    phase,
    buy: (body: CreatePurchaseBody, currency: string) => go(newIntent(portal.account, body, currency), true),
    again: () => (phase.is === 'unknown' || phase.is === 'left' ? again(phase.intent) : undefined),
    drop: () => (phase.is === 'unknown' || phase.is === 'left') && drop(),
    dismiss: () => phase.is === 'refused' && setPhase({ is: 'open' }),
  }
}
