import type { Page } from '@scrip/sdk'
import { infiniteQueryOptions, type QueryKey, queryOptions } from '@tanstack/react-query'
import { pageWithAny } from '../../ui/page-with-any.ts'
import type { Portal } from './portal.ts'

/** A list is read on as its reader goes on, a few at a time; what is chosen from, or named after, is read whole. */
const FEW = 20
const MANY = 200

export const balancesQuery = ({ scrip, account }: Portal) =>
  queryOptions({
    queryKey: ['balances'],
    queryFn: () => scrip.balances.list(account).all(),
  })

export const creditTypesQuery = ({ scrip }: Portal) =>
  queryOptions({
    queryKey: ['credit_types'],
    queryFn: () => scrip.creditTypes.list().all(),
    staleTime: 300_000,
  })

export const pricesQuery = ({ scrip }: Portal) =>
  queryOptions({
    queryKey: ['prices'],
    queryFn: async () =>
      (await scrip.prices.list({ limit: MANY }).all()).filter((price) => price.archived_at === null),
    staleTime: 60_000,
  })

export const plansQuery = ({ scrip }: Portal) =>
  queryOptions({
    queryKey: ['plans'],
    queryFn: () => scrip.plans.list({ limit: MANY }).all(),
    staleTime: 60_000,
  })

export const cardsQuery = ({ scrip, account }: Portal) =>
  queryOptions({
    queryKey: ['cards'],
    queryFn: () => scrip.paymentMethods.list(account).all(),
  })

/** A mere member sees itself alone. */
export const membersQuery = ({ scrip, account, member, mayBuy }: Portal) =>
  queryOptions({
    queryKey: ['members'],
    queryFn: async () =>
      mayBuy || member === null
        ? scrip.members.list(account, { limit: MANY }).all()
        : [await scrip.members.get(account, member)],
    staleTime: 60_000,
  })

const OFTEN_MS = 3_000

export const subscriptionsQuery = ({ scrip, account }: Portal) =>
  queryOptions({
    queryKey: ['subscriptions'],
    // A bill may be settled on another page, by the bank in its own time, or by a card that was just saved.
    refetchInterval: ({ state: { data } }) =>
      data?.some(({ bill, status }) => bill !== null || status === 'past_due') ? OFTEN_MS : false,
    queryFn: async () =>
      (await scrip.subscriptions.list(account, { limit: MANY }).all()).filter(
        ({ status }) => status !== 'canceled',
      ),
  })

export const purchaseQuery = ({ scrip, account }: Portal, id: string) =>
  queryOptions({ queryKey: ['purchases', id], queryFn: () => scrip.purchases.get(account, id) })

/** A list that is read on as its reader goes on. */
export const listQuery = <T>(queryKey: QueryKey, load: (cursor: string | undefined) => Promise<Page<T>>) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => pageWithAny(load, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  })

export const capsQuery = ({ scrip, account }: Portal) =>
  listQuery(['caps'], (cursor) => scrip.caps.list(account, { limit: FEW }).page(cursor))

export const purchasesQuery = ({ scrip, account }: Portal) =>
  listQuery(['purchases'], (cursor) => scrip.purchases.list(account, { limit: FEW }).page(cursor))

export const invoicesQuery = ({ scrip, account }: Portal) =>
  listQuery(['invoices'], (cursor) => scrip.invoices.list(account, { limit: FEW }).page(cursor))
