import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { keys } from './data/queries.ts'
import { isSignedIn } from './data/session.ts'
import { NotFound } from './frame/not-found.tsx'
import { Shell } from './frame/shell.tsx'
import { Trouble } from './frame/trouble.tsx'
import { search } from './search.ts'
import { SignIn } from './sign-in/sign-in.tsx'

const root = createRootRouteWithContext<{ readonly queries: QueryClient }>()({ notFoundComponent: NotFound })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignIn,
  validateSearch: search.signIn,
})

/** Everything that only who is signed in sees. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context: { queries }, location }) => {
    const query = { queryKey: keys.session, queryFn: isSignedIn, staleTime: Number.POSITIVE_INFINITY }
    if (await queries.ensureQueryData(query)) return
    queries.removeQueries({ queryKey: keys.session })
    throw redirect({ to: '/sign-in', search: { to: location.href === '/' ? undefined : location.href } })
  },
})

const overview = createRoute({
  getParentRoute: () => inside,
  path: '/',
  validateSearch: search.overview,
  component: lazyRouteComponent(() => import('./overview/overview.tsx'), 'Overview'),
})

const accounts = createRoute({
  getParentRoute: () => inside,
  path: '/accounts',
  validateSearch: search.accounts,
  component: lazyRouteComponent(() => import('./accounts/accounts.tsx'), 'Accounts'),
})

const account = createRoute({
  getParentRoute: () => inside,
  path: '/accounts/$account',
  component: lazyRouteComponent(() => import('./account/account.tsx'), 'Account'),
})

const accountPages = [
  createRoute({
    getParentRoute: () => account,
    path: '/',
    component: lazyRouteComponent(() => import('./account/credits.tsx'), 'Credits'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/entries',
    validateSearch: search.entries,
    component: lazyRouteComponent(() => import('./account/entries.tsx'), 'Entries'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/usage',
    validateSearch: search.usage,
    component: lazyRouteComponent(() => import('./account/usage.tsx'), 'Usage'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/purchases',
    component: lazyRouteComponent(() => import('./account/purchases.tsx'), 'AccountPurchases'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/subscription',
    component: lazyRouteComponent(() => import('./account/subscription.tsx'), 'Subscription'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/members',
    component: lazyRouteComponent(() => import('./account/members.tsx'), 'Members'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/keys',
    component: lazyRouteComponent(() => import('./account/account-keys.tsx'), 'AccountKeys'),
  }),
  createRoute({
    getParentRoute: () => account,
    path: '/settings',
    component: lazyRouteComponent(() => import('./account/settings.tsx'), 'Settings'),
  }),
] as const

const purchase = createRoute({
  getParentRoute: () => inside,
  path: '/accounts/$account/purchases/$purchase',
  component: lazyRouteComponent(() => import('./purchases/purchase.tsx'), 'Purchase'),
})

const purchases = createRoute({
  getParentRoute: () => inside,
  path: '/purchases',
  validateSearch: search.purchases,
  component: lazyRouteComponent(() => import('./purchases/purchases.tsx'), 'Purchases'),
})

const subscriptions = createRoute({
  getParentRoute: () => inside,
  path: '/subscriptions',
  validateSearch: search.subscriptions,
  component: lazyRouteComponent(() => import('./subscriptions/subscriptions.tsx'), 'Subscriptions'),
})

const catalogue = createRoute({
  getParentRoute: () => inside,
  path: '/catalogue',
  component: lazyRouteComponent(() => import('./catalogue/catalogue.tsx'), 'Catalogue'),
})

const cataloguePages = [
  createRoute({
    getParentRoute: () => catalogue,
    path: '/',
    component: lazyRouteComponent(() => import('./catalogue/credit-types.tsx'), 'CreditTypes'),
  }),
  createRoute({
    getParentRoute: () => catalogue,
    path: '/prices',
    component: lazyRouteComponent(() => import('./catalogue/prices.tsx'), 'Prices'),
  }),
  createRoute({
    getParentRoute: () => catalogue,
    path: '/plans',
    component: lazyRouteComponent(() => import('./catalogue/plans.tsx'), 'Plans'),
  }),
] as const

const operatorPages = [
  createRoute({
    getParentRoute: () => inside,
    path: '/keys',
    component: lazyRouteComponent(() => import('./keys/keys.tsx'), 'Keys'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/checks',
    component: lazyRouteComponent(() => import('./checks/checks.tsx'), 'Checks'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/jobs',
    component: lazyRouteComponent(() => import('./jobs/jobs.tsx'), 'Jobs'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/webhooks',
    component: lazyRouteComponent(() => import('./webhooks/webhooks.tsx'), 'Webhooks'),
  }),
] as const

const tree = root.addChildren([
  signIn,
  inside.addChildren([
    overview,
    accounts,
    account.addChildren([...accountPages]),
    purchase,
    purchases,
    subscriptions,
    catalogue.addChildren([...cataloguePages]),
    ...operatorPages,
  ]),
])

export const openRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: tree,
    basepath: '/console',
    context: { queries },
    defaultPreload: 'intent',
    defaultErrorComponent: Trouble,
    defaultPendingMs: 300,
    scrollRestoration: true,
  })
