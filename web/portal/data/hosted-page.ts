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

/** How a link to such a page is followed. */
export const pageLink = isFramed ? ({ target: '_blank', rel: 'noopener noreferrer' } as const) : ({} as const)
