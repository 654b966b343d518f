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
  /** Known once the server has answered. */
  readonly purchase: string | null
}

const NAME = 'intent'

export function readIntent(account: string): Intent | null {
  const text = kept(NAME)
  if (text === null) return null
  try {
    const intent = JSON.parse(text) as Intent
    return intent.account === account ? intent : null
  } catch {
    return null
  }
}

export function newIntent(account: string, body: CreatePurchaseBody): Intent {
  const intent = { account, key: freshKey(), body, purchase: null }
  writeIntent(intent)
  return intent
}

export const writeIntent = (intent: Intent): void => keep(NAME, JSON.stringify(intent))
export const endIntent = (): void => forget(NAME)
