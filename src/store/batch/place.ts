import type { Grant } from '../../core/ledger/grant.ts'
import type { Wallet } from '../../core/ledger/wallet.ts'

/**
 * Where a row lies in its table, as it was read. The wallet's lock keeps it there until the batch ends, so the update
 * finds it without looking its key up again.
 */
const places = new WeakMap<Wallet | Grant, string>()

export const placed = (row: Wallet | Grant, ctid: string): unknown => places.set(row, ctid)

export function placeOf(row: Wallet | Grant): string {
  const place = places.get(row)
  if (place === undefined) throw new Error('a row that was not read can not be updated')
  return place
}
