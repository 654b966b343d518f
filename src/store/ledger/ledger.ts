import type { Instant } from '../../core/instant.ts'
import { type Balance, balanceOf } from '../../core/ledger/balance.ts'
import type { Scope } from '../../core/ledger/grant.ts'
import type { Ledger, Page } from '../../core/ports.ts'
import { isRefusal, type Refusal, refuse } from '../../core/refusal.ts'
import type { Lanes } from '../batch/lanes.ts'
import { idAfter, pageOf } from '../page.ts'
import type { Reader } from '../session/reader.ts'
import type { Turns } from '../session/turns.ts'
import type { BalanceBatch } from './balance-batch.ts'
import { balanceFor, emptyBalance, readWhole } from './balances.ts'
import { readDebit, readDebits } from './debits.ts'
import { readEntries } from './entries.ts'
import { explainGrant, readGrant, readGrants } from './grants.ts'
import { readHold, readHolds } from './holds.ts'
import { readMovements } from './movements.ts'
import { balanceInThePast } from './past-balance.ts'

/**
 * The ledger on PostgreSQL: commands go through the lanes, balances through their batch, other reads off the pool, where
 * lists take turns.
 */
export function ledgerOn(lanes: Lanes, reads: BalanceBatch, reader: Reader, lists: Turns): Ledger {
  const balance = async (account: string, credit_type: string, now: Instant, usage?: Scope) => {
    const quick = usage ? 'due' : await reads.ask(account, credit_type, now)
    if (typeof quick === 'object') return quick
    const whole =
      quick === 'due' ? await reader.snapshot((query) => readWhole(query, account, credit_type)) : null
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
    async balances(account, page, now, { as_of = now, usage } = {}): Promise<Page<Balance> | Refusal> {
      const rows = await reader.query(
        `select w.credit_type from accounts a
         left join wallets w on w.account_id = a.account_id and ($2::text is null or w.credit_type > $2)
         where a.account_id = $1 order by w.credit_type limit $3`,
        [account, idAfter(page), page.limit + 1],
      )
      if (rows.length === 0) return refuse('account_not_found', `There is no account ${account}.`)
      const types = rows.map(([type]) => type as string | null).filter((type) => type !== null)
      const { items, next } = pageOf(
        types.map((id) => ({ id })),
        page,
      )
      const found = await Promise.all(
        items.map(({ id }) => (usage ? balance(account, id, now, usage) : asOf(account, id, as_of, now))),
      )
      return { items: found.filter((one): one is Balance => !isRefusal(one)), next }
    },
    balanceAsOf: asOf,
    grant: (account, id) => readGrant(reader, account, id),
    explainGrant: (account, id, now) => explainGrant(reader, account, id, now),
    grants: (account, filter, page, now) =>
      lists.run(account, () => readGrants(reader, account, filter, page, now)),
    debit: (account, id) => readDebit(reader, account, id),
    debits: (account, filter, page) => lists.run(account, () => readDebits(reader, account, filter, page)),
    hold: (account, id, now) => readHold(reader, account, id, now),
    holds: (account, status, page, now) =>
      lists.run(account, () => readHolds(reader, account, status, page, now)),
    entries: (account, filter, page) => lists.run(account, () => readEntries(reader, account, filter, page)),
    movements: (account, credit_type, slice) =>
      lists.run(account, () => readMovements(reader, account, credit_type, slice)),
  }
}
