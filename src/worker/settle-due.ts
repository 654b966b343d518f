import { type GoOn, toTheEnd } from '../core/go-on.ts'
import type { Clock, Ledger, Upkeep } from '../core/ports.ts'

const AT_ONCE = 500

/**
 * Posts what fell due in wallets that nobody touched: ends of holds, expiries, starts. No balance waits for this job,
 * because whoever asks settles first; it makes the entries (the breakage) appear in the ledger. Each account's wallets
 * are settled at its own time.
 */
export async function settleDue(
  ledger: Ledger,
  upkeep: Upkeep,
  clock: Clock,
  goOn: GoOn = toTheEnd,
): Promise<number> {
  let settled = 0
  while (await goOn()) {
    const now = clock.now()
    const wallets = await upkeep.dueWallets(now, AT_ONCE)
    if (wallets.length === 0) return settled
    for (const [ahead_ms, alike] of Map.groupBy(wallets, (wallet) => wallet.ahead_ms))
      await ledger.submitAll(
        alike.map(({ account, credit_type }) => ({
          kind: 'settle' as const,
          account,
          credit_type,
        })),
        now + ahead_ms,
      )
    settled += wallets.length
  }
  return settled
}
