import type { Buying } from '../../core/purchases/buying.ts'
import { within } from '../../core/purchases/patience.ts'
import { paymentMethods } from '../../core/purchases/payment-methods.ts'
import { Unavailable } from '../../core/unavailable.ts'
import { cardsWire } from './convert-payment-method.ts'

/** How long a balance waits for what the payment's side knows of the cards. */
const PATIENCE_MS = 2_000

/** The saved cards, or nothing about them while nobody can be asked: a balance is no less true without them. */
export async function savedCards(
  buying: Buying,
  account: string,
): Promise<ReturnType<typeof cardsWire> | Record<string, never>> {
  try {
    const cards = await within(PATIENCE_MS, paymentMethods(buying, account))
    return cards ? cardsWire(cards) : {}
  } catch (error) {
    if (error instanceof Unavailable) return {}
    throw error
  }
}
