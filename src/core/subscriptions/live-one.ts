import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { abandon, advance } from './advance.ts'
import { isPaidWith } from './bill.ts'
import type { Plan } from './plan.ts'
import { sameTerms } from './price.ts'
import type { SubscribeRequest } from './subscribe.ts'
import type { Subscription } from './subscription.ts'

/** What was begun before and not paid. */
export interface Live {
  readonly subscription: Subscription
  readonly purchase: Purchase | null
  /** Whether it is what is wished for: then it is gone on with. */
  readonly isSame: boolean
}

export async function liveOne(
  buying: Buying,
  request: SubscribeRequest,
  plan: Plan,
  now: Instant,
): Promise<Live | Refusal | null> {
  const { account } = request
  const { registry } = buying.store
  const known = await registry.subscriptionTo(account, plan.credit_type)
  if (!known || known.status === 'canceled') return null
  const subscription = await advance(buying, account, known.id, now)
  if (isRefusal(subscription)) return subscription
  if (subscription.status === 'canceled') return null
  if (subscription.status !== 'incomplete') return existing(subscription)
  const purchase = subscription.bill && (await registry.purchase(account, subscription.bill.purchase))
  return { subscription, purchase, isSame: await isSameWish(buying, subscription, purchase, request) }
}

/** What waits is given up; why that can't be done. */
export async function givesWay(
  buying: Buying,
  { subscription: { account, id }, purchase }: Live,
  now: Instant,
): Promise<Refusal | null> {
  if (purchase) await abandon(buying, purchase, now)
  const given = await advance(buying, account, id, now)
  if (isRefusal(given) || given.status === 'canceled') return null
  if (given.status !== 'incomplete') return existing(given)
  return refuse('payment_pending', `The bill of the subscription ${id} is being paid just now.`)
}

const existing = ({ account, id }: Subscription): Refusal =>
  refuse(
    'subscription_exists',
    `The account ${account} has the subscription ${id} already. Change that one, or cancel it first.`,
  )

/** Another card, or an invoice instead of a card, is another wish. */
async function isSameWish(
  buying: Buying,
  live: Subscription,
  purchase: Purchase | null,
  { plan, terms, collection, paying }: SubscribeRequest,
): Promise<boolean> {
  if (live.collection !== collection || !sameTerms(live.terms, { ...terms, plan })) return false
  return purchase === null ? paying.payment_method === null : isPaidWith(buying, purchase, paying)
}
