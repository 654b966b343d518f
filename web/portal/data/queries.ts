import type { Page } from '@scrip/sdk'
import { infiniteQueryOptions, type QueryKey, queryOptions } from '@tanstack/react-query'
import type { Portal } from './portal.ts'

/** Few at a time on a page; what is chosen from is read whole up to here. */
const FEW = 20
const MANY = 100

export const balancesQuery = ({ scrip, account }: Portal) =>
  queryOptions({
    queryKey: ['balances'],
    queryFn: async () => (await scrip.balances.list(account).page()).items,
  })

export const creditTypesQuery = ({ scrip }: Portal) =>
  queryOptions({
    queryKey: ['credit_types'],
    queryFn: async () => (await scrip.creditTypes.list().page()).items,
    staleTime: 300_000,
  })

export const pricesQuery = ({ scrip }: Portal) =>
  queryOptions({
    queryKey: ['prices'],
    queryFn: async () =>
      (await scrip.prices.list({ limit: MANY }).page()).items.filter((price) => price.archived_at === null),
    staleTime: 60_000,
  })

export const plansQuery = ({ scrip }: Portal) =>
  queryOptions({
    queryKey: ['plans'],
    queryFn: async () => (await scrip.plans.list({ limit: MANY }).page()).items,
    staleTime: 60_000,
  })

export const cardsQuery = ({ scrip, account }: Portal) =>
  queryOptions({
    queryKey: ['cards'],
    queryFn: async () => (await scrip.paymentMethods.list(account).page()).items,
  })

export const membersQuery = ({ scrip, account }: Portal) =>
  queryOptions({
    queryKey: ['members'],
    queryFn: async () => (await scrip.members.list(account, { limit: MANY }).page()).items,
    staleTime: 60_000,
  })

export const subscriptionsQuery = ({ scrip, account }: Portal) =>
  queryOptions({
    queryKey: ['subscriptions'],
    queryFn: async () =>
      (await scrip.subscriptions.list(account, { limit: MANY }).page()).items.filter(
        ({ status }) => status !== 'canceled',
      ),
  })

export const purchaseQuery = ({ scrip, account }: Portal, id: string) =>
  queryOptions({ queryKey: ['purchases', id], queryFn: () => scrip.purchases.get(account, id) })

/** A list that is read on as its reader goes on. */
export const listQuery = <T>(queryKey: QueryKey, load: (cursor: string | undefined) => Promise<Page<T>>) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  })

export const purchasesQuery = ({ scrip, account }: Portal) =>
  listQuery(['purchases'], (cursor) => scrip.purchases.list(account, { limit: FEW }).page(cursor))

export const invoicesQuery = ({ scrip, account }: Portal) =>
  listQuery(['invoices'], (cursor) => scrip.invoices.list(account, { limit: FEW }).page(cursor))
