import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { orRefused } from '../purchases/why-not.ts'
import { isRefusal } from '../refusal.ts'
import { BY_ITSELF, billPurchase, payerOf } from './bill.ts'
import { NOTHING_DEALT } from './deal-seats.ts'
import type { Next } from './next-step.ts'
import { billedText, chargeable, partOfMoney } from './preview.ts'
import { priceOf } from './price.ts'
import type { OpenBill, Subscription } from './subscription.ts'
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
  subscription: Subscription,
  /** Reads what a step is decided on. Most bills are no more than made out, and then nobody asks for it. */
  stand: () => Promise<Footing>,
  { terms, from_month, share }: Next & { step: 'bill_renewal' },
  now: Instant,
): Promise<BilledRenewal> {
  const { registry } = buying.store
  const [plan, account] = await Promise.all([
    registry.plan(terms.plan),
    registry.account(subscription.account),
  ])
  if (!plan || !account) throw new Error(`the subscription ${subscription.id} has lost its plan or account`)
  const whole_minor = priceOf(plan, terms)
  if (isRefusal(whole_minor))
    throw new Error(`the plan ${plan.id} no longer sells what was agreed: ${whole_minor.detail}`)
  const description = billedText(plan, terms, share)
  const exact_minor = partOfMoney(whole_minor, share, plan.currency)
  const exact = { due_minor: exact_minor, lines: [{ text: description, amount_minor: exact_minor }] }
  const pays =
    account.pays_with === 'commitment' ? exact : chargeable(exact, buying.payments.least(plan.currency))
  const bill = { kind: 'renewal', terms, from_month, month: subscription.month, share, made_at: now } as const
  if (exact_minor === 0n) return { taken: renew(await stand(), { ...bill, purchase: '' }), purchase: null }
  const payer = await payerOf(buying, account, subscription, BY_ITSELF, now).catch(orRefused)
  if (isRefusal(payer)) {
    const failed = { code: payer.refused, detail: payer.detail, card: null, isSent: false, tried_at: now }
    return { taken: renewalFailed(await stand(), failed), purchase: null }
  }
  const credits_micro = BigInt(terms.seats * share.left) * terms.credits_micro
  const billed = { ...pays, plan, credits_micro, description }
  const purchase = billPurchase(buying, subscription, payer, billed, BY_ITSELF, now)
  const open: OpenBill = { ...bill, purchase: purchase.id }
  return {
    taken: {
      subscription: { ...subscription, bill: open, due_at: now },
      dealt: NOTHING_DEALT,
      reseats: false,
      event: {
        kind: 'renewal_billed',
        detail: { purchase: purchase.id, amount_minor: pays.due_minor.toString() },
      },
    },
    purchase,
  }
}
