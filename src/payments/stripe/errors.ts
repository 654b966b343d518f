import Stripe from 'stripe'
import { OutcomeUnknown, PaymentRefused } from '../../core/purchases/payments.ts'
import { Unavailable } from '../../core/unavailable.ts'

const {
  StripeAuthenticationError,
  StripeCardError,
  StripeError,
  StripeInvalidRequestError,
  StripePermissionError,
} = Stripe.errors

/**
 * What a failed call says of what it was to do. `refused`: it was not done, and never will be. `forbidden`: it was not
 * done, because our key may not do it, and may be done once somebody has mended that. `declined`: the bank said no, or
 * wants its customer. `unknown`: anything else, from a broken connection to a key in use. It may have been done.
 */
export type Failing = 'refused' | 'forbidden' | 'declined' | 'unknown'

export function failingOf(error: unknown): Failing {
  // What isn't Stripe's is a fault of ours, and says nothing about money.
  if (!(error instanceof StripeError)) throw error
  if (error instanceof StripeCardError) return 'declined'
  if (isForbidden(error)) return 'forbidden'
  return error instanceof StripeInvalidRequestError ? 'refused' : 'unknown'
}

const isForbidden = (error: unknown): boolean =>
  error instanceof StripeAuthenticationError || error instanceof StripePermissionError

export const isMissing = (error: unknown): boolean =>
  error instanceof StripeInvalidRequestError && error.code === 'resource_missing'

/** The answer, or null where there is no such thing. */
export const orNull = <T>(call: Promise<T>): Promise<T | null> =>
  call.catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })

/**
 * For an operator. It takes over neither Stripe's message nor the error itself, which may hold a part of the key or
 * what lets a payment be confirmed.
 */
export function described(error: unknown): string {
  if (!(error instanceof StripeError)) return 'Stripe has not done it yet, and said nothing of why.'
  const { statusCode, requestId } = error
  if (isForbidden(error)) {
    const lacking = permissionIn(error.message)
    const lacks = lacking === null ? '' : `; it lacks ${lacking}`
    return `Stripe answered ${statusCode}: check that STRIPE_SECRET_KEY is valid and may do this${lacks} (${requestId}).`
  }
  if (statusCode === undefined) return 'Stripe did not answer, or the connection broke.'
  return `Stripe answered ${statusCode}${error.code ? ` ${error.code}` : ''} (${requestId}).`
}

/** The permission that Stripe says is missing, alone: what stands around it holds a part of the key. */
export function permissionIn(message: string): string | null {
  const [, shown, name] = /"([A-Z][A-Za-z ]{2,60})" \('([a-z_]{3,60})'\)/.exec(message) ?? []
  if (shown) return `${shown} (${name})`
  return /'(rak_[a-z_]{3,60})'/.exec(message)?.[1] ?? null
}

/** For whoever buys: it is none of their doing, and the details are nobody's business but the operator's. */
const FORBIDDEN = 'The payment provider does not let this server do it. Its operator has to see to that.'

export const unknownOutcome = (error: unknown): OutcomeUnknown => new OutcomeUnknown(described(error))

/** A call that can't be done as it was asked for. What Stripe says of it is meant for people, save of our key. */
export function refusalOf(error: unknown, otherwise: PaymentRefused['code']): PaymentRefused {
  if (isForbidden(error)) return new PaymentRefused(otherwise, FORBIDDEN)
  const { code, message, param } = error as Stripe.errors.StripeError
  if (code === 'amount_too_small') return new PaymentRefused(code, message)
  const method = param === 'payment_method' || param === 'default_payment_method'
  if (method && (code === 'resource_missing' || code === 'payment_method_unexpected_state'))
    return new PaymentRefused('payment_method_not_found', 'The customer has no such payment method.')
  return new PaymentRefused(otherwise, message)
}

/** For calls that move no money: where they fail, nothing has happened that matters. */
export async function harmless<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    const failing = failingOf(error)
    if (failing === 'unknown' || failing === 'forbidden') throw new Unavailable(described(error))
    throw refusalOf(error, 'purchase_refused')
  }
}

/** For looks: whatever goes wrong, nobody knows more than before. */
export async function looking<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (error instanceof StripeError) throw unknownOutcome(error)
    throw error
  }
}
