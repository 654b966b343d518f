import Type from 'typebox'
import type { Micro } from '../../core/credits.ts'
import { firstEntry } from '../../core/ledger/first-entry.ts'
import type { Store } from '../../core/ports.ts'
import { buy } from '../../core/purchases/buy.ts'
import type { Bought, BuyRequest } from '../../core/purchases/buying.ts'
import type { Purchase } from '../../core/purchases/purchase.ts'
import { whyNot } from '../../core/purchases/why-not.ts'
import { isRefusal, type Refusal, refuse } from '../../core/refusal.ts'
import type { Call } from '../../http/call.ts'
import { invalid } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { ExactNumber, exactNumber } from '../exact-number.ts'
import { type Attempt, attemptOf, released } from './attempt.ts'
import { invoiceId } from './convert.ts'
import { availableAfter } from './convert-transaction.ts'
import * as examples from './examples.ts'
import { CreditsIn, CUSTOMER, ExpiresAt, MinorIn, PriceId, ProductPath } from './fields.ts'

const NEITHER = 'must be given, or price_id: exactly one of the two'

export default route({
  method: 'POST',
  path: '/v1/customers/:id/credits/:productId/purchase',
  id: 'purchase_customer_credits',
  summary: 'Sell credits to a customer',
  description:
    "Makes an invoice and charges the customer's default card at once. The credits cost what the caller says, or so " +
    'many packs of a bundle price. Where the bank has not answered in time this is a conflict; the same call with the ' +
    'same key goes on with it, and never charges twice.',
  tags: ['Credits'],
  allow: ['operator'],
  account: CUSTOMER,
  params: ProductPath,
  body: Type.Object({
    credit_count: CreditsIn('How many to sell, with at most six decimals; with a price, whole packs of it.'),
    amount_excluding_tax: Type.Optional(MinorIn),
    price_id: Type.Optional(PriceId),
    expires_at: Type.Optional(ExpiresAt),
  }),
  example: {
    params: examples.product,
    body: { credit_count: 2000, price_id: 'pri_01kg8x4c7s0000000000000001' },
  },
  success: {
    status: 201,
    schema: Type.Object(
      { invoice_id: Type.String(), new_credit_balance: ExactNumber('What can be used just after.') },
      { title: 'HyperlinePurchase' },
    ),
    example: { invoice_id: 'inv_1QxAbD', new_credit_balance: 2000 },
  },
  refusals: [
    'account_not_found',
    'credit_type_not_found',
    'price_not_found',
    'price_mismatch',
    'not_a_whole_pack',
    'amount_too_small',
    'credits_out_of_range',
    'expiry_not_ahead',
    'payment_method_missing',
    'card_declined',
    'authentication_required',
    'payment_refused',
    'payment_pending',
    'wallet_limit_exceeded',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { credit_count, amount_excluding_tax = null, price_id = null, expires_at = null } = call.body
    if ((amount_excluding_tax === null) === (price_id === null))
      return invalid([{ field: 'amount_excluding_tax', message: NEITHER }])
    const misfit = price_id === null ? null : await bundleOnly(call.store, price_id)
    if (misfit) return misfit
    const attempt = await attemptOf(call)
    if (isRefusal(attempt)) return attempt
    const bought = await buyOnce(call, attempt, {
      account: call.params.id,
      member: null,
      dialect: 'hyperline',
      source: 'api',
      credit_type: call.params.productId,
      credits_micro: credit_count,
      price: price_id,
      amount_minor: amount_excluding_tax,
      payment_method: null,
      without_card: 'refuse',
      success_url: null,
      cancel_url: null,
      expires_at,
      once: null,
      attempt: call.attempt(),
    })
    if (isRefusal(bought) || hasFailed(bought.purchase)) await released(call)
    if (isRefusal(bought)) return bought
    const { purchase } = bought
    const after_micro = await balanceAfter(call.store, purchase)
    if (isRefusal(after_micro)) return after_micro
    call.replayed = bought.replayed
    return { invoice_id: invoiceId(purchase), new_credit_balance: exactNumber(after_micro) }
  },
})

async function bundleOnly({ registry }: Store, id: string): Promise<Refusal | null> {
  const price = await registry.price(id)
  if (!price) return refuse('price_not_found', `There is no price ${id}.`)
  if (price.terms.scheme === 'bundle') return null
  return refuse('price_mismatch', `The price ${id} is not of the type bundle.`)
}

/**
 * Only a success is kept under the caller's key. Where the card was declined, the same call is another try, so the
 * purchases of one key are numbered: there is never a next one before the last one has failed for good. What failed is
 * kept as long as what comes after it, so that nobody begins to count again while that is still to be found.
 */
async function buyOnce(call: Call, attempt: Attempt, request: BuyRequest): Promise<Bought | Refusal> {
  if (call.key === null) return buy(call.buying, request, call.now)
  const { store, arrived_at } = call
  const tries = await store.tries(request.account, attempt.key, arrived_at)
  for (let number = Math.max(1, tries); ; number += 1) {
    const once = {
      account: request.account,
      key: `${attempt.key}.${number}`,
      fingerprint: '',
      at: arrived_at,
    }
    const bought = await buy(call.buying, { ...request, once }, call.now)
    if (isRefusal(bought) || !bought.replayed || !hasFailed(bought.purchase)) return bought
    await store.prolong(request.account, attempt.key, number, arrived_at)
  }
}

const hasFailed = ({ state }: Purchase): boolean => state === 'failed' || state === 'expired'

/** What the purchase made of the balance, as its own entry in the ledger says: the same whenever it is asked. */
async function balanceAfter({ ledger }: Store, purchase: Purchase): Promise<Micro | Refusal> {
  const { account, credit_type, grant } = purchase
  const refusal = whyNot(purchase)
  if (refusal) return refusal
  // The money has moved by now, so that a failure to read is no failure of the purchase: the same call tells it then.
  const entry = await firstEntry(ledger, account, { credit_type, kind: 'grant', grant }).catch(
    () => 'unread' as const,
  )
  if (entry === 'unread')
    return refuse(
      'payment_pending',
      `The purchase ${purchase.id} is paid. Send the call again for the balance.`,
    )
  if (entry) return availableAfter(entry)
  const detail = `The purchase ${purchase.id} is paid, and its credits find no room. Ask for a refund of it.`
  return refuse('wallet_limit_exceeded', detail)
}
