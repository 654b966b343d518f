import Type, { type Static } from 'typebox'
import { type Delivery, deliveryStates } from '../../../core/webhooks/delivery.ts'
import {
  type EndpointWithSecret,
  happeningTypes,
  PING,
  type WebhookEndpoint,
} from '../../../core/webhooks/endpoint.ts'
import { endpointUrl } from '../../../core/webhooks/endpoint-url.ts'
import { Parsed } from '../../../http/parsed.ts'
import { instantOrNull, instantText } from '../convert.ts'
import { Id, InstantOut, NullableInstant, NullableText, nullable } from '../fields.ts'

export const EndpointPath = Type.Object({ endpoint: Id })

export const EndpointUrlIn = Parsed<string>({ type: 'string', minLength: 1, maxLength: 2048 }, endpointUrl)

const types = {
  type: ['array', 'null'],
  items: { enum: [...happeningTypes] },
  minItems: 1,
  maxItems: happeningTypes.length,
  uniqueItems: true,
  description: 'What is told there; null for everything.',
}
export const TypesIn = Type.Unsafe<WebhookEndpoint['types']>(types)

const fields = {
  id: Type.String(),
  url: Type.String(),
  types: TypesIn,
  active: Type.Boolean({
    description: 'Switched off by you, or after five days in which nothing was taken.',
  }),
  failing_since: nullable(
    Type.String({ format: 'date-time', description: 'Since when every attempt has failed.' }),
  ),
  previous_secret_until: nullable(
    Type.String({ format: 'date-time', description: 'Until then the secret before signs too.' }),
  ),
  created_at: InstantOut,
  updated_at: InstantOut,
}

export const EndpointWire = Type.Object(fields, { title: 'WebhookEndpoint' })

export const endpointWire = (endpoint: WebhookEndpoint): Static<typeof EndpointWire> => ({
  id: endpoint.id,
  url: endpoint.url,
  types: endpoint.types,
  active: endpoint.active,
  failing_since: instantOrNull(endpoint.failing_since),
  previous_secret_until: instantOrNull(endpoint.previous_secret_until),
  created_at: instantText(endpoint.created_at),
  updated_at: instantText(endpoint.updated_at),
})

export const EndpointWithSecretWire = Type.Object(
  {
    ...fields,
    secret: nullable(
      Type.String({
        description:
          'Shown this once. Null in a replay that was asked for with another key than the first call.',
      }),
    ),
  },
  { title: 'WebhookEndpointWithSecret' },
)

export const endpointWithSecretWire = ({
  endpoint,
  secret,
}: EndpointWithSecret): Static<typeof EndpointWithSecretWire> => ({ ...endpointWire(endpoint), secret })

export const State = Type.Enum([...deliveryStates])

export const DeliveryWire = Type.Object(
  {
    id: Type.String(),
    endpoint: Type.String(),
    event: Type.String({ description: 'The `webhook-id` that it is sent with, however often.' }),
    type: Type.Enum([...happeningTypes, PING]),
    account: NullableText,
    state: State,
    attempts: Type.Integer(),
    last_attempt_at: NullableInstant,
    last_status: nullable(Type.Integer({ description: 'What the endpoint answered with, where it did.' })),
    last_error: NullableText,
    next_attempt_at: nullable(
      Type.String({
        format: 'date-time',
        description: 'Null where it has not been tried, or is not tried again.',
      }),
    ),
    happened_at: InstantOut,
  },
  { title: 'WebhookDelivery' },
)

export const deliveryWire = (delivery: Delivery): Static<typeof DeliveryWire> => ({
  id: delivery.id,
  endpoint: delivery.endpoint,
  event: delivery.event,
  type: delivery.type,
  account: delivery.account === '' ? null : delivery.account,
  state: delivery.state,
  attempts: delivery.attempts,
  last_attempt_at: instantOrNull(delivery.last_attempt_at),
  last_status: delivery.last_status,
  last_error: delivery.last_error,
  next_attempt_at: instantOrNull(delivery.due_at),
  happened_at: instantText(delivery.at),
})
