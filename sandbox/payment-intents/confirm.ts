import { ApiError, refuse } from '../errors.ts'
import type { Params } from '../http/shape.ts'
import { createMethod } from '../payment-methods/create.ts'
import { methodOf } from '../payment-methods/method.ts'
import type { PaymentIntent } from '../wire.ts'
import type { Work } from '../work.ts'
import { unexpectedState } from './intent.ts'
import { pay } from './pay.ts'
import type { confirmShape } from './shapes.ts'

type Given = Omit<Params<typeof confirmShape>, 'amount_to_confirm' | 'capture_method'>

export function confirmIntent(work: Work, intent: PaymentIntent, params: Given): PaymentIntent {
  const confirmable = ['requires_action', 'requires_confirmation', 'requires_payment_method']
  if (!confirmable.includes(intent.status)) throw unexpectedState(intent, 'confirm')
  for (const name of ['allowed_payment_method_types', 'receipt_email', 'setup_future_usage'] as const)
    if (params[name] !== undefined) Object.assign(intent, { [name]: params[name] })
  const chosen = params.payment_method ?? intent.payment_method
  if (chosen === null && params.payment_method_data === undefined)
    throw refuse(
      "You cannot confirm this PaymentIntent because it's missing a payment method. Provide one, for example payment_method: 'pm_card_visa'.",
      'payment_intent_unexpected_state',
    )
  if (mayRedirect(intent) && params.return_url === undefined)
    throw refuse(
      'This PaymentIntent takes payment methods that may redirect: provide a `return_url`, or set `automatic_payment_methods[allow_redirects]` to `never`, or allow only `card` in `allowed_payment_method_types`.',
      undefined,
      'return_url',
    )
  const data = params.payment_method_data
  const method = data === undefined ? methodOf(work, chosen ?? '') : createMethod(work, data)
  const attempted = pay(work, intent, method, {
    present: params.off_session !== true,
    return_url: params.return_url ?? null,
    ...(params.error_on_requires_action ? { onAuthentication: 'decline' as const } : {}),
  })
  if (attempted.outcome === 'declined') throw new ApiError(402, attempted.error, { keeps: true })
  return intent
}

function mayRedirect(intent: PaymentIntent): boolean {
  const { allowed_payment_method_types: allowed, automatic_payment_methods: automatic } = intent
  return automatic?.enabled === true && automatic.allow_redirects !== 'never' && allowed === null
}
