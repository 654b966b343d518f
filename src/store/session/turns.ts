import { Unavailable } from '../../core/unavailable.ts'

/** Whoever has waited so long is told to come again. */
const WAIT_MS = 4_000

/** Ends a turn. */
type End = () => void

interface Waiter {
  readonly begin: () => void
}

/**
 * Turns at what takes long. So many have one at the same time, and fewer of the same account, so that one account's
 * work leaves room for everybody else's. Who waits has no connection yet; accounts that wait come one after the other.
 */
export class Turns {
  readonly #at_once: number
  readonly #of_account: number
  readonly #taken = new Map<string, number>()
  readonly #waiting = new Map<string, Set<Waiter>>()
  #total = 0

  constructor({ at_once, of_account }: { readonly at_once: number; readonly of_account: number }) {
    this.#at_once = at_once
    this.#of_account = of_account
  }

  async run<T>(account: string, work: () => Promise<T>): Promise<T> {
    const end = this.take(account) ?? (await this.wait(account))
    try {
      return await work()
    } finally {
      end()
    }
  }

  /** Null where there is none now. Who asks before those who wait does not go before them. */
  take(account: string): End | null {
    return this.#waiting.has(account) || !this.#hasRoom(account) ? null : this.#begin(account)
  }

  wait(account: string): Promise<End> {
    return new Promise((resolve, reject) => {
      const queue = this.#waiting.get(account) ?? new Set()
      const leave = () => {
        queue.delete(waiter)
        if (queue.size === 0) this.#waiting.delete(account)
      }
      const late = setTimeout(() => {
        leave()
        reject(new Unavailable('Too much that takes long is asked at the same time. Try again.', 2))
      }, WAIT_MS)
      const waiter: Waiter = {
        begin: () => {
          clearTimeout(late)
          leave()
          resolve(this.#begin(account))
        },
      }
      queue.add(waiter)
      this.#waiting.set(account, queue)
      this.#next()
    })
  }

  #hasRoom(account: string): boolean {
    return this.#total < this.#at_once && (this.#taken.get(account) ?? 0) < this.#of_account
  }

  #begin(account: string): End {
    this.#total += 1
    this.#taken.set(account, (this.#taken.get(account) ?? 0) + 1)
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      this.#total -= 1
      const left = (this.#taken.get(account) ?? 1) - 1
      if (left === 0) this.#taken.delete(account)
      else this.#taken.set(account, left)
      this.#next()
    }
  }

  #next(): void {
    for (const [account, queue] of this.#waiting) {
      if (!this.#hasRoom(account)) continue
      const [first] = queue
      // The account goes to the end of the line.
      this.#waiting.delete(account)
      if (queue.size > 1) this.#waiting.set(account, queue)
      first?.begin()
      return
    }
  }
}

/** The turns at a pool: each kind by itself leaves some of it to the others. */
export interface PoolTurns {
  /** What sums up all that an account burned. */
  readonly counts: Turns
  /** Lists, which may have to look through much for little. */
  readonly lists: Turns
  /** What an account changes, where one waits for another. */
  readonly changes: Turns
}

export const turnsAt = (connections: number): PoolTurns => ({
  counts: new Turns({ at_once: Math.ceil(connections / 3), of_account: 1 }),
  lists: new Turns({ at_once: Math.ceil(connections / 3), of_account: 2 }),
  changes: new Turns({
    at_once: connections - Math.ceil(connections / 4),
    of_account: Math.ceil(connections / 2),
  }),
})

/** There is no turn now. */
class NoTurnYet extends Error {
  readonly account: string
  constructor(account: string) {
    super(`the account ${account} must wait for its turn`)
    this.account = account
  }
}

/** Asks for a turn in the midst of work. */
export type NeedTurn = (account: string) => void

/**
 * For a transaction of which nobody knows beforehand that it will need a turn. Where it finds none it is undone and
 * gives up its connection, waits, and is run again.
 */
export async function withTurnWhereNeeded<T>(turns: Turns, work: (need: NeedTurn) => Promise<T>): Promise<T> {
  let end: End | null = null
  const need = (account: string) => {
    end ??= turns.take(account)
    if (!end) throw new NoTurnYet(account)
  }
  try {
    for (;;) {
      try {
        return await work(need)
      } catch (error) {
        if (!(error instanceof NoTurnYet)) throw error
        end = await turns.wait(error.account)
      }
    }
  } finally {
    ;(end as End | null)?.()
  }
}
