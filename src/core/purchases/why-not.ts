import { type Refusal, type RefusalCode, refuse } from '../refusal.ts'
import type { Failure } from './facts.ts'
import { PaymentRefused } from './payments.ts'
import { isUnknown, type Purchase } from './purchase.ts'

/** Why a purchase gave no credits, or not yet; null where it did, or where the buyer goes on by a page. */
export function whyNot(purchase: Purchase): Refusal | null {
  const refusal = reasonOf(purchase)
  return refusal && { ...refusal, purchase: purchase.id }
}

function reasonOf(purchase: Purchase): Refusal | null {
  const { state, paying_by, facts } = purchase
  if (isUnknown(purchase))
    return refuse(
      'payment_pending',
      'The bank has not said yet whether it paid. Ask for the purchase again; it is never charged twice.',
    )
  if (state === 'expired')
    return refuse(
      'payment_refused',
      paying_by === 'invoice'
        ? 'The invoice can not be paid any more. Nothing was charged.'
        : 'The payment page expired before it was paid. Nothing was charged; buy again.',
    )
  if (state === 'failed') return failedBecause(facts.failure)
  if (state === 'awaiting_checkout' && paying_by === 'card')
    return refuse(
      'authentication_required',
      `The card's owner must confirm the payment${facts.page_url ? ` at ${facts.page_url}` : ''}.`,
    )
  return null
}

/** Failures that aren't a bank's word on a card. */
const OTHERS: Record<string, RefusalCode> = {
  payment_method_not_found: 'payment_method_not_found',
  amount_too_small: 'amount_too_small',
  purchase_refused: 'payment_refused',
  abandoned: 'payment_refused',
  insufficient_credits: 'payment_refused',
}

function failedBecause(failure: Failure | null): Refusal {
  if (!failure) return refuse('payment_refused', 'The payment failed. Nothing was charged.')
  const { code, message } = failure
  const other = OTHERS[code]
  return other ? refuse(other, message) : refuse('card_declined', `${message} (${code})`)
}

/** Where the payment's side refuses before anything of a purchase or refund was written. */
export function orRefused(error: unknown): Refusal {
  if (!(error instanceof PaymentRefused)) throw error
  return refuse(OTHERS[error.code] ?? 'payment_refused', error.message)
}
