import type { Clock, Store } from '../core/ports.ts'

/** Long after the last attempt, so that whoever looks into a failure still finds it. */
const KEPT_MS = 30 * 86_400_000

export const forgetDeliveries = ({ registry }: Store, clock: Clock): Promise<number> =>
  registry.forgetDeliveries(clock.now() - KEPT_MS)
