import type { Instant } from '../core/instant.ts'
import { type Balance, balanceOf } from '../core/ledger/balance.ts'
import type { Scope } from '../core/ledger/grant.ts'
import type { Ledger } from '../core/ports.ts'
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts'
import type { BalanceBatch } from './balance-batch.ts'
import { balanceFor, balanceInThePast, emptyBalance, readWhole } from './balances.ts'
import type { Lanes } from './batch/lanes.ts'
import { readDebit, readDebits } from './debits.ts'
import { readEntries } from './entries.ts'
import { explainGrant, readGrant, readGrants } from './grants.ts'
import { readHold, readHolds } from './holds.ts'
import { readMovements } from './movements.ts'
import type { Reader } from './reader.ts'

/** The ledger on PostgreSQL: commands go through the lanes, balances through their batch, other reads off the pool. */
export function ledgerOn(lanes: Lanes, reads: BalanceBatch, reader: Reader): Ledger {
  const balance = async (account: string, credit_type: string, now: Instant, usage?: Scope) => {
    const quick = usage ? 'due' : await reads.ask(account, credit_type, now)
    if (typeof quick === 'object') return quick
    const whole = quick === 'due' ? await readWhole(reader, account, credit_type) : null
    if (!whole) return emptyBalance(reader, account, credit_type, now)
    return usage ? balanceFor(reader, whole, usage, now) : balanceOf(whole, now)
  }
  const asOf = async (account: string, credit_type: string, as_of: Instant, now: Instant) => {
    if (as_of >= now) return balance(account, credit_type, now)
    const past = await balanceInThePast(reader, account, credit_type, as_of)
    return past ?? emptyBalance(reader, account, credit_type, as_of)
  }
  return {
    submit: (command, now) => lanes.submit(command, now),
    submitAll: (commands, now) => lanes.submitAll(commands, now),
    balance,
    async balances(account, now, as_of = now): Promise<Balance[] | Refusal> {
      const rows = await reader.query(
        `select w.credit_type from accounts a left join wallets w using (account_id)
         where a.account_id = $1 order by w.credit_type`,
        [account],
      )
      if (rows.length === 0) return refuse('account_not_found', `There is no account ${account}.`)
      const types = rows.map(([type]) => type as string | null).filter((type) => type !== null)
      const found = await Promise.all(types.map((type) => asOf(account, type, as_of, now)))
      return found.filter((one): one is Balance => !isRefusal(one))
    },
    balanceAsOf: asOf,
    grant: (account, id) => readGrant(reader, account, id),
    explainGrant: (account, id) => explainGrant(reader, account, id),
    grants: (account, credit_type, page, state) => readGrants(reader, account, credit_type, page, state),
    debit: (account, id) => readDebit(reader, account, id),
    debits: (account, filter, page) => readDebits(reader, account, filter, page),
    hold: (account, id) => readHold(reader, account, id),
    holds: (account, status, page) => readHolds(reader, account, status, page),
    entries: (account, filter, page) => readEntries(reader, account, filter, page),
    movements: (account, credit_type, slice) => readMovements(reader, account, credit_type, slice),
  }
}
