import Type, { type Static } from 'typebox'
import {
  type Subscription,
  type SubscriptionEvent,
  subscriptionEvents,
} from '../../../core/subscriptions/subscription.ts'
import { amountText, instantText } from '../convert.ts'
import { moneyText } from '../convert-money.ts'
import { InstantOut } from '../fields.ts'

export const SubscriptionEventWire = Type.Object(
  {
    version: Type.Integer({ description: 'Counts what happened to the subscription.' }),
    kind: Type.Enum([...subscriptionEvents]),
    detail: Type.Unsafe<Readonly<Record<string, unknown>>>({
      type: 'object',
      additionalProperties: true,
      description: 'For people. What it has depends on the kind.',
    }),
    at: InstantOut,
  },
  { title: 'SubscriptionEvent' },
)

export const subscriptionEventWire =
  ({ currency }: Pick<Subscription, 'currency'>) =>
  ({ version, kind, detail, at }: SubscriptionEvent): Static<typeof SubscriptionEventWire> => ({
    version,
    kind,
    detail: Object.fromEntries(Object.entries(detail).map(([name, value]) => shown(name, value, currency))),
    at: instantText(at),
  })

/** Amounts are kept in their smallest parts, and shown as everywhere else. */
function shown(name: string, value: unknown, currency: string): [string, unknown] {
  if (name.endsWith('_micro')) return [name.slice(0, -'_micro'.length), amountText(BigInt(String(value)))]
  if (name.endsWith('_minor'))
    return [name.slice(0, -'_minor'.length), moneyText(BigInt(String(value)), currency)]
  return [name, value]
}
