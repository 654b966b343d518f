import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
} from '@tanstack/react-router'
import { forBuyers } from './frame/for-buyers.tsx'
import { Missing } from './frame/missing.tsx'
import { Shell } from './frame/shell.tsx'
import { Trouble } from './frame/trouble.tsx'
import { Overview } from './overview/overview.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: Missing })

const at = <const P extends string>(path: P, component: RouteComponent) =>
  createRoute({ getParentRoute: () => root, path, component })

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

export const buyRoute = createRoute({
  getParentRoute: () => root,
  path: '/buy',
  validateSearch: ({ type, cancelled }: Record<string, unknown>): { type?: string; cancelled?: string } => ({
    type: text(type),
    cancelled: text(cancelled),
  }),
  component: forBuyers(lazyRouteComponent(() => import('./buy/buy.tsx'), 'Buy')),
})

export const purchaseRoute = createRoute({
  getParentRoute: () => root,
  path: '/purchases/$purchase',
  component: forBuyers(lazyRouteComponent(() => import('./purchases/purchase.tsx'), 'PurchasePage')),
})

export interface UsageSearch {
  readonly type?: string
  readonly member?: string
  readonly project?: string
  readonly feature?: string
}

export const usageRoute = createRoute({
  getParentRoute: () => root,
  path: '/usage',
  validateSearch: ({ type, member, project, feature }: Record<string, unknown>): UsageSearch => ({
    type: text(type),
    member: text(member),
    project: text(project),
    feature: text(feature),
  }),
  component: lazyRouteComponent(() => import('./usage/usage.tsx'), 'Usage'),
})

export const debitRoute = createRoute({
  getParentRoute: () => root,
  path: '/usage/$debit',
  component: lazyRouteComponent(() => import('./usage/debit.tsx'), 'DebitPage'),
})

export const ledgerRoute = createRoute({
  getParentRoute: () => root,
  path: '/ledger',
  validateSearch: ({ type, kind }: Record<string, unknown>): { type?: string; kind?: string } => ({
    type: text(type),
    kind: text(kind),
  }),
  component: forBuyers(lazyRouteComponent(() => import('./usage/ledger.tsx'), 'Ledger')),
})

const routes = root.addChildren([
  at('/', Overview),
  buyRoute,
  at('/returned', forBuyers(lazyRouteComponent(() => import('./purchases/return.tsx'), 'Return'))),
  at('/purchases', forBuyers(lazyRouteComponent(() => import('./purchases/purchases.tsx'), 'Purchases'))),
  purchaseRoute,
  at('/invoices', forBuyers(lazyRouteComponent(() => import('./invoices/invoices.tsx'), 'Invoices'))),
  at('/payment-methods', forBuyers(lazyRouteComponent(() => import('./cards/cards.tsx'), 'Cards'))),
  at(
    '/subscription',
    forBuyers(lazyRouteComponent(() => import('./subscription/subscription.tsx'), 'SubscriptionPage')),
  ),
  at(
    '/caps',
    lazyRouteComponent(() => import('./caps/caps.tsx'), 'Caps'),
  ),
  usageRoute,
  debitRoute,
  ledgerRoute,
])

export const router = createRouter({
  routeTree: routes,
  basepath: '/portal',
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: Trouble,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
