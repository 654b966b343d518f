import type { Instant } from '../../core/instant.ts'
import type { Balance } from '../../core/ledger/balance.ts'
import { ref } from '../../core/ledger/book.ts'
import { Unavailable } from '../../core/unavailable.ts'
import { TextColumn } from '../batch/arrays.ts'
import type { PipelinedConnection } from '../session/connection.ts'
import { isAway } from '../session/outage.ts'
import { type BalanceRow, quickBalance, readBalances } from './balances.ts'

interface Ask {
  readonly name: string
  readonly account: string
  readonly credit_type: string
  readonly as_of: Instant
  readonly done: (found: Balance | 'due' | 'none') => void
  readonly fail: (error: unknown) => void
}

/** The most that may wait for an answer: past it the database can't keep up. */
const MOST_WAITING = 20_000
/** A second statement follows the one under way without waiting for its answer, once it is worth one. */
const MOST_UNDER_WAY = 2
const WORTH_ONE = 24

/**
 * Gathers balance reads as the lanes gather debits: while statements are under way the next ones wait for each other,
 * and many askers of one wallet are one look-up. A read never sees less than was committed before it was asked.
 */
export class BalanceBatch {
  readonly #connection: PipelinedConnection
  #waiting: Ask[] = []
  #under_way = 0

  constructor(connection: PipelinedConnection) {
    this.#connection = connection
  }

  ask(account: string, credit_type: string, as_of: Instant): Promise<Balance | 'due' | 'none'> {
    return new Promise((done, fail) => {
      if (this.#waiting.length >= MOST_WAITING)
        return fail(new Unavailable('More work is waiting than can be done.'))
      this.#waiting.push({ name: ref(account, credit_type), account, credit_type, as_of, done, fail })
      if (this.#waiting.length === WORTH_ONE) this.#go()
      else if (this.#waiting.length === 1) setImmediate(() => this.#go())
    })
  }

  #go(): void {
    const worth = this.#under_way === 0 ? 1 : WORTH_ONE
    if (this.#waiting.length < worth || this.#under_way >= MOST_UNDER_WAY) return
    const asks = this.#waiting
    this.#waiting = []
    this.#under_way += 1
    this.#answer(asks)
      .catch((error) => this.#fail(asks, error))
      .finally(() => {
        this.#under_way -= 1
        this.#go()
      })
  }

  #fail(asks: readonly Ask[], error: unknown): void {
    const is_away = isAway(error)
    if (is_away) this.#connection.abandon()
    const failure = is_away ? new Unavailable('The database does not answer.', 2, { cause: error }) : error
    // Where it is away, who came meanwhile has waited as well, and would wait as long again.
    const all = is_away ? [...asks, ...this.#waiting.splice(0)] : asks
    for (const { fail } of all) fail(failure)
  }

  async #answer(asks: readonly Ask[]): Promise<void> {
    const [accounts, types] = [new TextColumn(), new TextColumn()]
    const places = new Map<string, number>()
    for (const { name, account, credit_type } of asks) {
      if (places.has(name)) continue
      places.set(name, places.size)
      accounts.push(account)
      types.push(credit_type)
    }
    const rows: (BalanceRow | undefined)[] = new Array(places.size)
    for (const row of await readBalances(this.#connection, String(accounts), String(types)))
      rows[row[0] - 1] = row
    for (const ask of asks) {
      const row = rows[places.get(ask.name) as number]
      ask.done(row ? (quickBalance(row, ask) ?? 'due') : 'none')
    }
  }
}
