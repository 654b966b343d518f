import type { Account } from '../accounts/account.ts'
import type { Instant } from '../instant.ts'
import type { Minor } from '../money.ts'
import type { Buying } from '../purchases/buying.ts'
import { customerOf } from '../purchases/customer.ts'
import { newPurchase } from '../purchases/new-purchase.ts'
import { chooseCard, paymentMethods } from '../purchases/payment-methods.ts'
import type { PaymentMethod } from '../purchases/payments.ts'
import { type BillLine, isUnknown, type PayingBy, type Purchase } from '../purchases/purchase.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Plan } from './plan.ts'
import type { Subscription } from './subscription.ts'

export interface Payer {
  readonly paying_by: PayingBy
  readonly payment_method: string | null
}

/** How a bill is to be paid, and where its page leads. */
export interface Paying {
  readonly payment_method: string | null
  /** Whether a page may be opened where there is no card. */
  readonly by_page: boolean
  readonly success_url: string | null
  readonly cancel_url: string | null
  readonly source: string | null
}

export const BY_ITSELF: Paying = {
  payment_method: null,
  by_page: false,
  success_url: null,
  cancel_url: null,
  source: null,
}

/** Who pays: what was committed, an invoice that is sent, a saved card, or a page. */
export async function payerOf(
  buying: Buying,
  account: Account,
  { collection, member }: Pick<Subscription, 'collection' | 'member'>,
  { payment_method, by_page }: Paying,
  now: Instant,
): Promise<Payer | Refusal> {
  if (account.pays_with === 'commitment') return { paying_by: 'commitment', payment_method: null }
  if (collection === 'send_invoice') {
    const customer = await customerOf(buying, account, member, now)
    const email = member === null ? null : (await buying.store.registry.member(account.id, member))?.email
    return (await buying.payments.reach(customer, email ?? null))
      ? { paying_by: 'invoice', payment_method: null }
      : refuse('payment_refused', 'An invoice is sent by e-mail, and who subscribes has no address.')
  }
  const card = await cardOf(buying, account.id, payment_method)
  if (isRefusal(card)) return card
  if (card) return { paying_by: 'card', payment_method: card.id }
  if (!by_page) return refuse('payment_method_missing', 'The account has no saved card. Add one first.')
  await customerOf(buying, account, member, now)
  return { paying_by: 'checkout', payment_method: null }
}

/** The named card, or the one that is charged where none is named; null where there is none. */
async function cardOf(
  buying: Buying,
  account: string,
  named: string | null,
): Promise<PaymentMethod | Refusal | null> {
  if (named !== null) return chooseCard(await paymentMethods(buying, account), named)
  const customer = await buying.store.registry.customer(account)
  return customer === null ? null : buying.payments.defaultCard(customer)
}

/**
 * Whether a bill that waits is paid with what the call would be charged to. Without a named card that is what there is by
 * now: a card that was saved since takes the place of a page, and a new default card that of another.
 */
export async function isPaidWith(
  buying: Buying,
  purchase: Purchase,
  { payment_method: named }: Paying,
): Promise<boolean> {
  const { account, paying_by, payment_method } = purchase
  if (named !== null) return named === payment_method
  // What may be charged just now is gone on with as it is.
  if (isUnknown(purchase) || (paying_by !== 'card' && paying_by !== 'checkout')) return true
  const card = await cardOf(buying, account, null)
  return card === null || isRefusal(card) || card.id === payment_method
}

/** What a bill is about. */
export interface Billed {
  readonly plan: Plan
  readonly due_minor: Minor
  readonly credits_micro: bigint
  readonly lines: readonly BillLine[]
  readonly description: string
}

/** The purchase that charges a bill of the subscription. It grants nothing itself. */
export function billPurchase(
  buying: Pick<Buying, 'ids'>,
  subscription: Subscription,
  payer: Payer,
  { plan, due_minor, credits_micro, lines, description }: Billed,
  { success_url, cancel_url, source }: Paying,
  now: Instant,
): Purchase {
  return newPurchase(
    buying.ids,
    {
      account: subscription.account,
      credit_type: subscription.credit_type,
      // What more brings in the days that are left can be less than a millionth, and no purchase is of nothing.
      credits_micro: credits_micro > 0n ? credits_micro : 1n,
      price_minor: due_minor,
      currency: subscription.currency,
      price: null,
      unit_price_micro: null,
      ...payer,
      success_url,
      cancel_url,
      dialect: subscription.dialect,
      source,
      member: subscription.member,
      description,
      expires_at: undefined,
      subscription: subscription.id,
      lines: lines.length > 1 ? lines : null,
      days_until_due: payer.paying_by === 'invoice' ? plan.days_until_due : null,
      attempt: null,
    },
    now,
  )
}
