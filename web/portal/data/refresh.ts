import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'

/** Everything that money or credits may have changed. */
const CHANGED = [
  'balances',
  'usage',
  'grants',
  'cards',
  'purchases',
  'invoices',
  'subscriptions',
  'overview',
  'events',
  'caps',
  'entries',
]

export const refresh = (queries: QueryClient): Promise<unknown> =>
  Promise.all(CHANGED.map((name) => queries.invalidateQueries({ queryKey: [name] })))

export function useRefresh(): () => Promise<unknown> {
  const queries = useQueryClient()
  return useCallback(() => refresh(queries), [queries])
}
