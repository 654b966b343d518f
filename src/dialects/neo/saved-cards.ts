import type { Buying } from '../../core/purchases/buying.ts'
import { paymentMethods } from '../../core/purchases/payment-methods.ts'
import { Unavailable } from '../../core/unavailable.ts'
import { cardsWire } from './convert-payment-method.ts'

/** The saved cards, or nothing about them while nobody can be asked: a balance is no less true without them. */
export async function savedCards(
  buying: Buying,
  account: string,
): Promise<ReturnType<typeof cardsWire> | Record<string, never>> {
  try {
    return cardsWire(await paymentMethods(buying, account))
  } catch (error) {
    if (error instanceof Unavailable) return {}
    throw error
  }
}
