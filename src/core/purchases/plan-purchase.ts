import type { Account } from '../accounts/account.ts'
import { MAX_WALLET_MICRO, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { WALLET_FULL } from '../ledger/decide-grant.ts'
import { formatMinor, minorOfMicro, type PriceMicro } from '../money.ts'
import { quoteFor } from '../pricing/quote-for.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { billLine } from './bill-line.ts'
import type { Buying, BuyRequest, Quote } from './buying.ts'
import { customerOf } from './customer.ts'
import { newPurchase } from './new-purchase.ts'
import { chooseCard, paymentMethods } from './payment-methods.ts'
import type { Purchase } from './purchase.ts'
import { checkRedirects } from './redirect-urls.ts'

/**
 * The purchase that a request asks for, before anything of it is written. Everything its payment will be asked for is
 * in it, so that a later call for it asks for exactly the same.
 */
export async function planPurchase(
  buying: Buying,
  account: Account,
  request: BuyRequest,
  now: Instant,
): Promise<Purchase | Refusal> {
  const { success_url, cancel_url, expires_at } = request
  const stray = checkRedirects(buying.redirects, [success_url, cancel_url])
  if (stray) return stray
  if (typeof expires_at === 'number' && expires_at <= now)
    return refuse('expiry_not_ahead', 'The expiry must lie ahead.')
  const quoted = await quoteFor(buying.store.registry, request)
  if (isRefusal(quoted)) return quoted
  const changed = checkPrice(quoted.quote, request.expected_micro ?? null)
  if (changed) return changed
  const full = await whyNoRoom(buying, account.id, quoted.type.id, quoted.quote.credits_micro, now)
  if (full) return full
  const payer = await payerOf(buying, account, request, now)
  if (isRefusal(payer)) return payer
  const { type, quote } = quoted
  return newPurchase(
    buying.ids,
    {
      account: account.id,
      credit_type: type.id,
      credits_micro: quote.credits_micro,
      price_minor: quote.price_minor,
      currency: quote.currency,
      price: quote.price,
      unit_price_micro: quote.unit_price_micro,
      ...payer,
      success_url,
      cancel_url,
      dialect: request.dialect,
      source: request.source,
      member: request.member,
      description: billLine(type, quote.credits_micro),
      expires_at,
      subscription: null,
      lines: null,
      days_until_due: null,
      attempt: request.once ? null : request.attempt,
    },
    now,
  )
}

/** Refuses what costs something else than its buyer was told. */
const checkPrice = ({ price_minor, currency }: Quote, expected_micro: PriceMicro | null): Refusal | null =>
  expected_micro === null || minorOfMicro(expected_micro, currency) === price_minor
    ? null
    : refuse(
        'amount_changed',
        `It costs ${formatMinor(price_minor, currency)} by now. Ask for a quote again.`,
      )

/** Said before anything is charged. A wallet that fills up meanwhile is found by the reconciliation. */
async function whyNoRoom(
  { store }: Buying,
  account: string,
  credit_type: string,
  credits_micro: Micro,
  now: Instant,
): Promise<Refusal | null> {
  const balance = await store.ledger.balance(account, credit_type, now)
  if (isRefusal(balance)) return balance
  const { available_micro, held_micro } = balance
  return available_micro + held_micro + credits_micro > MAX_WALLET_MICRO ? WALLET_FULL : null
}

type Payer = Pick<Purchase, 'paying_by' | 'payment_method'>

async function payerOf(
  buying: Buying,
  account: Account,
  { payment_method, without_card, member }: BuyRequest,
  now: Instant,
): Promise<Payer | Refusal> {
  if (account.pays_with === 'commitment') return { paying_by: 'commitment', payment_method: null }
  const card = chooseCard(await paymentMethods(buying, account.id), payment_method)
  if (isRefusal(card)) return card
  if (card) return { paying_by: 'card', payment_method: card.id }
  const hosted =
    without_card === 'checkout' || (without_card === 'as_the_terms_say' && account.hosted_checkout)
  if (!hosted) return refuse('payment_method_missing', 'The account has no saved card. Add one first.')
  // Made now: where nobody answers, nothing of the purchase has been written yet.
  await customerOf(buying, account, member, now)
  return { paying_by: 'checkout', payment_method: null }
}
