import { type Reconciled, reconcile } from '../core/purchases/reconcile.ts'
import type { Progress } from '../core/reports/check.ts'
import { Unavailable } from '../core/unavailable.ts'
import type { ConnectionConfig } from '../store/session/connection-config.ts'
import { openStore } from '../store/store.ts'
import type { ProgressBar } from './progress-bar.ts'
import { reachPayments } from './reach-payments.ts'
import { reportReconciled } from './report-reconciled.ts'
import type { Settings } from './settings.ts'
import { silent } from './with-store.ts'

export interface VerifyWish {
  readonly since: number
  readonly now: number
}

/** How the ledger compares with Stripe, or why nobody can say. */
export interface VerifiedPayments {
  readonly compared: Reconciled | null
  /** Why it was not compared. */
  readonly skipped: string | null
  /** Where a Stripe was named that doesn't answer, nothing is proven. */
  readonly agrees: boolean
}

export const skipped = (why: string, agrees: boolean): VerifiedPayments => ({
  compared: null,
  skipped: why,
  agrees,
})

/** Compares purchases with the money that was taken since a moment, and changes nothing. */
export async function verifyPayments(
  settings: Settings,
  connection: ConnectionConfig,
  { since, now }: VerifyWish,
  bar: ProgressBar,
): Promise<VerifiedPayments> {
  const store = openStore({ connection, lanes: 1, meter: silent })
  try {
    const reached = reachPayments(settings, store)
    if (!reached) return skipped('neither STRIPE_SECRET_KEY is set nor a local Stripe known', true)
    const onProgress = ({ done, of }: Progress) => bar.show(done, of, null)
    try {
      const compared = await reconcile(reached.buying, { since, heal: false, onProgress }, now)
      return { compared, skipped: null, agrees: compared.differences.length === 0 }
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      if (reached.local) return skipped('the local Stripe runs only while its server does', true)
      return skipped(error.message, false)
    }
  } finally {
    bar.clear()
    await store.close()
  }
}

export const reportPayments = ({ compared, skipped: why }: VerifiedPayments): string[] =>
  compared
    ? reportReconciled({
        ...compared,
        healed_count: compared.healed.length,
        difference_count: compared.differences.length,
      })
    : [`Not compared with Stripe: ${why}.`]
