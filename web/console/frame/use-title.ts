import { useEffect } from 'react'

/** What the browser calls the page, which screen readers say first. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Scrip console`
  }, [title])
}
