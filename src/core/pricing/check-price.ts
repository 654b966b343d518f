import type { Fault } from '../credits.ts'
import type { PriceScheme, Tier } from './price.ts'

/** What is wrong with the terms of a new price, if anything is. */
export function checkPrice(terms: PriceScheme): Fault | null {
  switch (terms.scheme) {
    case 'unit':
      return terms.unit_price_micro < 0n ? { fault: 'a credit must not cost less than nothing' } : null
    case 'bundle':
      if (terms.pack_size_micro <= 0n) return { fault: 'a pack must hold more than no credits' }
      return terms.pack_price_minor < 0n ? { fault: 'a pack must not cost less than nothing' } : null
    case 'volume':
      return checkTiers(terms.tiers)
  }
}

function checkTiers(tiers: readonly Tier[]): Fault | null {
  let from_micro = 0n
  for (const [i, { up_to_micro, unit_price_micro }] of tiers.entries()) {
    if (unit_price_micro < 0n) return { fault: 'a credit must not cost less than nothing' }
    if ((up_to_micro === null) !== (i === tiers.length - 1))
      return { fault: 'every tier but the last must say up to where it goes, and the last must not' }
    if (up_to_micro === null) return null
    if (up_to_micro <= from_micro) return { fault: 'each tier must go further than the one before' }
    from_micro = up_to_micro
  }
  return { fault: 'there must be a tier' }
}
