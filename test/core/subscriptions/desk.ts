import { beforeAll } from 'vitest'
import { MICRO } from '../../../src/core/credits.ts'
import type { Buying } from '../../../src/core/purchases/buying.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { monthStart, startOf } from '../../../src/core/subscriptions/calendar.ts'
import type { ChangeRequest } from '../../../src/core/subscriptions/change.ts'
import type { Plan } from '../../../src/core/subscriptions/plan.ts'
import { type SubscribeRequest, subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import type { Subscription } from '../../../src/core/subscriptions/subscription.ts'
import { verify } from '../../../src/store/verify/verify.ts'
import { openTill } from '../../harness/till.ts'

export const DAY_MS = 86_400_000
export const declines = 'pm_card_chargeCustomerFail'
export const asks = 'pm_card_authenticationRequired'

const size = { credits_micro: 100n * MICRO, month_minor: 2000n, year_minor: 20_000n }

const plan: Plan = {
  id: 'plan_team',
  name: 'Team',
  credit_type: 'gateway',
  currency: 'usd',
  gives_to: 'seats',
  pricing: { by: 'size', sizes: [size] },
  bonus_micro: 0n,
  days_until_due: 30,
  created_at: 0,
  archived_at: null,
}

const free: Plan = {
  ...plan,
  id: 'plan_free',
  pricing: { by: 'size', sizes: [{ ...size, month_minor: 0n }] },
}

const quantity: Plan = {
  ...plan,
  id: 'plan_quantity',
  gives_to: 'quantity',
  pricing: { by: 'credit', month_unit_price_micro: 10_000n, year_unit_price_micro: null },
}

/** The same as the first, with a bonus in the first month. */
const bonus: Plan = { ...plan, id: 'plan_bonus', bonus_micro: 30n * MICRO }

export const paying = {
  payment_method: null,
  by_page: true,
  success_url: null,
  cancel_url: null,
  source: null,
}

/** One seat, or some, at 20 dollars a month. */
export const wish = (account: string, seats = 1): SubscribeRequest => ({
  account,
  member: null,
  dialect: 'native',
  plan: plan.id,
  terms: { seats, credits_micro: size.credits_micro, interval: 'month' },
  collection: 'charge_automatically',
  paying,
  expected_minor: null,
  once: null,
})

export const of = ({ account, id }: Subscription) => ({ account, subscription: id, once: null })

export const wanted = (subscription: Subscription, seats: number, more: Partial<ChangeRequest> = {}) => ({
  ...of(subscription),
  terms: { seats },
  demote: [],
  paying,
  expected_minor: null,
  ...more,
})

export const renewal = (subscription: Subscription, month = 1) => monthStart(startOf(subscription), month)

/** The operations of subscriptions over a real database and the local Stripe, and what tests do with them most. */
export async function openDesk() {
  const till = await openTill()
  const { buying, store } = till

  beforeAll(async () => {
    await till.creditType('gateway')
    for (const one of [plan, free, quantity, bonus])
      await store.once(null, Date.now(), (registry) => registry.insertPlan(one))
  })

  /** A subscription with a single seat, paid with this card. */
  async function subscribed(account: string, card = 'pm_card_visa'): Promise<Subscription> {
    await till.card(account, card)
    return orRefuse(await subscribe(buying, wish(account), Date.now())).subscription
  }

  const present = async ({ account, id }: Subscription) => {
    const found = await store.registry.subscription(account, id)
    if (!found) throw new Error(`there is no ${id}`)
    return found
  }

  const charged = async (account: string) => (await till.charges(account)).map(({ amount }) => amount)

  /** How its bills stand, oldest first. */
  const billed = async (account: string) =>
    (await till.purchases(account)).map(({ state }) => state).toReversed()

  /** What happened to it, oldest first. */
  const events = async ({ account, id }: Subscription) => {
    const page = await store.registry.subscriptionEvents(account, id, { limit: 100, after: null })
    return page.items.map(({ kind }) => kind).toReversed()
  }

  /** Another server, whose charges wait for the gate; `begun` once one does. */
  function slowServer(): { readonly slow: Buying; readonly begun: Promise<void>; open(): void } {
    const other = till.server()
    const [gate, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const charge: typeof other.payments.charge = async (order) => {
      begun.resolve()
      await gate.promise
      return other.payments.charge(order)
    }
    const slow = { ...other, payments: { ...other.payments, charge } }
    return { slow, begun: begun.promise, open: () => gate.resolve() }
  }

  async function breaches(): Promise<readonly string[]> {
    const found = await verify(till.database.server, { now: Date.now() })
    return found.breaches.map(({ what }) => what)
  }

  return { till, buying, store, subscribed, present, charged, billed, events, slowServer, breaches }
}
