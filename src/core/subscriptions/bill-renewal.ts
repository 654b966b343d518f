import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { orRefused } from '../purchases/why-not.ts'
import { isRefusal } from '../refusal.ts'
import { BY_ITSELF, billPurchase, payerOf } from './bill.ts'
import { monthsOf } from './calendar.ts'
import { NOTHING_DEALT } from './deal-seats.ts'
import type { Next } from './next-step.ts'
import { textOf } from './preview.ts'
import { priceOf } from './price.ts'
import type { OpenBill } from './subscription.ts'
import { type Footing, renew, type Taken } from './take-step.ts'
import { renewalFailed } from './unpaid-step.ts'

interface BilledRenewal {
  readonly taken: Taken
  /** Null where nothing is to be charged, or nothing can be. */
  readonly purchase: Purchase | null
}

/** Makes out the bill of the next period. A subscription that costs nothing is renewed without one. */
export async function billRenewal(
  buying: Buying,
  footing: Footing,
  { terms, from_month }: Next & { step: 'bill_renewal' },
  now: Instant,
): Promise<BilledRenewal> {
  const { registry } = buying.store
  const { subscription } = footing
  const [plan, account] = await Promise.all([
    registry.plan(subscription.plan),
    registry.account(subscription.account),
  ])
  if (!plan || !account) throw new Error(`the subscription ${subscription.id} has lost its plan or account`)
  const due_minor = priceOf(plan, terms)
  if (isRefusal(due_minor))
    throw new Error(`the plan ${plan.id} no longer sells what was agreed: ${due_minor.detail}`)
  const share = { left: 1, whole: 1 }
  const bill = { kind: 'renewal', terms, from_month, month: subscription.month, share, made_at: now } as const
  if (due_minor === 0n) return { taken: renew(footing, { ...bill, purchase: '' }), purchase: null }
  const payer = await payerOf(buying, account, subscription, BY_ITSELF, now).catch(orRefused)
  if (isRefusal(payer)) {
    const isSent = subscription.collection === 'send_invoice'
    const failed = { code: payer.refused, card: null, isSent, tried_at: now }
    return { taken: renewalFailed(footing, failed), purchase: null }
  }
  const credits_micro = BigInt(terms.seats * monthsOf(terms.interval)) * terms.credits_micro
  const description = `${textOf(plan, terms)}, billed by the ${terms.interval}`
  const billed = { plan, due_minor, credits_micro, lines: [], description }
  const purchase = billPurchase(buying, subscription, payer, billed, BY_ITSELF, now)
  const open: OpenBill = { ...bill, purchase: purchase.id }
  return {
    taken: {
      subscription: { ...subscription, bill: open, due_at: now },
      dealt: NOTHING_DEALT,
      reseats: false,
      event: {
        kind: 'renewal_billed',
        detail: { purchase: purchase.id, amount_minor: due_minor.toString() },
      },
    },
    purchase,
  }
}
