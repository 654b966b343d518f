import { missing } from '../errors.ts'
import { newId } from '../ids.ts'
import { secretOf } from '../payment-methods/method.ts'
import type { Metadata, SetupIntent } from '../wire.ts'
import type { Work } from '../work.ts'

export interface SetupDetails {
  customer?: string | null
  description?: string | null
  metadata?: Metadata
  payment_method?: string | null
  usage?: 'off_session' | 'on_session'
  automatic_payment_methods?: SetupIntent['automatic_payment_methods']
}

export function newSetup(work: Work, details: SetupDetails): SetupIntent {
  const id = newId('seti')
  const setup: SetupIntent = {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: details.automatic_payment_methods ?? null,
    cancellation_reason: null,
    client_secret: secretOf(id),
    created: work.now,
    customer: details.customer ?? null,
    customer_account: null,
    description: details.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: details.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: details.payment_method ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: details.payment_method ? 'requires_confirmation' : 'requires_payment_method',
    usage: details.usage ?? 'off_session',
  }
  work.objects.add(setup, { session: null, return_url: null })
  work.emit('setup_intent.created', setup)
  return setup
}

export function setupOf({ objects }: Work, id: string, param = 'setup_intent'): SetupIntent {
  const setup = objects.find('setup_intent', id)
  if (setup === undefined) throw missing('setup_intent', id, param, param === 'id' ? 404 : 400)
  return setup
}
