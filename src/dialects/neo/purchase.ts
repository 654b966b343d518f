import type { Static } from 'typebox'
import { buy } from '../../core/purchases/buy.ts'
import { isRefusal } from '../../core/refusal.ts'
import type { Call } from '../../http/call.ts'
import { type AnyRefusal, isAnyRefusal } from '../../http/refusals.ts'
import { adminOf } from './actor.ts'
import { type PurchaseWire, purchaseWire } from './convert-purchase.ts'
import { NEO } from './credit-type.ts'
import { textOrNull, type Wanted } from './fields.ts'

/** What may be refused to whoever buys credits or asks for their price. */
export const purchaseRefusals = [
  'wallet_limit_exceeded',
  'credit_type_not_found',
  'not_for_sale',
  'amount_too_small',
  'redirect_not_allowed',
  'payment_method_not_found',
  'card_declined',
  'authentication_required',
  'payment_refused',
  'payment_pending',
  'idempotency_key_reused',
] as const

/** Buys with a saved card, or opens the page on which the first one is given. */
export async function purchase(
  call: Call,
  wanted: Wanted,
): Promise<Static<typeof PurchaseWire> | AnyRefusal> {
  const actor = await adminOf(call, 'buy credits')
  if (isAnyRefusal(actor)) return actor
  const { account, member } = actor
  const bought = await buy(
    call.buying,
    {
      account: account.id,
      member: member?.id ?? null,
      dialect: 'neo',
      source: null,
      credit_type: NEO,
      credits_micro: wanted.credits,
      price: null,
      amount_minor: null,
      payment_method: textOrNull(wanted.payment_method_id),
      without_card: 'checkout',
      success_url: textOrNull(wanted.redirect_success_url),
      cancel_url: textOrNull(wanted.redirect_cancel_url),
      expires_at: undefined,
      once: call.onceRequest(account.id),
      attempt: call.attempt(),
    },
    call.now,
  )
  if (isRefusal(bought)) return bought
  call.replayed = bought.replayed
  return purchaseWire(bought.purchase)
}
