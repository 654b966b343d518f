import type { Purchase } from '@scrip/sdk'
import { isFramed } from './session.ts'

/** Where a hosted page sends its visitor back to: here, or in a tab of its own, to a word that it may be closed. */
export const returnTo = (path: string): string =>
  `${location.origin}/portal${isFramed ? `/returned?beside=1${path.includes('cancelled') ? '&cancelled=1' : ''}` : path}`

/**
 * Leads to a page of somebody else's. Those refuse to be shown in a frame, so from one they open beside it, and this
 * page stays and watches. Answers whether this page is being left.
 */
export function goToPage(url: string): boolean {
  if (!isFramed) {
    location.assign(url)
    return true
  }
  const tab = window.open(url, '_blank')
  if (tab) tab.opener = null
  return false
}

/** How a link to such a page is followed. An invoice's page leads nowhere afterwards, so it opens beside this one too. */
export const pageLink = ({ paying_by }: Pick<Purchase, 'paying_by'>) =>
  isFramed || paying_by !== 'checkout' ? ({ target: '_blank', rel: 'noopener noreferrer' } as const) : {}

/** The page on which the buyer gives a card and is led back here; null where there is no need of one. */
export const hostedPage = (purchase: Purchase | null): string | null =>
  purchase?.state === 'awaiting_checkout' && purchase.paying_by === 'checkout' ? purchase.checkout_url : null
