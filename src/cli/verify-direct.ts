import { attachEmbedded } from '../store/embedded/attach.ts'
import { connectionsOfOwner } from '../store/session/connection-config.ts'
import { type Verified, verify } from '../store/verify/verify.ts'
import { reachDatabase } from './database.ts'
import type { ProgressBar } from './progress-bar.ts'
import type { Settings } from './settings.ts'
import { skipped, type VerifiedPayments, type VerifyWish, verifyPayments } from './verify-payments.ts'

/** What was proven of the ledger, however that was done. Amounts are text, as in JSON. */
export interface VerifiedLedger {
  readonly checked: Readonly<Record<string, number>>
  readonly books: readonly {
    readonly credit_type: string
    readonly book: string
    readonly amount_micro: string
  }[]
  readonly breaches: readonly {
    readonly invariant: string
    readonly account: string
    readonly credit_type: string
    readonly what: string
  }[]
  readonly breach_count: number
  readonly took_ms: number
}

export interface VerifiedAll {
  readonly ledger: VerifiedLedger
  readonly payments: VerifiedPayments
}

/** Reads the database itself, with or without a server beside it. */
export async function verifyDirectly(
  settings: Settings,
  wish: VerifyWish,
  bar: ProgressBar,
): Promise<VerifiedAll> {
  const { embedded, server } = await reachDatabase(settings, () => {})
  try {
    const began = performance.now()
    const onProgress = ({ entries, of }: { entries: number; of: number }) => bar.show(entries, of, 'entries')
    const verified = await verify(server, { now: wish.now, onProgress })
    const took_ms = performance.now() - began
    bar.clear()
    const payments = await verifyPayments(settings, server, wish, bar)
    return { ledger: { ...asText(verified), took_ms }, payments }
  } finally {
    bar.clear()
    await embedded?.stop()
  }
}

/** Compares with Stripe alone, where a server proved the ledger. */
export async function comparePayments(
  settings: Settings,
  wish: VerifyWish,
  bar: ProgressBar,
): Promise<VerifiedPayments> {
  // Only a database that runs: for this one no other is started.
  const owner = settings.databaseUrl === undefined ? await attachEmbedded(settings.dataDir) : null
  if (owner) return verifyPayments(settings, connectionsOfOwner(owner).server, wish, bar)
  return skipped('the database of the server is not known here; set DATABASE_URL as it has it', true)
}

const asText = ({ checked, books, ...rest }: Verified): Omit<VerifiedLedger, 'took_ms'> => ({
  checked: { ...checked },
  books: books.map((book) => ({ ...book, amount_micro: String(book.amount_micro) })),
  ...rest,
})
