import { MICRO, type Micro } from './credits.ts'

/**
 * A price is money for one credit, in millionths of the currency's major unit (5 dollars are 5000000n), because a
 * credit may cost less than a cent. What is charged is always whole minor units.
 */
export type PriceMicro = bigint

/** What an amount of credits is worth at a price, in millionths of the major unit, rounded half up. */
export function worthMicro(amount_micro: Micro, unit_price_micro: PriceMicro): bigint {
  return (amount_micro * unit_price_micro + MICRO / 2n) / MICRO
}
