import type { Purchase } from '@scrip/sdk'
import { useCallback } from 'react'
import { useToast } from '../../ui/toast.tsx'
import { isFramed } from './session.ts'

/**
 * Where a hosted page sends its visitor back to, when it is done and when not: here, or in a tab of its own to a word
 * that it may be closed.
 */
export function returnTo(path: string, unlessDone = path) {
  const at = (to: string) => `${location.origin}/portal${to}`
  return isFramed
    ? { success_url: at('/returned?beside=1'), cancel_url: at('/returned?beside=1&cancelled=1') }
    : { success_url: at(path), cancel_url: at(unlessDone) }
}

/**
 * Leads to a page of somebody else's. Those refuse to be shown in a frame, so from one they open beside it, and this
 * page stays and watches. Answers whether this page is being left.
 */
export function useGoToPage(): (url: string) => boolean {
  const show = useToast()
  return useCallback(
    (url) => {
      if (!isFramed) {
        location.assign(url)
        return true
      }
      const tab = window.open(url, '_blank')
      if (tab) tab.opener = null
      // A browser lets a tab open by itself only soon after a press; a link it always follows.
      else
        show({
          tone: 'bad',
          text: 'Your browser kept the page from opening.',
          link: { text: 'Open it', url },
        })
      return false
    },
    [show],
  )
}

/** How a link to such a page is followed. An invoice's page leads nowhere afterwards, so it opens beside this one too. */
export const pageLink = ({ paying_by }: Pick<Purchase, 'paying_by'>) =>
  isFramed || paying_by !== 'checkout' ? ({ target: '_blank', rel: 'noopener noreferrer' } as const) : {}

/** The page on which the buyer gives a card and is led back here; null where there is no need of one. */
export const hostedPage = (purchase: Purchase | null): string | null =>
  purchase?.state === 'awaiting_checkout' && purchase.paying_by === 'checkout' ? purchase.checkout_url : null
