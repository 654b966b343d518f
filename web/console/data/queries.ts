import { isRefusal } from '@scrip/sdk'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'

/** Whether nobody is signed in any more: the key was revoked, or the cookie's day is over. */
export const isSignedOut = (error: unknown): boolean => isRefusal(error, 'unauthenticated')

/** What the pages know. Everything of one account lies under `['account', id]`, so that it is read anew together. */
export function openQueries(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(error)) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // The client under it tries again where that may help.
      queries: { retry: false, staleTime: 5_000 },
      mutations: { retry: false },
    },
  })
}

/** The keys under which the pages keep what they read. */
export const keys = {
  session: ['session'],
  overview: ['overview'],
  accounts: ['accounts'],
  account: (account: string, ...more: readonly unknown[]) => ['account', account, ...more],
  purchases: ['purchases'],
  subscriptions: ['subscriptions'],
  creditTypes: ['credit-types'],
  prices: ['prices'],
  plans: ['plans'],
  keys: ['keys'],
  checks: ['checks'],
  jobs: ['jobs'],
  webhooks: ['webhooks'],
} as const
