import type { Clock, Store } from '../core/ports.ts'

/** As long as the payment's side lists them, so that none is ever taken for a new one. */
const KEPT_MS = 30 * 86_400_000

export const forgetEvents = ({ registry }: Store, clock: Clock): Promise<number> =>
  registry.forgetEvents(clock.now() - KEPT_MS)
