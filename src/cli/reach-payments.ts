import type { Buying } from '../core/purchases/buying.ts'
import { stripePayments } from '../payments/stripe/payments.ts'
import { mintingIds } from '../store/mint.ts'
import type { OpenStore } from '../store/store.ts'
import { readCredentials } from './credentials.ts'
import { hostOf, listeningUrl, type Settings, type StripeSettings } from './settings.ts'

export interface ReachedPayments {
  readonly buying: Buying
  /** Whether it is the local Stripe, which is there only while its server runs. */
  readonly local: boolean
}

/** The Stripe of the settings, or the running server's local one, for one command; null where there is neither. */
export function reachPayments(settings: Settings, store: OpenStore): ReachedPayments | null {
  const local = settings.stripe ? null : localStripe(settings)
  const stripe = settings.stripe ?? local
  if (!stripe) return null
  const { secretKey, webhookSecret, apiUrl } = stripe
  const payments = stripePayments({
    secretKey,
    webhookSecret,
    publicUrl: () => settings.publicUrl ?? listeningUrl(settings),
    ...(apiUrl !== undefined && { apiBase: hostOf(apiUrl) }),
    automatic_tax: settings.stripeTax,
    clock: { now: Date.now },
  })
  return { buying: { store, payments, ids: mintingIds(), redirects: null }, local: local !== null }
}

function localStripe({ dataDir }: Settings): StripeSettings | null {
  const apiUrl = readCredentials(dataDir)?.sandbox_url
  // The local one takes any key, and no webhook is read here.
  return apiUrl === undefined ? null : { secretKey: 'sk_test_sandbox', webhookSecret: 'whsec_', apiUrl }
}
