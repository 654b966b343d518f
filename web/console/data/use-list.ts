import type { Page, Pages } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { pageWithAny } from '../../ui/page-with-any.ts'

/** The cursors of the pages after the first that were gone through to get here; none on the first. */
export type Trail = readonly string[]

export interface List<T> {
  readonly items: readonly T[] | undefined
  readonly error: Error | null
  readonly isFetching: boolean
  readonly page: number
  readonly next: (() => void) | null
  readonly previous: (() => void) | null
  readonly retry: () => void
}

/** A list of which the server gives a page at a time. The page before is shown until the next one is there. */
export function useListAt<T>(
  key: readonly unknown[],
  load: (signal: AbortSignal) => Pages<T>,
  trail: Trail,
  go: (trail: Trail) => void,
): List<T> {
  const cursor = trail.at(-1)
  const query = useQuery<Page<T>>({
    queryKey: [...key, 'page', cursor ?? null],
    queryFn: ({ signal }) => pageWithAny((at) => load(signal).page(at), cursor),
    placeholderData: (before, query) => (isSameList(query?.queryKey, key) ? before : undefined),
  })
  const after = query.isPlaceholderData ? null : (query.data?.next_cursor ?? null)
  return {
    items: query.data?.items,
    error: query.error,
    isFetching: query.isFetching,
    page: trail.length + 1,
    next: after === null ? null : () => go([...trail, after]),
    previous: trail.length === 0 ? null : () => go(trail.slice(0, -1)),
    retry: () => void query.refetch(),
  }
}

/** Another filter of the same list; another account's list would be wrong until the right one is there. */
const isSameList = (before: readonly unknown[] | undefined, key: readonly unknown[]): boolean =>
  before !== undefined && JSON.stringify(before.slice(0, 3)) === JSON.stringify(key.slice(0, 3))

/** The same, for a list that is no page of its own: another key begins it anew. */
export function useList<T>(key: readonly unknown[], load: (signal: AbortSignal) => Pages<T>): List<T> {
  const name = JSON.stringify(key)
  const [at, setAt] = useState<{ readonly name: string; readonly trail: Trail }>({ name, trail: [] })
  return useListAt(key, load, at.name === name ? at.trail : [], (trail) => setAt({ name, trail }))
}
