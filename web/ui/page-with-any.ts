import type { Page } from '@scrip/sdk'

/** So many pages that found nothing are gone over, before the reader is asked whether to look on. */
const AT_ONCE = 10

/** The page at the cursor, or the first after it that shows anything: what narrows a list may leave a page empty. */
export async function pageWithAny<T>(
  load: (cursor: string | undefined) => Promise<Page<T>>,
  cursor: string | undefined,
): Promise<Page<T>> {
  for (let at = cursor, looked = 1; ; looked += 1) {
    const page = await load(at)
    if (page.items.length > 0 || page.next_cursor === null || looked === AT_ONCE) return page
    at = page.next_cursor
  }
}
