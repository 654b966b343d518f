import type { CreatePurchaseBody } from '@scrip/sdk'
import { freshKey } from '@scrip/sdk'
import { forget, keep, kept } from '../data/kept.ts'

/**
 * What somebody has decided to buy. It has one idempotency key from the click to the outcome, over retries, reloads and
 * the way through a hosted page, so however often it is sent, it is bought once.
 */
export interface Intent {
  readonly account: string
  readonly key: string
  readonly body: CreatePurchaseBody
  /** Of the price that its buyer saw. */
  readonly currency: string
  /** When it was decided, by the clock of this browser. */
  readonly at: number
  /** Known once the server has answered. */
  readonly purchase: string | null
}

const NAME = 'intent'

/** The server knows the key for a day. Nobody still waits for an answer, or remembers the click, much sooner. */
const WAITS_MS = 15 * 60_000

/** Whether it may be sent again. One that the clock has gone back behind is as good as old. */
export function isFresh({ at }: Intent): boolean {
  const age = Date.now() - at
  return age >= 0 && age < WAITS_MS
}

/** What is left of another account, or waited too long for its answer, is dropped. */
export function readIntent(account: string): Intent | null {
  const intent = parsed(kept(NAME))
  if (intent?.account === account && (intent.purchase !== null || isFresh(intent))) return intent
  endIntent()
  return null
}

function parsed(text: string | null): Intent | null {
  try {
    return text === null ? null : (JSON.parse(text) as Intent)
  } catch {
    return null
  }
}

export function newIntent(account: string, body: CreatePurchaseBody, currency: string): Intent {
  const intent = { account, key: freshKey(), body, currency, at: Date.now(), purchase: null }
  writeIntent(intent)
  return intent
}

export const writeIntent = (intent: Intent): void => keep(NAME, JSON.stringify(intent))
export const endIntent = (): void => forget(NAME)
