import { formatCredits } from '../../core/credits.ts'
import type { Instant } from '../../core/instant.ts'
import type { Grant } from '../../core/ledger/grant.ts'
import { formatMinor, type PriceMicro } from '../../core/money.ts'
import { type DisputeFact, type InvoiceFact, refundedMinor } from '../../core/purchases/facts.ts'
import { type Purchase, wasPaid } from '../../core/purchases/purchase.ts'
import { type CreditTypeName, currencies } from './credit-types.ts'
import type { BuyAnswerWire, CheckoutWire, PurchaseIntentWire } from './purchase-intent.ts'

export interface Sold {
  readonly purchase: Purchase
  readonly creditType: { readonly id: CreditTypeName; readonly name: string }
  /** Null until the credits are there. */
  readonly grant: Grant | null
}

/** A page that still waits for its buyer is the answer; whatever else a purchase is, an intent says. */
export const buyAnswer = (sold: Sold): BuyAnswerWire =>
  checkoutOf(sold.purchase) ?? { purchaseIntent: purchaseIntent(sold) }

/** The page that waits for the buyer, where one does. */
export function checkoutOf({ state, paying_by, facts }: Purchase): CheckoutWire | null {
  const { checkout_session, page_url } = facts
  const waits = state === 'awaiting_checkout' && paying_by === 'checkout'
  return waits && checkout_session !== null && page_url !== null
    ? { checkoutSessionId: checkout_session, checkoutSessionUrl: page_url }
    : null
}

function purchaseIntent({ purchase, creditType, grant }: Sold): PurchaseIntentWire {
  const { facts, price_minor, success_url } = purchase
  const refund = refundOf(purchase)
  const expires_at = grant?.expires_at ?? null
  return {
    id: purchase.id,
    ownerId: purchase.account,
    status: statusOf(purchase),
    configuration: {
      type: 'credit_topup',
      options: {
        amount: formatCredits(purchase.credits_micro),
        currency: currencies[creditType.id],
        ...(expires_at !== null && { expirationDate: instantText(expires_at) }),
      },
      ...(grant && { output: { grantId: grant.id } }),
    },
    provider: providerOf(purchase),
    currency: purchase.paying_by === 'commitment' ? 'miu' : 'usd',
    subtotal: money(facts.subtotal_minor ?? price_minor),
    tax: money(facts.tax_minor ?? 0n),
    total: money(facts.total_minor ?? price_minor),
    lineItems: [lineItem(purchase, creditType, refund)],
    metadata: metadataOf(purchase),
    ...refund,
    ...(facts.dispute && { dispute: disputeOf(facts.dispute, purchase.updated_at) }),
    ...(success_url !== null && { returnUrl: success_url }),
    createdAt: instantText(purchase.created_at),
    updatedAt: instantText(purchase.updated_at),
  }
}

export function statusOf({ state }: Purchase): PurchaseIntentWire['status'] {
  if (wasPaid(state)) return 'succeeded'
  return state === 'failed' || state === 'expired' ? 'failed' : 'pending'
}

/** Until the payment's side has made something, the purchase itself is all there is to name. */
function providerOf({ id, paying_by, facts }: Purchase): PurchaseIntentWire['provider'] {
  switch (paying_by) {
    case 'card':
      return {
        type: 'stripe_invoice_immediate',
        resourceId: facts.invoice?.id ?? id,
        stripeSharedPaymentTokenUsed: false,
      }
    case 'invoice':
      return { type: 'stripe_invoice_deferred', resourceId: facts.invoice?.id ?? id }
    case 'checkout':
      return { type: 'stripe_hosted', resourceId: facts.checkout_session ?? id }
    case 'commitment':
      return { type: 'orb_ledger', resourceId: facts.payment_intent ?? id, currencyConversionRate: '1' }
  }
}

/** A purchase has one line. Where no price for each credit was agreed, the whole amount is one piece. */
function lineItem(
  { id, credits_micro, unit_price_micro, price_minor, description }: Purchase,
  creditType: Sold['creditType'],
  refund: Refund,
): NonNullable<PurchaseIntentWire['lineItems']>[number] {
  const credits = formatCredits(credits_micro)
  return {
    id: `${id}-1`,
    name: creditType.name,
    description: description ?? `${credits} credits`,
    productId: creditType.id,
    productAlias: creditType.id,
    ...(unit_price_micro === null
      ? { quantity: '1', unitAmount: money(price_minor) }
      : { quantity: credits, unitAmount: unitText(unit_price_micro) }),
    ...refund,
  }
}

type Refund = { readonly refund?: string }

function refundOf({ facts }: Purchase): Refund {
  const refunded_minor = refundedMinor(facts)
  return refunded_minor > 0n ? { refund: money(refunded_minor) } : {}
}

/** The dispute is the bank's; there is no other id of it than the payment side's. */
const disputeOf = (
  { id, amount_minor, currency, reason, status, created_at }: DisputeFact,
  updated_at: Instant,
): NonNullable<PurchaseIntentWire['dispute']> => ({
  id,
  providerId: id,
  amount: formatMinor(amount_minor, currency),
  currency,
  reason,
  status,
  createdAt: instantText(created_at),
  updatedAt: instantText(updated_at),
})

/** `hostedPageUrl` is where a buyer goes who has to confirm the payment. */
function metadataOf({ source, state, facts }: Purchase): Record<string, string> {
  const { page_url, invoice } = facts
  return {
    ...(source !== null && { source }),
    ...(page_url !== null && state === 'awaiting_checkout' && { hostedPageUrl: page_url }),
    ...(invoice && invoiceLabels(invoice)),
  }
}

const invoiceLabels = ({ number, url, pdf }: InvoiceFact): Record<string, string> => ({
  ...(number !== null && { invoiceNumber: number }),
  ...(url !== null && { invoiceUrl: url }),
  ...(pdf !== null && { invoicePdf: pdf }),
})

/** Only what is billed in dollars, or in units of a commitment that are worth one each, is sold here. */
const money = (minor: bigint): string => formatMinor(minor, 'usd')

/** A price may be finer than a cent: two decimals at least, and as many more as it takes. */
function unitText(unit_price_micro: PriceMicro): string {
  const [whole = '0', fraction = ''] = formatCredits(unit_price_micro).split('.')
  return `${whole}.${fraction.padEnd(2, '0')}`
}

const instantText = (at: Instant): string => new Date(at).toISOString()
