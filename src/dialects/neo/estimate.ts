import type { Static } from 'typebox'
import { quote } from '../../core/pricing/quote.ts'
import { paymentMethods } from '../../core/purchases/payment-methods.ts'
import { checkRedirects } from '../../core/purchases/redirect-urls.ts'
import { isRefusal } from '../../core/refusal.ts'
import type { Call } from '../../http/call.ts'
import type { AnyRefusal } from '../../http/refusals.ts'
import { exactNumber } from '../exact-number.ts'
import { actorOf } from './actor.ts'
import { minorNumber, moneyText } from './convert.ts'
import { cardsWire } from './convert-payment-method.ts'
import type { PurchaseWire } from './convert-purchase.ts'
import { neoType } from './credit-type.ts'
import { textOrNull, type Wanted } from './fields.ts'

/** What the purchase would cost, and which cards could pay it. */
export async function estimate(
  call: Call,
  wanted: Wanted,
): Promise<Static<typeof PurchaseWire> | AnyRefusal> {
  const actor = await actorOf(call)
  if (isRefusal(actor)) return actor
  const { credits, redirect_success_url, redirect_cancel_url } = wanted
  const urls = [textOrNull(redirect_success_url), textOrNull(redirect_cancel_url)]
  const stray = checkRedirects(call.buying.redirects, urls)
  if (stray) return stray
  const type = await neoType(call.store.registry)
  if (isRefusal(type)) return type
  const cost = quote(type, null, credits, null)
  if (isRefusal(cost)) return cost
  const cards = await paymentMethods(call.buying, actor.account.id)
  return {
    action: 'estimate',
    credits: exactNumber(cost.credits_micro),
    amount_cents: minorNumber(cost.price_minor),
    amount_display: moneyText(cost.price_minor, cost.currency),
    ...(cost.unit_price_micro !== null && { unit_price: exactNumber(cost.unit_price_micro) }),
    ...cardsWire(cards),
  }
}
