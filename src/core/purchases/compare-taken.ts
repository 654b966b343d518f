import { ownTime } from '../accounts/own-time.ts'
import type { Instant } from '../instant.ts'
import { formatMinor, inSteps, type Minor } from '../money.ts'
import type { Buying } from './buying.ts'
import { type Difference, differenceOf, nameOf } from './difference.ts'
import { isGone, type RefundFact, refundedMinor } from './facts.ts'
import { lookAgain } from './look-again.ts'
import type { TakenMoney } from './payments.ts'
import { type Purchase, wasPaid } from './purchase.ts'
import type { ReconcileOptions } from './reconcile.ts'

export interface ComparedMoney {
  readonly count: number
  /** The names of the purchases that money was taken for. */
  readonly paid: ReadonlySet<string>
  readonly healed: readonly Difference[]
  readonly differences: readonly Difference[]
}

/** Every payment that carries a purchase's name, against that purchase. What differs is looked at anew, and settled. */
export async function compareTaken(
  buying: Buying,
  { since, heal }: ReconcileOptions,
  now: Instant,
  looksAt: (at: Instant) => Promise<void>,
): Promise<ComparedMoney> {
  const { registry } = buying.store
  const by = new Map<string, string>()
  const healed: Difference[] = []
  const differences: Difference[] = []
  let count = 0
  for await (const money of buying.payments.takenSince(since)) {
    count += 1
    await looksAt(money.created_at)
    const { account, purchase: id } = money.about
    const name = nameOf({ account, id })
    const twice = by.get(name)
    by.set(name, money.payment_intent)
    const purchase = await registry.purchase(account, id)
    const found = purchase
      ? (twiceOf(purchase, money, twice) ?? differenceIn(purchase, money))
      : differenceOf(
          'purchase_unknown',
          { account, id },
          `${amountOf(money)} were paid for a purchase that is not here.`,
        )
    if (!found) continue
    const own = await ownTime(buying.store, account, now)
    const settled = purchase && heal ? await lookAgain(buying, purchase, 'reconcile', own) : purchase
    const left = settled ? (twiceOf(settled, money, twice) ?? differenceIn(settled, money)) : found
    if (!left) healed.push(found)
    else if (heal || !isSettling(purchase, own)) differences.push(left)
  }
  return { count, paid: new Set(by.keys()), healed, differences }
}

/** What still moves by itself is no difference yet. */
const SETTLING_MS = 60_000

const isSettling = (purchase: Purchase | null, now: Instant): boolean =>
  purchase !== null && now - purchase.updated_at < SETTLING_MS

/** A subscription's bill grants nothing itself; that it was paid is what must be known of it. */
export const isUngiven = ({ granted_at, state, subscription }: Purchase): boolean =>
  subscription === null ? granted_at === null : !wasPaid(state)

function differenceIn(purchase: Purchase, money: TakenMoney): Difference | null {
  const { facts, currency, price_minor } = purchase
  if (isUngiven(purchase))
    return differenceOf(
      'paid_not_granted',
      purchase,
      `${amountOf(money)} were paid by ${money.payment_intent}.`,
    )
  const isPrice =
    money.amount_minor === price_minor ||
    money.amount_minor === inSteps(price_minor + (facts.tax_minor ?? 0n), currency)
  if (!isPrice || money.currency !== currency)
    return differenceOf(
      'amount_differs',
      purchase,
      `It costs ${inWords(price_minor, currency)}, and ${amountOf(money)} were paid by ${money.payment_intent}.`,
    )
  const refunded_minor = refundedMinor(facts)
  const failed_minor = facts.refunds.filter(hasFailed).reduce(sumMinor, 0n)
  // Whether a charge's own sum still counts a refund that failed is nobody's promise.
  const { refunded_minor: there_minor } = money
  if (refunded_minor <= there_minor && there_minor <= refunded_minor + failed_minor) return null
  return differenceOf(
    'refund_differs',
    purchase,
    `${inWords(refunded_minor, currency)} were refunded here, and ${inWords(money.refunded_minor, money.currency)} there.`,
  )
}

/** Made there, and failed: one that was refused is known under our own id alone. */
const hasFailed = (refund: RefundFact): boolean => !isGone(refund) && refund.id !== refund.refund

const sumMinor = (sum: Minor, { amount_minor }: RefundFact): Minor => sum + amount_minor

const twiceOf = (
  purchase: Purchase,
  { payment_intent }: TakenMoney,
  other: string | undefined,
): Difference | null =>
  other === undefined
    ? null
    : differenceOf('charged_twice', purchase, `It was paid by ${other} and by ${payment_intent}.`)

const inWords = (minor: Minor, currency: string): string => `${formatMinor(minor, currency)} ${currency}`
const amountOf = ({ amount_minor, currency }: TakenMoney): string => inWords(amount_minor, currency)
