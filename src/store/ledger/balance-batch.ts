import type { Instant } from '../../core/instant.ts'
import type { Balance } from '../../core/ledger/balance.ts'
import { ref } from '../../core/ledger/book.ts'
import { Unavailable } from '../../core/unavailable.ts'
import { TextColumn } from '../batch/arrays.ts'
import type { PipelinedConnection, Row } from '../session/connection.ts'
import { isAway } from '../session/outage.ts'
import { quickBalance, readBalances } from './balances.ts'

interface Ask {
  readonly name: string
  readonly account: string
  readonly credit_type: string
  readonly now: Instant
  readonly done: (found: Balance | 'due' | 'none') => void
  readonly fail: (error: unknown) => void
}

/** The most that may wait for an answer: past it the database can't keep up. */
const MOST_WAITING = 20_000

/**
 * Gathers balance reads as the lanes gather debits: while one statement is under way the next ones wait for each
 * other, and many askers of one wallet are one look-up. A read never sees less than was committed before it was asked.
 */
export class BalanceBatch {
  readonly #connection: PipelinedConnection
  #waiting: Ask[] = []
  #running = false

  constructor(connection: PipelinedConnection) {
    this.#connection = connection
  }

  ask(account: string, credit_type: string, now: Instant): Promise<Balance | 'due' | 'none'> {
    return new Promise((done, fail) => {
      if (this.#waiting.length >= MOST_WAITING)
        return fail(new Unavailable('More work is waiting than can be done.'))
      this.#waiting.push({ name: ref(account, credit_type), account, credit_type, now, done, fail })
      if (!this.#running) {
        this.#running = true
        setImmediate(() => this.#run())
      }
    })
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const asks = this.#waiting
      this.#waiting = []
      try {
        await this.#answer(asks)
      } catch (error) {
        if (isAway(error)) {
          this.#connection.abandon()
          // Who came meanwhile has waited as well, and would wait as long again.
          asks.push(...this.#waiting.splice(0))
        }
        const failure = isAway(error)
          ? new Unavailable('The database does not answer.', 2, { cause: error })
          : error
        for (const { fail } of asks) fail(failure)
      }
    }
    this.#running = false
  }

  async #answer(asks: readonly Ask[]): Promise<void> {
    const [accounts, types] = [new TextColumn(), new TextColumn()]
    const rows = new Map<string, Row | null>()
    for (const { name, account, credit_type } of asks) {
      if (rows.has(name)) continue
      rows.set(name, null)
      accounts.push(account)
      types.push(credit_type)
    }
    for (const row of await readBalances(this.#connection, String(accounts), String(types)))
      rows.set(ref(row[0] as string, row[1] as string), row)
    for (const { name, now, done } of asks) {
      const row = rows.get(name)
      done(row ? (quickBalance(row, now) ?? 'due') : 'none')
    }
  }
}
