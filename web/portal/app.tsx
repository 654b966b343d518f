import { isRefusal, Scrip } from '@scrip/sdk'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Failure } from '../ui/failure.tsx'
import { Toasts } from '../ui/toast.tsx'
import { type Portal, PortalContext } from './data/portal.ts'
import { rememberReturn, takeToken } from './data/session.ts'
import { Gone } from './frame/gone.tsx'
import { Opening } from './frame/opening.tsx'
import { Returned } from './frame/returned.tsx'
import { router } from './router.tsx'

/** Taken before anything looks at the address. */
const token = takeToken()

/** The pages of others that open beside a frame lead back to a tab that has nothing to go on with. */
const isBeside =
  location.pathname === '/portal/returned' && new URLSearchParams(location.search).has('beside')

export function App() {
  const [isOver, setOver] = useState(false)
  const queries = useMemo(() => queryClient(() => setOver(true)), [])
  if (isBeside) return <Returned />
  if (token === null) return <Gone wasHere={false} />
  if (isOver) return <Gone wasHere />
  return (
    <QueryClientProvider client={queries}>
      <Toasts>
        <Opened token={token} />
      </Toasts>
    </QueryClientProvider>
  )
}

function Opened({ token }: { readonly token: string }) {
  const scrip = useMemo(() => new Scrip({ baseUrl: '', key: token }), [token])
  const opened = useQuery({ queryKey: ['opened'], queryFn: () => open(scrip), staleTime: Infinity })
  if (opened.isPending) return <Opening />
  if (opened.isError)
    return (
      <main className="alone">
        <Failure error={opened.error} retry={opened.refetch} />
      </main>
    )
  return (
    <PortalContext value={opened.data}>
      <RouterProvider router={router} />
    </PortalContext>
  )
}

async function open(scrip: Scrip): Promise<Portal> {
  const me = await scrip.me.get()
  if (me.account === null) throw new Error('the token is of no account')
  const account = await scrip.accounts.get(me.account)
  rememberReturn(me.return_url)
  return {
    scrip,
    account: account.id,
    accountName: account.name,
    paysWith: account.pays_with,
    kind: account.kind,
    member: me.member,
    mayBuy: me.role === 'buyer',
    returnUrl: me.return_url,
  }
}

/** The client of the API has tried again already where that was safe. */
function queryClient(end: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isRefusal(error, 'unauthenticated')) end()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: false, staleTime: 10_000 }, mutations: { retry: false } },
  })
}
