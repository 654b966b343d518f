import type { Grant } from '../../core/ledger/grant.ts'
import type { Wallet } from '../../core/ledger/wallet.ts'

const PLACE = Symbol('place')

interface Placed {
  [PLACE]?: string
}

/**
 * Notes where a row lies in its table, as it was read. The wallet's lock keeps it there until the batch ends, so the
 * update finds it without looking its key up again.
 */
export function placed(row: Wallet | Grant, ctid: string): void {
  ;(row as Placed)[PLACE] = ctid
}

export function placeOf(row: Wallet | Grant): string {
  const place = (row as Placed)[PLACE]
  if (place === undefined) throw new Error('a row that was not read can not be updated')
  return place
}
