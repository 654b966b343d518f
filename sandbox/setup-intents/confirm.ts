import { decideSaving } from '../cards/decision.ts'
import { sessionSetUp } from '../checkout/complete.ts'
import type { ErrorBody } from '../errors.ts'
import { keep } from '../payment-methods/attach.ts'
import { cardOf, checkUsable, methodOf } from '../payment-methods/method.ts'
import type { PaymentMethod, SetupIntent } from '../wire.ts'
import type { Work } from '../work.ts'

export interface SetupOptions {
  authenticated?: boolean
  return_url?: string | null
}

export type SetUp = { outcome: 'succeeded' | 'requires_action' } | { outcome: 'declined'; error: ErrorBody }

/** Asks the bank whether a card may be kept for later, with the buyer there to answer it. */
export function setUp(work: Work, setup: SetupIntent, method: PaymentMethod, options: SetupOptions): SetUp {
  checkUsable(work, method, setup.customer)
  const { authenticated = false, return_url = null } = options
  const decision = decideSaving(cardOf(work, method), { present: true, authenticated, set_up: false })
  setup.payment_method = method.id
  setup.next_action = null
  if (decision.outcome === 'declined')
    return refuseSetup(work, setup, {
      type: 'card_error',
      ...decision.decline,
      payment_method: structuredClone(method),
    })
  if (decision.outcome === 'authenticate') {
    const url = `${work.url}/3ds/${setup.id}?client_secret=${setup.client_secret}`
    setup.status = 'requires_action'
    setup.next_action = return_url
      ? { type: 'redirect_to_url', redirect_to_url: { url, return_url } }
      : { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } }
    work.objects.hide(setup.id, { return_url })
    work.objects.save(setup)
    work.emit('setup_intent.requires_action', setup)
    return { outcome: 'requires_action' }
  }
  if (setup.customer !== null) keep(work, method, setup.customer)
  work.objects.hide(method.id, { set_up: true })
  setup.status = 'succeeded'
  setup.last_setup_error = null
  work.objects.save(setup)
  work.emit('setup_intent.succeeded', setup)
  const { session } = work.objects.hidden(setup.id)
  if (typeof session === 'string') sessionSetUp(work, session, setup)
  return { outcome: 'succeeded' }
}

/** What the buyer told the bank on its 3-D Secure page. */
export function authenticateSetup(work: Work, setup: SetupIntent, confirmed: boolean): SetupIntent {
  if (setup.status !== 'requires_action' || setup.payment_method === null) return setup
  const method = methodOf(work, setup.payment_method)
  if (confirmed) setUp(work, setup, method, { authenticated: true })
  else
    refuseSetup(work, setup, {
      type: 'invalid_request_error',
      code: 'setup_intent_authentication_failure',
      message:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
      payment_method: structuredClone(method),
    })
  return setup
}

function refuseSetup(work: Work, setup: SetupIntent, error: ErrorBody): SetUp {
  setup.last_setup_error = error as SetupIntent['last_setup_error']
  setup.payment_method = null
  setup.next_action = null
  setup.status = 'requires_payment_method'
  work.objects.save(setup)
  work.emit('setup_intent.setup_failed', setup)
  return { outcome: 'declined', error: { ...error, setup_intent: setup } }
}
