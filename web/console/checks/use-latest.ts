import type { Check } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'

const WHILE_RUNNING_MS = 1_000
const ELSE_MS = 30_000

export const isRunning = (check: Check | undefined): boolean =>
  check?.state === 'queued' || check?.state === 'running'

/** The newest of a kind, watched more closely while it runs; and the newest that has ended. */
export function useLatest(kind: Check['kind']) {
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.checks, 'latest', kind],
    queryFn: ({ signal }) => scrip.checks.list({ kind, limit: 5 }, { signal }).page(),
    refetchInterval: ({ state }) => (isRunning(state.data?.items[0]) ? WHILE_RUNNING_MS : ELSE_MS),
  })
  const items = data?.items
  const latest = items?.[0]
  return {
    isKnown: items !== undefined,
    running: isRunning(latest) ? latest : undefined,
    ended: items?.find((check) => !isRunning(check)),
    loading: { data, error, refetch },
  }
}
