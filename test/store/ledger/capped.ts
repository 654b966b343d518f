import { type CapUsage, capUsage } from '../../../src/core/caps/cap-usage.ts'
import { type NewCap, putCap } from '../../../src/core/caps/put-cap.ts'
import type { Answers, Command } from '../../../src/core/ledger/command.ts'
import type { Registry } from '../../../src/core/ports.ts'
import { isRefusal } from '../../../src/core/refusal.ts'
import { onceOn } from '../../../src/store/once.ts'
import { registryOn } from '../../../src/store/registry.ts'
import { Statements } from '../../../src/store/session/statements.ts'
import { turnsAt } from '../../../src/store/session/turns.ts'
import { verify } from '../../../src/store/verify/verify.ts'
import { grantOf } from '../../harness/commands.ts'
import { freshDatabase, type TestDatabase } from '../../harness/database.ts'
import { ledgerOf, type TestLedger } from '../../harness/ledger.ts'

export const NOON = Date.UTC(2026, 0, 10, 12)
export const MIDNIGHT = Date.UTC(2026, 0, 11)
/** `neo` is the one wallet, `other` the other. */
export const other = { credit_type: 'other' }

/** A ledger of which the tests say when each thing happens. `account` is the one that was opened last. */
export class Capped {
  readonly #database: TestDatabase
  readonly #ledger: TestLedger
  readonly registry: Registry
  account = ''
  #accounts = 0

  private constructor(database: TestDatabase) {
    this.#database = database
    this.#ledger = ledgerOf(database)
    this.registry = registryOn(new Statements(this.#ledger.pool))
  }

  static async open(): Promise<Capped> {
    const it = new Capped(await freshDatabase())
    await it.sql(
      `insert into credit_types values ('neo', 'Neo', 'credit', 2000000, 'usd', '{"policy": "never"}', '2026-01-01'),
        ('other', 'Other', 'credit', null, 'usd', '{"policy": "never"}', '2026-01-01'),
        ('roll', 'Roll', 'credit', null, 'usd', '{"policy": "rolling", "after": "P10D"}', '2026-01-01')`,
    )
    return it
  }

  sql(text: string, values?: unknown[]): ReturnType<TestLedger['sql']> {
    return this.#ledger.sql(text, values)
  }

  /** A new account with 1,000 credits of each type. */
  async fund(): Promise<void> {
    this.account = `acc_${++this.#accounts}`
    const made = `insert into accounts values ($1, 'team', 'Acc', null, '2026-01-01')`
    await this.sql(made, [this.account])
    for (const credit_type of ['neo', 'other'])
      await this.done(grantOf(this.account, 1000, { credit_type }), NOON)
  }

  async cap(limit: number, more: Partial<NewCap> = {}, now = NOON): Promise<void> {
    const { account } = this
    const subject = { account, subject: 'account', subject_id: account } as const
    const limit_micro = BigInt(limit) * 1_000_000n
    const input: NewCap = { ...subject, unit: 'credits', period: 'day', by: null, limit_micro, ...more }
    const { once } = onceOn(this.#ledger.pool, turnsAt(4))
    const { answer } = await once(null, now, (registry) => putCap(registry, input, now))
    if (isRefusal(answer)) throw new Error(answer.detail)
  }

  async used(now: number, registry = this.registry): Promise<number> {
    const { account } = this
    const name = { account, subject: 'account', subject_id: account } as const
    const usage = (await capUsage(registry, name, now)) as CapUsage
    return Number(usage.used_micro) / 1_000_000
  }

  async done<C extends Command>(command: C, now: number): Promise<Answers[C['kind']]> {
    const { answer } = await this.#ledger.ledger.submit(command, now)
    if (isRefusal(answer)) throw new Error(answer.detail)
    return answer as Answers[C['kind']]
  }

  async refused(command: Command, now: number): Promise<string> {
    const { answer } = await this.#ledger.ledger.submit(command, now)
    return isRefusal(answer) ? answer.refused : 'not refused'
  }

  /** All of a debit, or so much of it. */
  reversal(debit: string, amount_micro: bigint | null = null, n = 1): Command {
    const named = { account: this.account, debit, id: `rev_${debit}.${n}`, key: `cmd_${debit}.${n}` }
    return { kind: 'reverse', ...named, minted: true, fingerprint: '', amount_micro, reason: null }
  }

  async breaches(now: number): Promise<string[]> {
    const found = await verify(this.#database.owner, { now })
    return found.breaches.map(({ what }) => what)
  }
}
