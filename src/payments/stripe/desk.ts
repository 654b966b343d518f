import Stripe from 'stripe'
import type { Clock } from '../../core/ports.ts'
import { watchKey } from './watch-key.ts'

/** The one API version that everything here is written for; an SDK of another one doesn't compile. */
export const API_VERSION: Stripe.LatestApiVersion = '2026-10-28.endive'

export interface StripeOptions {
  readonly secretKey: string
  readonly webhookSecret: string
  /** Where buyers reach this server: a hosted page sends them back to it. */
  readonly publicUrl: () => string
  /** Another place than Stripe's own, such as the local Stripe. */
  readonly apiBase?: { readonly host: string; readonly port: number; readonly protocol: 'http' | 'https' }
  /** How long one request may take. */
  readonly timeout_ms?: number
  /** Whether Stripe Tax works out the taxes. */
  readonly automatic_tax?: boolean
  readonly clock: Clock
  readonly log?: Log
}

export interface Log {
  warn(details: object, line: string): void
  error(details: object, line: string): void
}

/** What every call here works with. */
export interface Desk {
  readonly stripe: Stripe
  readonly webhookSecret: string
  readonly publicUrl: () => string
  readonly automatic_tax: boolean
  readonly clock: Clock
  readonly log: Log
  /** Whose customer is whose account, as far as it was asked for: that never changes. */
  readonly owners: Map<string, string>
}

const SILENT: Log = { warn() {}, error() {} }

const USUAL_TIMEOUT_MS = 15_000

export function openDesk(options: StripeOptions): Desk {
  const { apiBase, clock, log, publicUrl, webhookSecret } = options
  const stripe = new Stripe(options.secretKey, {
    apiVersion: API_VERSION,
    timeout: options.timeout_ms ?? USUAL_TIMEOUT_MS,
    // One more try under the same key; whoever needs more looks first at what the last one did.
    maxNetworkRetries: 1,
    telemetry: false,
    // What Stripe says of a key that it refuses is told to the operator.
    emitEventBodies: true,
    ...apiBase,
  })
  const automatic_tax = options.automatic_tax ?? false
  const owners = new Map<string, string>()
  const desk = { stripe, webhookSecret, publicUrl, automatic_tax, clock, log: log ?? SILENT, owners }
  watchKey(desk)
  return desk
}
