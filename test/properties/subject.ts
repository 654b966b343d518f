import pg from 'pg'
import type { Ledger, Registry } from '../../src/core/ports.ts'
import type { Purchase } from '../../src/core/purchases/purchase.ts'
import type { Allotment } from '../../src/core/subscriptions/seat.ts'
import { Lane } from '../../src/store/batch/lane.ts'
import { Lanes } from '../../src/store/batch/lanes.ts'
import { BalanceBatch } from '../../src/store/ledger/balance-batch.ts'
import { ledgerOn } from '../../src/store/ledger/ledger.ts'
import { registryOn } from '../../src/store/registry.ts'
import { PipelinedConnection } from '../../src/store/session/connection.ts'
import type { Connections } from '../../src/store/session/connection-config.ts'
import { Reader } from '../../src/store/session/reader.ts'
import { inTransaction } from '../../src/store/session/transaction.ts'
import { turnsAt } from '../../src/store/session/turns.ts'
import { pgTypes } from '../../src/store/session/types.ts'
import { writeAllotment, writeSubscription } from './allotments.ts'
import type { ModelType } from './model.ts'
import { writePurchase } from './purchases.ts'
import { TYPES } from './steps.ts'

const DAY = 86_400_000

/** A month after, or the last day of the next month where that is shorter. */
function aMonthLater(at: number): number {
  const date = new Date(at)
  const next = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1))
  const last = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate()
  return next.getTime() + (Math.min(date.getUTCDate(), last) - 1) * DAY + (at % DAY)
}

const monthEnd = (at: number): number =>
  Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth() + 1, 1)

/** The credit types as the model knows them … */
export const modelTypes = new Map<string, ModelType>([
  ['never', { price: 333_333n, expiry: () => null, rolling: false }],
  ['fixed', { price: null, expiry: (at) => at + 10 * DAY, rolling: false }],
  ['rolling', { price: 5_000_000n, expiry: aMonthLater, rolling: true }],
  ['monthly', { price: 20_000n, expiry: monthEnd, rolling: false }],
])

/** … and as the database does. */
const policies: Record<(typeof TYPES)[number], string> = {
  never: '{"policy": "never"}',
  fixed: '{"policy": "fixed", "after": "P10D"}',
  rolling: '{"policy": "rolling", "after": "P1M"}',
  monthly: '{"policy": "period_end", "period": "month"}',
}

export const members = new Set(['ann', 'bob'])

/** The real ledger under test, without HTTP. */
export interface Subject {
  readonly ledger: Ledger
  /** Makes an account with its members, keys and nothing else. */
  open(account: string, spent_on_refund?: string): Promise<void>
  /** Writes the intent of a purchase down. */
  buy(purchase: Purchase): Promise<void>
  /** Writes down what is to be done to seats' credits. */
  allot(allotment: Allotment): Promise<void>
  /** Says whether a member may draw only on what is the member's own. */
  restrict(account: string, member: string, own_only: boolean): Promise<void>
  /** Works on the registry in a transaction. */
  change<T>(work: (registry: Registry) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** So that two commands at once are enough of a crowd to open every lane. */
const FEW = 2

export async function subjectOn({ server }: Connections, lanes = 2): Promise<Subject> {
  const pool = new pg.Pool({ ...server, types: pgTypes, max: 4 })
  const quiet = { batch() {}, queued() {}, failed() {} }
  const lanesOf = new Lanes(
    Array.from({ length: lanes }, () => new Lane(new PipelinedConnection(server), quiet)),
    FEW,
  )
  const reads = new PipelinedConnection(server)
  for (const type of TYPES)
    await pool.query(
      `insert into credit_types values ($1, $1, 'credit', $2, 'usd', $3, '2026-01-01') on conflict do nothing`,
      [type, modelTypes.get(type)?.price ?? null, policies[type]],
    )
  for (const key of ['key_a', 'key_b'])
    await pool.query(
      `insert into api_keys (key_id, secret_sha256, role, prefix, last_four, created_at)
       values ($1, $2, 'operator', '', '', '2026-01-01') on conflict do nothing`,
      [key, Buffer.from(key)],
    )
  return {
    ledger: ledgerOn(lanesOf, new BalanceBatch(reads), new Reader(pool), turnsAt(4).lists),
    async open(account, spent_on_refund = 'debt') {
      await pool.query(
        `insert into accounts (account_id, kind, name, created_at, spent_on_refund)
         values ($1, 'team', 'Walk', '2026-01-01', $2)`,
        [account, spent_on_refund],
      )
      await pool.query(
        `insert into members select $1, unnest($2::text[]), null, 'member', 'active', '2026-01-01'`,
        [account, [...members]],
      )
    },
    buy: (purchase) => writePurchase(pool, purchase),
    allot: (allotment) => writeAllotment(pool, allotment),
    async restrict(account, member, own_only) {
      await writeSubscription(pool, account, 'never')
      const members = 'update members set own_only = $3 where account_id = $1 and member_id = $2'
      await pool.query(members, [account, member, own_only])
    },
    change: (work) => inTransaction(pool, (client) => work(registryOn(client))),
    async close() {
      await lanesOf.close()
      await reads.end()
      await pool.end()
    },
  }
}
