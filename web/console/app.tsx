import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Toasts } from '../ui/toast.tsx'
import { keys, openQueries } from './data/queries.ts'
import { openRouter } from './router.tsx'

const queries = openQueries(() => {
  const { pathname, search } = window.location
  if (pathname.startsWith('/console/sign-in')) return
  queries.setQueryData(keys.session, false)
  const to = (pathname + search).replace(/^\/console/, '')
  void router.navigate({ to: '/sign-in', search: { to: to === '' ? undefined : to }, replace: true })
})
const router = openRouter(queries)

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: typeof router
  }
}

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Toasts>
        <RouterProvider router={router} />
      </Toasts>
    </QueryClientProvider>
  )
}
